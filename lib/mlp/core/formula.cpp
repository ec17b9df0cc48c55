#include "mlp/core/formula.h"

#include "mlp/core/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace mlp {
namespace {

/// Name, number of arguments and meaning of a kind; the leaves have no meaning of their own.
struct KindInfo {
    FormulaKind kind;
    std::string_view name;
    std::size_t arguments;
    double (*value)(const double* x);
};

/// The table: one line a kind, in the order of the enum.
constexpr KindInfo kinds[] = {
    {FormulaKind::variable, "variable", 0, nullptr},
    {FormulaKind::parameter, "parameter", 0, nullptr},
    {FormulaKind::constant, "constant", 0, nullptr},
    {FormulaKind::add, "add", 2, [](const double* x) { return x[0] + x[1]; }},
    {FormulaKind::subtract, "subtract", 2, [](const double* x) { return x[0] - x[1]; }},
    {FormulaKind::multiply, "multiply", 2, [](const double* x) { return x[0] * x[1]; }},
    {FormulaKind::divide, "divide", 2, [](const double* x) { return x[0] / x[1]; }},
    {FormulaKind::maximum, "maximum", 2, [](const double* x) { return std::max(x[0], x[1]); }},
    {FormulaKind::minimum, "minimum", 2, [](const double* x) { return std::min(x[0], x[1]); }},
    {FormulaKind::negate, "negate", 1, [](const double* x) { return -x[0]; }},
    {FormulaKind::abs, "abs", 1, [](const double* x) { return std::abs(x[0]); }},
    {FormulaKind::sign, "sign", 1,
     [](const double* x) { return static_cast<double>((x[0] > 0) - (x[0] < 0)); }},
    {FormulaKind::sqrt, "sqrt", 1, [](const double* x) { return std::sqrt(x[0]); }},
    {FormulaKind::exp, "exp", 1, [](const double* x) { return std::exp(x[0]); }},
    {FormulaKind::expm1, "expm1", 1, [](const double* x) { return std::expm1(x[0]); }},
    {FormulaKind::log1p, "log1p", 1, [](const double* x) { return std::log1p(x[0]); }},
    {FormulaKind::tanh, "tanh", 1, [](const double* x) { return std::tanh(x[0]); }},
    {FormulaKind::sigmoid, "sigmoid", 1, [](const double* x) { return 1 / (1 + std::exp(-x[0])); }},
    {FormulaKind::softplus, "softplus", 1,
     [](const double* x) { return std::max(x[0], 0.0) + std::log1p(std::exp(-std::abs(x[0]))); }},
    {FormulaKind::erf, "erf", 1, [](const double* x) { return std::erf(x[0]); }},
    {FormulaKind::sin, "sin", 1, [](const double* x) { return std::sin(x[0]); }},
    {FormulaKind::atan, "atan", 1, [](const double* x) { return std::atan(x[0]); }},
    {FormulaKind::if_less, "if_less", 4, [](const double* x) { return x[0] < x[1] ? x[2] : x[3]; }},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < std::size(kinds); ++i) {
        if (kinds[i].kind != static_cast<FormulaKind>(i)) return false;
    }
    return true;
}
static_assert(in_order());

const KindInfo& info(FormulaKind kind) { return kinds[static_cast<std::size_t>(kind)]; }

}  // namespace

struct Formula::Node {
    FormulaKind kind;
    double constant = 0;
    std::size_t index = 0;
    std::vector<Formula> arguments{};
};

Formula::Formula(double constant)
    : node_(std::make_shared<Node>(Node{FormulaKind::constant, constant})) {}

Formula Formula::leaf(FormulaKind kind, std::size_t index) {
    return Formula(std::make_shared<Node>(Node{kind, 0, index}));
}

Formula Formula::of(FormulaKind kind, std::vector<Formula> arguments) {
    if (arguments.empty() || arguments.size() != info(kind).arguments) {
        throw InputError("a formula has the wrong number of arguments");
    }
    return Formula(std::make_shared<Node>(Node{kind, 0, 0, std::move(arguments)}));
}

FormulaKind Formula::kind() const { return node_->kind; }
double Formula::constant() const { return node_->constant; }
std::size_t Formula::index() const { return node_->index; }
const std::vector<Formula>& Formula::arguments() const { return node_->arguments; }

double Formula::value(std::span<const double> variables, std::span<const double> parameters) const {
    switch (kind()) {
        case FormulaKind::constant:
            return constant();
        case FormulaKind::variable:
            return variables[index()];
        case FormulaKind::parameter:
            return parameters[index()];
        default: {
            std::array<double, 4> x{};
            for (std::size_t i = 0; i < arguments().size(); ++i) {
                x[i] = arguments()[i].value(variables, parameters);
            }
            return info(kind()).value(x.data());
        }
    }
}

std::string_view formula_kind_name(FormulaKind kind) { return info(kind).name; }

}  // namespace mlp
