#pragma once

#include "mlp/config/document.h"
#include "mlp/data/dataset.h"
#include "mlp/data/preprocessing.h"

namespace mlp {

/// Preprocessing as it stands in a model file.
Json write_preprocessing(const Preprocessing& preprocessing);
/// Throws InputError or Json::exception where the JSON is not what write_preprocessing() gives.
Preprocessing read_preprocessing(const Json& json);

/// Names, classes and scaling of targets as they stand in a model file.
Json write_targets(const Targets& targets);
Targets read_targets(const Json& json);

}  // namespace mlp
