#include "mlp/optim/line_search.h"

#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("line search: the cubic through two points has its minimum there") {
    // x³ − 3x: minimum at 1, maximum at −1.
    const auto at = [](double x) { return LinePoint{x, x * x * x - 3 * x, 3 * x * x - 3}; };
    CHECK(cubic_minimum(at(0), at(3)) == doctest::Approx(1).epsilon(1e-14));
    CHECK(cubic_minimum(at(3), at(0)) == doctest::Approx(1).epsilon(1e-14));
    CHECK(cubic_minimum(at(-0.5), at(0.5)) == doctest::Approx(1).epsilon(1e-14));
    // x³ + x has none.
    const auto rising = [](double x) { return LinePoint{x, x * x * x + x, 3 * x * x + 1}; };
    CHECK(std::isnan(cubic_minimum(rising(0), rising(1))));
}

TEST_CASE("line search: finds the strong Wolfe conditions from any first step") {
    using Function = LinePoint (*)(double);
    const std::vector<Function> functions{
        // Moré and Thuente 1994, function 1 with β = 2: flat far out.
        [](double x) {
            return LinePoint{x, -x / (x * x + 2), (x * x - 2) / ((x * x + 2) * (x * x + 2))};
        },
        // Down to a valley at 10, in waves.
        [](double x) {
            return LinePoint{x, (x - 10) * (x - 10) / 50 - 0.1 * std::sin(8 * x),
                             (x - 10) / 25 - 0.8 * std::cos(8 * x)};
        },
        // A minimum at 1, and nothing at all from 2 on.
        [](double x) {
            if (x >= 2) return LinePoint{x, infinity, 0};
            return LinePoint{x, -std::log(x + 1e-3) - std::log(2 - x),
                             -1 / (x + 1e-3) + 1 / (2 - x)};
        }};
    for (std::size_t i = 0; i < functions.size(); ++i) {
        for (const double c2 : {0.9, 0.1, 0.001}) {
            for (const double first : {1e-3, 0.01, 0.1, 1.0, 10.0, 100.0, 1e3}) {
                CAPTURE(i);
                CAPTURE(c2);
                CAPTURE(first);
                int looks = 0;
                const auto phi = [&](double x) {
                    ++looks;
                    return functions[i](x);
                };
                const LinePoint zero = functions[i](0);
                const LinePoint found = strong_wolfe(phi, zero, first, {1e-4, c2, 50, 1e-16});
                CHECK(looks <= 20);
                CHECK(found.at > 0);
                CHECK(found.value == functions[i](found.at).value);
                CHECK(found.value <= zero.value + 1e-4 * found.at * zero.slope);
                CHECK(std::abs(found.slope) <= c2 * std::abs(zero.slope));
            }
        }
    }
}

TEST_CASE("line search: does not jump over a valley that it saw") {
    // Down with slope −1, up by 9.5 around 5, and down again for ever.
    const auto phi = [](double x) {
        const double step = 1 / (1 + std::exp(-4 * (x - 5)));
        return LinePoint{x, -x + 9.5 * step, -1 + 38 * step * (1 - step)};
    };
    // At 1 it is steep, at 10 it is higher again, but low enough to be taken.
    const LinePoint found = strong_wolfe(phi, phi(0), 1, {});
    CHECK(found.at > 1);
    CHECK(found.at < 5);
    CHECK(std::abs(found.slope) <= 0.9);
}

TEST_CASE("line search: gives up where rounding hides what is left to gain") {
    int looks = 0;
    const auto phi = [&](double x) {
        ++looks;
        return LinePoint{x, 1 + 1e-15, -1e-20};
    };
    const LinePoint found = strong_wolfe(phi, {0, 1, -1e-20}, 1, {});
    CHECK(found.at == 0);
    CHECK(looks == 1);
}
