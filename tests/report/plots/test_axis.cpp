#include "mlp/report/plots/axis.h"

#include "support.h"

#include <cmath>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST_CASE("an axis holds all that can be drawn, and nothing else counts") {
    const Axis axis = axis_of({3, NAN, -1, INFINITY, 1e200, -INFINITY, 2}, false);
    CHECK(axis.min == -1);
    CHECK(axis.max == 3);
    const Axis positive = axis_of({-5, 0, 0.1, 10, NAN, 1e-200}, true);
    CHECK(positive.min == 0.1);
    CHECK(positive.max == 10);
    CHECK(positive.logarithmic);
    CHECK(positive.position(1) == doctest::Approx(0.5));
    CHECK(axis.position(1) == 0.5);
}

TEST_CASE("an axis has a length, whatever there is to draw") {
    for (const bool logarithmic : {false, true}) {
        for (const std::vector<double>& numbers :
             {std::vector<double>{}, {NAN, INFINITY}, {0, 0}, {7}, {-7, -7}, {1, 1 + 1e-12}}) {
            const Axis axis = axis_of(numbers, logarithmic);
            CHECK(axis.min < axis.max);
            // The numbers are well within it.
            if (numbers.size() != 1) continue;
            CHECK(axis.position(7) == doctest::Approx(0.5));
        }
    }
    CHECK_FALSE(axis_of({-1, 0}, true).logarithmic);
}

TEST_CASE("a logarithm suits positive numbers over more than two decades") {
    CHECK(suits_logarithm({0.01, 1.1, NAN}));
    CHECK_FALSE(suits_logarithm({0.01, 0.9}));
    CHECK_FALSE(suits_logarithm({0, 0.01, 1.1}));
    CHECK_FALSE(suits_logarithm({-1, 0.01, 1.1}));
    CHECK_FALSE(suits_logarithm({NAN}));
    CHECK_FALSE(suits_logarithm({}));
}

TEST_CASE("widening moves both ends alike as the eye sees it") {
    Axis linear{0, 10, false};
    linear.widen(0.1);
    CHECK(linear.min == -1);
    CHECK(linear.max == 11);
    Axis logarithmic{0.1, 10, true};
    logarithmic.widen(0.5);
    CHECK(logarithmic.min == doctest::Approx(0.01));
    CHECK(logarithmic.max == doctest::Approx(100));
}

TEST_CASE("there are numbers at every axis, and whole ones for epochs") {
    CHECK(holds(axis_script('x', {1, 3, false}, Tics::whole), "set xtics 1\n"));
    CHECK(holds(axis_script('x', {0, 100000, false}, Tics::whole), "set xtics 20000\n"));
    CHECK(holds(axis_script('x', {0.5, 1.5, false}, Tics::whole), "set xtics 1\n"));
    CHECK(holds(axis_script('x', {0, 1, false}, Tics::few), "set xtics 0.5\n"));
    CHECK(holds(axis_script('y', {0, 1, false}), "unset logscale y\nset yrange [0:1]\n"));
    // Many powers of ten are left to gnuplot; without, there would be no number between 2 and 8.
    CHECK(holds(axis_script('y', {1e-6, 1, true}), "set ytics autofreq\n"));
    CHECK(holds(axis_script('y', {0.3, 30, true}), "set ytics (0.5, 1, 2, 5, 10, 20)\n"));
    CHECK(holds(axis_script('y', {2.5, 4.5, true}), "set ytics (2.5, 3, 3.5, 4, 4.5)\n"));
}

}  // namespace
}  // namespace mlp::test
