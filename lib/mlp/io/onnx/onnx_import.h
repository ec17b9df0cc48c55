#pragma once

#include "mlp/io/model.h"

#include <filesystem>
#include <string_view>

namespace mlp {

/// Reads a plain network from an ONNX file: a chain of Gemm, or MatMul and Add, and activations of
/// the catalogue, however these are composed; see onnx/onnx_chain.h. Numbers become float32.
///
/// The model takes the inputs of the graph as they are and gives its output. Columns, targets and
/// classes are called as in the metadata that write_onnx() adds; without it x1, x2, ... and y1, y2,
/// ... Throws InputError naming the file where it is no ONNX file, damaged, or something else than
/// such a chain; then all that is not supported is listed.
Model<float> import_onnx(const std::filesystem::path& path);

/// The same of the bytes of a file; messages do not name it.
Model<float> read_onnx(std::string_view bytes);

}  // namespace mlp
