#include "mlp/core/formula.h"

#include "support.h"

#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <string>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

/// A compiler may know such values to another last bit than the library at run time.
static doctest::Approx about(double x) { return doctest::Approx(x).epsilon(1e-15); }

TEST_CASE("formula: every kind computes what it says") {
    const Formula x = Formula::variable(0);
    const Formula y = Formula::variable(1);
    const double a = 0.7;
    const double b = -1.3;
    const auto value = [&](const Formula& formula) {
        const std::array variables = {a, b};
        const std::array parameters = {5.0, 6.0};
        return formula.value(variables, parameters);
    };
    CHECK(value(x) == a);
    CHECK(value(y) == b);
    CHECK(value(Formula::parameter(1)) == 6);
    CHECK(value(2.5) == 2.5);
    CHECK(value(x + y) == a + b);
    CHECK(value(x - y) == a - b);
    CHECK(value(x * y) == a * b);
    CHECK(value(x / y) == a / b);
    CHECK(value(maximum(x, y)) == a);
    CHECK(value(minimum(x, y)) == b);
    CHECK(value(-x) == -a);
    CHECK(value(abs(y)) == 1.3);
    CHECK(value(sign(x)) == 1);
    CHECK(value(sign(y)) == -1);
    CHECK(value(sign(x - x)) == 0);
    CHECK(value(sqrt(x)) == std::sqrt(a));
    CHECK(value(exp(x)) == about(std::exp(a)));
    CHECK(value(expm1(x)) == about(std::expm1(a)));
    CHECK(value(log1p(x)) == about(std::log1p(a)));
    CHECK(value(tanh(x)) == about(std::tanh(a)));
    CHECK(value(sigmoid(x)) == about(std::exp(a) / (1 + std::exp(a))));
    CHECK(value(softplus(y)) == about(std::log(1 + std::exp(b))));
    CHECK(value(softplus(1000 * x)) == 700);
    CHECK(value(erf(x)) == about(std::erf(a)));
    CHECK(value(sin(x)) == about(std::sin(a)));
    CHECK(value(atan(x)) == about(std::atan(a)));
    CHECK(value(if_less(x, y, 1, 2)) == 2);
    CHECK(value(if_less(y, x, 1, 2)) == 1);
    CHECK(value(if_less(x, x, 1, 2)) == 2);
}

TEST_CASE("formula: copies are one node, kinds have names of their own") {
    const Formula x = Formula::variable();
    const Formula twice = x + x;
    CHECK(twice.arguments()[0].identity() == x.identity());
    CHECK(twice.arguments()[1].identity() == x.identity());
    CHECK(twice.identity() != (x + x).identity());

    std::set<std::string> names;
    const int kinds = static_cast<int>(FormulaKind::if_less) + 1;
    for (int i = 0; i < kinds; ++i) names.emplace(formula_kind_name(static_cast<FormulaKind>(i)));
    CHECK(static_cast<int>(names.size()) == kinds);
    CHECK(message_of([] { Formula::of(FormulaKind::add, {1.0}); }) ==
          "a formula has the wrong number of arguments");
}
