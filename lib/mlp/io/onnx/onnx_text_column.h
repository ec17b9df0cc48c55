#pragma once

#include "mlp/data/preprocessing.h"
#include "mlp/io/onnx/onnx_columns.h"

#include <string>

namespace mlp::onnx {

/// Adds the way from a column of texts to its inputs, and these to `inputs`, from `place` on.
/// `raw`: [batch, 1], an empty text where it is missing. A category that is not known gives zeros.
void write_text_column(Graph& graph, const TextInput& column, const std::string& raw,
                       std::int64_t place, Pieces& inputs);

}  // namespace mlp::onnx
