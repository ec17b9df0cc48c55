#include "mlp/io/onnx/onnx_formula.h"

#include "mlp/core/error.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace mlp::onnx {
namespace {

/// The table: one line a kind. Those that take more than one operator stand in the writer below.
constexpr KindOperator operators[] = {
    {FormulaKind::add, "Add", 2},         {FormulaKind::subtract, "Sub", 2},
    {FormulaKind::multiply, "Mul", 2},    {FormulaKind::divide, "Div", 2},
    {FormulaKind::maximum, "Max", 2},     {FormulaKind::minimum, "Min", 2},
    {FormulaKind::negate, "Neg", 1},      {FormulaKind::abs, "Abs", 1},
    {FormulaKind::sign, "Sign", 1},       {FormulaKind::sqrt, "Sqrt", 1},
    {FormulaKind::exp, "Exp", 1},         {FormulaKind::tanh, "Tanh", 1},
    {FormulaKind::sigmoid, "Sigmoid", 1}, {FormulaKind::softplus, "Softplus", 1},
    {FormulaKind::erf, "Erf", 1},         {FormulaKind::sin, "Sin", 1},
    {FormulaKind::atan, "Atan", 1},
};

class FormulaWriter {
  public:
    FormulaWriter(Graph& graph, Element element, std::span<const std::string> variables,
                  std::span<const std::string> parameters)
        : graph_(graph), element_(element), variables_(variables), parameters_(parameters) {}

    std::string write(const Formula& formula) {
        const auto found = written_.find(formula.identity());
        if (found != written_.end()) return found->second.second;
        std::string value = node(formula);
        // The formula is kept, so that no other gets its identity.
        written_.emplace(formula.identity(), std::pair(formula, value));
        return value;
    }

  private:
    std::string node(const Formula& formula) {
        const auto& x = formula.arguments();
        switch (formula.kind()) {
            case FormulaKind::variable:
                return variables_[formula.index()];
            case FormulaKind::parameter:
                return parameters_[formula.index()];
            case FormulaKind::constant:
                return graph_.number(element_, formula.constant());
            case FormulaKind::expm1:
                // e^x − 1 itself would lose the digits of a small x.
                return write(tanh(x[0] / 2) * (exp(x[0]) + 1));
            case FormulaKind::log1p:
                return graph_.add("Log", {write(1 + x[0])});
            case FormulaKind::if_less: {
                const std::string left = write(x[0]);
                const std::string less = graph_.add("Less", {left, write(x[1])});
                const std::string then = write(x[2]);
                return graph_.add("Where", {less, then, write(x[3])});
            }
            default:
                break;
        }
        const auto* known = std::ranges::find(operators, formula.kind(), &KindOperator::kind);
        if (known == std::end(operators)) {
            throw InputError("'" + std::string(formula_kind_name(formula.kind())) +
                             "' cannot be said in ONNX");
        }
        Texts inputs;
        for (const auto& argument : x) inputs.push_back(write(argument));
        return graph_.add(known->op, std::move(inputs));
    }

    Graph& graph_;
    Element element_;
    std::span<const std::string> variables_;
    std::span<const std::string> parameters_;
    std::map<const void*, std::pair<Formula, std::string>> written_;
};

}  // namespace

std::string write_formula(Graph& graph, const Formula& formula, Element element,
                          std::span<const std::string> variables,
                          std::span<const std::string> parameters) {
    return FormulaWriter(graph, element, variables, parameters).write(formula);
}

std::span<const KindOperator> kind_operators() { return operators; }

}  // namespace mlp::onnx
