#pragma once

#include "mlp/io/model.h"

#include <string>

namespace mlp {

struct OnnxOptions {
    /// Whether the graph takes raw columns and says classes, or starts and ends at the network.
    bool preprocessing = false;
    std::string name{};  ///< of the graph; empty: "mlp"
};

/// The bytes of an ONNX file of the network after training, in float32 whatever T is, and in the
/// lowest version of the operators that has them all. The number of samples, "batch", is left open.
///
/// Without preprocessing: "input" [batch, inputs], what the network sees; "output" [batch,
/// outputs], what it gives. With preprocessing: "input" [batch, columns], raw numbers, NaN where
/// one is missing or, if there are columns of texts, an input [batch, 1] for each column, called
/// like it; out of it come "label" [batch], a text, and "probabilities" [batch, outputs] for
/// classes
/// ("output" where these are no probabilities), or "output" in the units of the targets.
///
/// Throws InputError where something cannot be said in ONNX. Source: https://onnx.ai.
template <class T>
std::string write_onnx(const Model<T>& model, const OnnxOptions& options);

}  // namespace mlp
