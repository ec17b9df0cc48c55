#pragma once

#include "mlp/core/formula.h"
#include "mlp/core/options.h"
#include "mlp/io/onnx/onnx_file.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::onnx {

/// What a node that computes each number by itself makes of formulas. A truth value is 0 or 1.
/// `inputs`: those of the node, none where one is not given. None where the operator is not such a
/// one, or does something that has no formula here.
std::optional<Formula> elementwise(const FileNode& node,
                                   const std::vector<std::optional<Formula>>& inputs);

/// The activation of the catalogue that a node is by its operator and attributes alone.
std::optional<Choice> activation_of(const FileNode& node);

/// The names of all operators that elementwise() knows.
std::vector<std::string> elementwise_operators();
bool is_elementwise(std::string_view op);

}  // namespace mlp::onnx
