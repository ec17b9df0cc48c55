#pragma once

#include "mlp/config/document.h"
#include "mlp/io/training_record.h"

namespace mlp {

/// A training record as it stands in a model file; scores that are not finite as null.
Json write_training_record(const TrainingRecord& record);
/// Throws Json::exception where the JSON is not what write_training_record() gives.
TrainingRecord read_training_record(const Json& json);

}  // namespace mlp
