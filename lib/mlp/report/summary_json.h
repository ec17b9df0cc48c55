#pragma once

#include "mlp/report/summary.h"

#include <nlohmann/json.hpp>

namespace mlp {

/// {"loss": 0.1, "accuracy": 1.0}; what is not finite becomes null.
nlohmann::ordered_json scores_json(const Scores& scores);

/// The content of summary.json.
nlohmann::ordered_json summary_json(const Summary& summary);

}  // namespace mlp
