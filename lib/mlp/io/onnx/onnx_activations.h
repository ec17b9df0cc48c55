#pragma once

#include "mlp/core/options.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace mlp::onnx {

/// A number that an operator is given, and what it is of the activation.
struct ActivationAttribute {
    std::string_view name;
    double missing;                ///< what it is where a node does not say it
    std::string_view option = "";  ///< of the activation that it is; empty:
    double fixed = 0;              ///< it must be this
};

/// An operator that is an activation of the catalogue.
struct ActivationOperator {
    std::string_view op;
    std::string_view activation;
    std::span<const ActivationAttribute> attributes{};
    /// Whether it is written. Newer ones are only read: what they are composed of is older, and
    /// understood by more programs. So are those that the formulas of activations are anyway.
    bool written = true;
};

/// All of them.
std::span<const ActivationOperator> activation_operators();

}  // namespace mlp::onnx
