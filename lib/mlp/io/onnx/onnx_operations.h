#pragma once

#include "mlp/io/onnx/onnx_graph.h"
#include "mlp/nn/operation.h"

#include <string>

namespace mlp::onnx {

/// Adds the nodes of all steps, each fed by the one before. `value`: [batch, columns], float32.
/// Returns the value of the last one. Throws InputError where something cannot be said.
std::string write_operations(Graph& graph, const Operations& operations, std::string value);

}  // namespace mlp::onnx
