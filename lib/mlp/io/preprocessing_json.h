#pragma once

#include "mlp/config/document.h"
#include "mlp/data/dataset.h"
#include "mlp/data/preprocessing.h"

namespace mlp {

/// Preprocessing as it stands in a model file.
Json write_preprocessing(const Preprocessing& preprocessing);
/// Throws InputError or Json::exception where the JSON is not what write_preprocessing() gives.
Preprocessing read_preprocessing(const Json& json);

/// A raw sample and the inputs that belong to it, by which damage is found that the file format
/// itself cannot see.
Json write_preprocessing_test(const Preprocessing& preprocessing);
/// Throws InputError where the inputs of the sample are others now.
void run_preprocessing_test(const Preprocessing& preprocessing, const Json& test);

/// Names, classes and scaling of targets as they stand in a model file.
Json write_targets(const Targets& targets);
Targets read_targets(const Json& json);

}  // namespace mlp
