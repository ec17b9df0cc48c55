#pragma once

#include "mlp/train/metric.h"
#include "mlp/train/trainer.h"

#include <string>

namespace mlp {

/// How a run ended.
struct Summary {
    std::string status;       ///< "completed", "diverged" or "interrupted"
    std::string stop_reason;  ///< in words
    TrainingResult training;
    Scores train;       ///< with the final weights
    Scores validation;  ///< empty if there are no such samples
    Scores test;
};

}  // namespace mlp
