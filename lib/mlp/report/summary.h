#pragma once

#include "mlp/train/metric.h"
#include "mlp/train/trainer.h"

#include <string>

#include <nlohmann/json.hpp>

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

/// {"loss": 0.1, "accuracy": 1.0}; what is not finite becomes null.
nlohmann::ordered_json scores_json(const Scores& scores);

/// The content of summary.json.
nlohmann::ordered_json summary_json(const Summary& summary);

}  // namespace mlp
