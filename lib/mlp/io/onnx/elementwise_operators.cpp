#include "mlp/io/onnx/elementwise_operators.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/io/onnx/activation_recognition.h"
#include "mlp/io/onnx/onnx_activations.h"
#include "mlp/io/onnx/onnx_formula.h"
#include "mlp/io/onnx/onnx_proto.h"
#include "mlp/nn/activation.h"

#include <algorithm>
#include <cmath>

namespace mlp::onnx {
namespace {

using Inputs = std::vector<std::optional<Formula>>;

/// What a node is fed with.
struct Arguments {
    const FileNode& node;
    const Inputs& inputs;

    const Formula& operator[](std::size_t i) const { return *inputs[i]; }
    bool given(std::size_t i) const { return i < inputs.size() && inputs[i].has_value(); }
    /// An input that older versions of the operator have as an attribute.
    std::optional<Formula> bound(std::size_t i, std::string_view attribute) const {
        if (given(i)) return inputs[i];
        const auto* found = node.find(attribute);
        if (found == nullptr) return std::nullopt;
        return Formula(found->number);
    }
};

Formula clip(const Arguments& x) {
    Formula y = x[0];
    if (const auto low = x.bound(1, "min")) y = maximum(y, *low);
    if (const auto high = x.bound(2, "max")) y = minimum(y, *high);
    return y;
}

/// With the digits of numbers close to 0 and to 1.
Formula log(const Formula& x) { return if_less(x, 1, -log1p(1 / x - 1), log1p(x - 1)); }

/// x to a power that is one number; only some of these have formulas.
std::optional<Formula> power(const Formula& x, const Formula& exponent) {
    if (exponent.kind() != FormulaKind::constant) return std::nullopt;
    const double p = exponent.constant();
    if (p == 0.5) return sqrt(x);
    if (p < 1 || p > 4 || p != std::floor(p)) return std::nullopt;
    Formula y = x;
    for (int i = 1; i < static_cast<int>(p); ++i) y = y * x;
    return y;
}

std::optional<Formula> to_real(const Arguments& x) {
    const auto to = static_cast<Element>(x.node.integer("to", 0));
    if (to != Element::float32 && to != Element::float64) return std::nullopt;
    return x[0];
}

struct Reading {
    std::string_view op;
    std::size_t inputs;  ///< that must be given
    std::optional<Formula> (*read)(const Arguments& x);
};

/// The table of operators that are read besides those that are written, from
/// https://github.com/onnx/onnx/blob/main/docs/Operators.md.
constexpr Reading readings[] = {
    {"Cast", 1, to_real},
    {"Clip", 1, [](const Arguments& x) { return std::optional(clip(x)); }},
    {"Gelu", 1,
     [](const Arguments& x) {
         const auto* approximate = x.node.find("approximate");
         const bool tanh = approximate != nullptr && approximate->text == "tanh";
         const auto gelu = formula_of({"gelu", {{"approximation", tanh ? "tanh" : "none"}}});
         return std::optional(substituted(*gelu, x[0]));
     }},
    {"Greater", 2, [](const Arguments& x) { return std::optional(if_less(x[1], x[0], 1, 0)); }},
    {"GreaterOrEqual", 2,
     [](const Arguments& x) { return std::optional(if_less(x[0], x[1], 0, 1)); }},
    {"HardSigmoid", 1,
     [](const Arguments& x) {
         const Formula line = x.node.number("alpha", 0.2) * x[0] + x.node.number("beta", 0.5);
         return std::optional(minimum(maximum(line, 0), 1));
     }},
    {"Less", 2, [](const Arguments& x) { return std::optional(if_less(x[0], x[1], 1, 0)); }},
    {"LessOrEqual", 2, [](const Arguments& x) { return std::optional(if_less(x[1], x[0], 0, 1)); }},
    {"Log", 1, [](const Arguments& x) { return std::optional(log(x[0])); }},
    {"Not", 1, [](const Arguments& x) { return std::optional(1 - x[0]); }},
    {"Pow", 2, [](const Arguments& x) { return power(x[0], x[1]); }},
    {"Reciprocal", 1, [](const Arguments& x) { return std::optional(1 / x[0]); }},
    {"Where", 3, [](const Arguments& x) { return std::optional(if_less(0, x[0], x[1], x[2])); }},
};

/// Operators that take any number of inputs.
bool is_list(FormulaKind kind) {
    return kind == FormulaKind::maximum || kind == FormulaKind::minimum;
}

std::optional<Formula> of_kind(const KindOperator& known, const Inputs& inputs) {
    const FormulaKind kind = known.kind;
    std::vector<Formula> arguments;
    for (const auto& input : inputs) {
        if (!input) return std::nullopt;
        arguments.push_back(*input);
    }
    while (is_list(kind) && arguments.size() > 2) {
        const Formula last = arguments.back();
        arguments.pop_back();
        arguments.back() = Formula::of(kind, {arguments.back(), last});
    }
    if (is_list(kind) && arguments.size() == 1) return arguments.front();
    if (arguments.size() != known.arguments) return std::nullopt;
    return Formula::of(kind, std::move(arguments));
}

}  // namespace

std::optional<Choice> activation_of(const FileNode& node) {
    const auto all = activation_operators();
    const auto found = std::ranges::find(all, node.op, &ActivationOperator::op);
    if (found == all.end()) return std::nullopt;
    Choice choice{std::string(found->activation)};
    for (const auto& attribute : found->attributes) {
        const double value = node.number(attribute.name, attribute.missing);
        if (!attribute.option.empty()) {
            // As it was written before it became a float32: 0.2, not 0.200000003.
            const auto decimal = to_number(to_text(static_cast<float>(value)));
            choice.options[std::string(attribute.option)] = decimal.value_or(value);
        } else if (!(std::abs(value - attribute.fixed) < 1e-6)) {
            return std::nullopt;
        }
    }
    try {
        activations<double>().make(choice);
    } catch (const InputError&) {
        return std::nullopt;  // an option that the activation does not allow
    }
    return choice;
}

std::optional<Formula> elementwise(const FileNode& node, const Inputs& inputs) {
    const auto kinds = kind_operators();
    const auto kind = std::ranges::find(kinds, node.op, &KindOperator::op);
    if (kind != kinds.end()) return of_kind(*kind, inputs);
    if (const auto activation = activation_of(node); activation && inputs.size() == 1 && inputs[0])
        return substituted(*formula_of(*activation), *inputs[0]);
    const auto* found = std::ranges::find(readings, node.op, &Reading::op);
    if (found == std::end(readings) || inputs.size() < found->inputs) return std::nullopt;
    for (std::size_t i = 0; i < found->inputs; ++i) {
        if (!inputs[i]) return std::nullopt;
    }
    return found->read({node, inputs});
}

bool is_elementwise(std::string_view op) {
    static const std::vector<std::string> names = elementwise_operators();
    return std::ranges::binary_search(names, op);
}

std::vector<std::string> elementwise_operators() {
    std::vector<std::string> names;
    for (const auto& known : kind_operators()) names.emplace_back(known.op);
    for (const auto& known : activation_operators()) names.emplace_back(known.op);
    for (const auto& reading : readings) names.emplace_back(reading.op);
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

}  // namespace mlp::onnx
