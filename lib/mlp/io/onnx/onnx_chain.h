#pragma once

#include "mlp/core/matrix.h"
#include "mlp/core/options.h"
#include "mlp/io/onnx/onnx_file.h"

#include <memory>
#include <optional>
#include <vector>

namespace mlp::onnx {

/// One step of a plain network: weights, or an activation.
struct ChainStep {
    std::shared_ptr<const Matrix<double>> weight{};  ///< outputs × inputs; null: it has none, but
    double scale = 1;                                ///< of the weight
    Vector<double> bias{};                           ///< one for each output
    Choice activation{};                             ///< this
    std::vector<double> slopes{};                    ///< of a prelu: one, or one for each unit
};

/// The steps of a graph that is a chain of weights and activations, one with weights at least.
/// Throws InputError that lists all that keeps it from being one.
std::vector<ChainStep> read_chain(const File& file);

}  // namespace mlp::onnx
