#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace mlp {

/// What a node of a formula does with its arguments x, y, ...
enum class FormulaKind {
    variable,   ///< the number that the formula is about, or one of several
    parameter,  ///< a learnt number, one for each unit
    constant,
    add,       ///< x + y
    subtract,  ///< x − y
    multiply,  ///< x y
    divide,    ///< x / y
    maximum,   ///< the larger of x and y
    minimum,   ///< the smaller of x and y
    negate,    ///< −x
    abs,       ///< |x|
    sign,      ///< −1, 0 or 1
    sqrt,      ///< √x
    exp,       ///< eˣ
    expm1,     ///< eˣ − 1
    log1p,     ///< ln(1 + x)
    tanh,      ///< (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)
    sigmoid,   ///< 1 / (1 + e⁻ˣ)
    softplus,  ///< ln(1 + eˣ)
    erf,       ///< 2/√π times the integral of e^(−t²) from 0 to x
    sin,       ///< the sine of x in radians
    atan,      ///< arctan x
    if_less,   ///< x < y ? third : fourth
};

/// A formula of numbers in symbols: what activations and scalings compute, said so that it can be
/// written down in other languages (io/onnx, io/c_header). Written like any arithmetic:
///
///     Formula silu(const Formula& z) { return z * sigmoid(z); }
///
/// A tree; parts that are used twice are one node with two parents. A value, cheap to copy.
/// Threads: const and free of state.
class Formula {
  public:
    Formula(double constant);  // NOLINT: numbers are formulas
    static Formula variable(std::size_t index = 0) { return leaf(FormulaKind::variable, index); }
    static Formula parameter(std::size_t index = 0) { return leaf(FormulaKind::parameter, index); }
    static Formula of(FormulaKind kind, std::vector<Formula> arguments);

    FormulaKind kind() const;
    double constant() const;    ///< of a constant
    std::size_t index() const;  ///< of a variable or parameter
    const std::vector<Formula>& arguments() const;
    /// The same for all copies of a node, another for each other node that lives.
    const void* identity() const { return node_.get(); }

    /// Its value in double, nodes of infinite intermediate results by the rules of IEEE 754.
    double value(std::span<const double> variables, std::span<const double> parameters = {}) const;

  private:
    struct Node;
    explicit Formula(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
    static Formula leaf(FormulaKind kind, std::size_t index);

    std::shared_ptr<const Node> node_;
};

/// Name ("softplus") of a kind; unique.
std::string_view formula_kind_name(FormulaKind kind);

inline Formula operator+(const Formula& x, const Formula& y) {
    return Formula::of(FormulaKind::add, {x, y});
}
inline Formula operator-(const Formula& x, const Formula& y) {
    return Formula::of(FormulaKind::subtract, {x, y});
}
inline Formula operator*(const Formula& x, const Formula& y) {
    return Formula::of(FormulaKind::multiply, {x, y});
}
inline Formula operator/(const Formula& x, const Formula& y) {
    return Formula::of(FormulaKind::divide, {x, y});
}
inline Formula operator-(const Formula& x) { return Formula::of(FormulaKind::negate, {x}); }
inline Formula maximum(const Formula& x, const Formula& y) {
    return Formula::of(FormulaKind::maximum, {x, y});
}
inline Formula minimum(const Formula& x, const Formula& y) {
    return Formula::of(FormulaKind::minimum, {x, y});
}
inline Formula abs(const Formula& x) { return Formula::of(FormulaKind::abs, {x}); }
inline Formula sign(const Formula& x) { return Formula::of(FormulaKind::sign, {x}); }
inline Formula sqrt(const Formula& x) { return Formula::of(FormulaKind::sqrt, {x}); }
inline Formula exp(const Formula& x) { return Formula::of(FormulaKind::exp, {x}); }
inline Formula expm1(const Formula& x) { return Formula::of(FormulaKind::expm1, {x}); }
inline Formula log1p(const Formula& x) { return Formula::of(FormulaKind::log1p, {x}); }
inline Formula tanh(const Formula& x) { return Formula::of(FormulaKind::tanh, {x}); }
inline Formula sigmoid(const Formula& x) { return Formula::of(FormulaKind::sigmoid, {x}); }
inline Formula softplus(const Formula& x) { return Formula::of(FormulaKind::softplus, {x}); }
inline Formula erf(const Formula& x) { return Formula::of(FormulaKind::erf, {x}); }
inline Formula sin(const Formula& x) { return Formula::of(FormulaKind::sin, {x}); }
inline Formula atan(const Formula& x) { return Formula::of(FormulaKind::atan, {x}); }
/// x < y ? then : otherwise
inline Formula if_less(const Formula& x, const Formula& y, const Formula& then,
                       const Formula& otherwise) {
    return Formula::of(FormulaKind::if_less, {x, y, then, otherwise});
}

}  // namespace mlp
