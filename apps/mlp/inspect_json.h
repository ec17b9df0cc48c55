#pragma once

#include "mlp/io/model.h"
#include "mlp/io/safetensors.h"

#include <nlohmann/json.hpp>

namespace mlp::app {

// What `mlp inspect --json` prints, part by part.

/// All that a model's file says but its numbers.
template <class T>
nlohmann::ordered_json model_json(const Model<T>& model);

/// [{"name", "dtype", "shape", "min", "mean", "max", "not_finite"}, ...]; the last four only where
/// the numbers can be read.
nlohmann::ordered_json tensors_json(const Safetensors& file);

}  // namespace mlp::app
