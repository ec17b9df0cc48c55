#pragma once

#include "mlp/train/metric.h"
#include "mlp/train/trainer.h"

#include <string>
#include <vector>

namespace mlp {

/// The scores of all parts of a cross-validation, each on samples that its training did not see.
struct CrossValidation {
    std::vector<Scores> folds;

    bool empty() const { return folds.empty(); }
    /// Of all folds: the same names.
    Scores mean() const;
    /// The standard deviation over the folds, with n − 1 below the sum.
    Scores sd() const;
};

/// How a run ended.
struct Summary {
    std::string status;       ///< "completed", "diverged" or "interrupted"
    std::string stop_reason;  ///< in words
    TrainingResult training;
    Scores train;       ///< with the final weights
    Scores validation;  ///< empty if there are no such samples
    Scores test;
    CrossValidation cross_validation;  ///< empty if there was none
};

}  // namespace mlp
