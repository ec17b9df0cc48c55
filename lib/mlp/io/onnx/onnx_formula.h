#pragma once

#include "mlp/core/formula.h"
#include "mlp/io/onnx/onnx_graph.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mlp::onnx {

/// Adds the nodes that compute a formula; returns its value. `variables` and `parameters`: values
/// of the graph, of this element. A part that is used twice is computed once.
std::string write_formula(Graph& graph, const Formula& formula, Element element,
                          std::span<const std::string> variables,
                          std::span<const std::string> parameters = {});

/// A kind of node that is one operator with the same arguments.
struct KindOperator {
    FormulaKind kind;
    std::string_view op;
    std::size_t arguments;
};

/// All of them, for reading formulas back.
std::span<const KindOperator> kind_operators();

}  // namespace mlp::onnx
