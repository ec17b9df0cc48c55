#pragma once

#include "mlp/data/dataset.h"
#include "mlp/io/onnx/onnx_graph.h"
#include "mlp/train/judging.h"

#include <string>

namespace mlp::onnx {

/// Adds the way from the outputs of the network to what is asked of the model, and the outputs of
/// the graph:
/// - numbers: "output" [batch, targets], in the units of the targets;
/// - classes: "probabilities" [batch, classes] or, where the outputs are none, "output" as they
///   are; and "label" [batch], the name of the class.
void write_targets(Graph& graph, const Targets& targets, const Judging& judging, Index outputs,
                   const std::string& value);

}  // namespace mlp::onnx
