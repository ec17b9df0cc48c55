#include "mlp/io/onnx/onnx_activations.h"

namespace mlp::onnx {
namespace {

constexpr ActivationAttribute leaky_relu[] = {{"alpha", 0.01, "alpha"}};
constexpr ActivationAttribute elu[] = {{"alpha", 1, "alpha"}};
constexpr ActivationAttribute selu[] = {{"alpha", 1.6732632423543772, "", 1.6732632423543772},
                                        {"gamma", 1.0507009873554805, "", 1.0507009873554805}};
constexpr ActivationAttribute hard_sigmoid[] = {{"alpha", 0.2, "", 1.0 / 6},
                                                {"beta", 0.5, "", 0.5}};

/// The table, from https://github.com/onnx/onnx/blob/main/docs/Operators.md. Those that see all
/// units of a sample, and PRelu with its learnt slopes, stand where they are used.
constexpr ActivationOperator operators[] = {
    {"Relu", "relu"},
    {"LeakyRelu", "leaky_relu", leaky_relu},
    {"Elu", "elu", elu},
    {"Selu", "selu", selu},
    {"HardSigmoid", "hard_sigmoid", hard_sigmoid},
    {"Softsign", "softsign"},
    {"Celu", "celu", elu, false},
    {"HardSwish", "hard_swish", {}, false},
    {"Mish", "mish", {}, false},
};

}  // namespace

std::span<const ActivationOperator> activation_operators() { return operators; }

}  // namespace mlp::onnx
