#pragma once

#include "mlp/core/matrix.h"
#include "mlp/train/metric.h"

#include <string>

namespace mlp {

/// How a model came about, as it is written into its file. Without clock values: equal runs leave
/// equal bytes.
struct TrainingRecord {
    std::string program;  ///< that trained it: "mlp 0.1.0"
    std::string name;     ///< of the experiment
    Index seed = 0;
    std::string status;       ///< "completed", "diverged" or "interrupted"
    std::string stop_reason;  ///< in words
    Index epochs = 0;
    Index best_epoch = 0;  ///< 0: none
    Scores train;          ///< with the final weights; NaN where a score is not finite
    Scores validation;     ///< empty if there were no such samples
    Scores test;
};

}  // namespace mlp
