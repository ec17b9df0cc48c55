#pragma once

#include "mlp/data/preprocessing.h"
#include "mlp/io/onnx/onnx_graph.h"

#include <string>

namespace mlp::onnx {

/// Adds the inputs of the graph, and the way from them to the inputs of the network. Returns those:
/// [batch, inputs], float32. What Preprocessing::apply() refuses passes through as NaN (numbers) or
/// as an unknown category (texts).
///
/// Where all columns are numbers the graph has one input "input" [batch, columns], float32, in
/// which NaN is a missing number. Else each column is an input of its own [batch, 1], named like
/// it: float32, or text, spelled as in training, empty where it is missing.
std::string write_preprocessing(Graph& graph, const Preprocessing& preprocessing);

}  // namespace mlp::onnx
