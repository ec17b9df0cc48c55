#include "mlp/io/onnx/formula_group.h"

#include <algorithm>

namespace mlp::onnx {
namespace {

Formula merged(const std::vector<Formula>& formulas, std::vector<Vector<double>>& parameters) {
    const Formula& first = formulas.front();
    if (first.kind() == FormulaKind::constant) {
        Vector<double> constants(static_cast<Index>(formulas.size()));
        for (Index i = 0; i < constants.size(); ++i)
            constants[i] = formulas[static_cast<std::size_t>(i)].constant();
        if ((constants.array() == constants[0]).all()) return first;
        parameters.push_back(std::move(constants));
        return Formula::parameter(parameters.size() - 1);
    }
    if (first.arguments().empty()) return first;
    std::vector<Formula> arguments;
    for (std::size_t k = 0; k < first.arguments().size(); ++k) {
        std::vector<Formula> column;
        column.reserve(formulas.size());
        for (const auto& formula : formulas) column.push_back(formula.arguments()[k]);
        arguments.push_back(merged(column, parameters));
    }
    return Formula::of(first.kind(), std::move(arguments));
}

}  // namespace

std::string skeleton_of(const Formula& formula) {
    std::string text(formula_kind_name(formula.kind()));
    if (formula.kind() == FormulaKind::variable) text += std::to_string(formula.index());
    if (formula.arguments().empty()) return text;
    text += '(';
    for (const auto& argument : formula.arguments()) text += skeleton_of(argument) + ',';
    return text + ')';
}

FormulaGroup group(const std::vector<Formula>& formulas) {
    FormulaGroup result{formulas.front(), {}};
    result.formula = merged(formulas, result.parameters);
    return result;
}

}  // namespace mlp::onnx
