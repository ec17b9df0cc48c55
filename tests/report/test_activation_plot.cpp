#include "mlp/nn/activation.h"
#include "mlp/report/activation_line.h"
#include "mlp/report/activation_plot.h"

#include "support.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

std::vector<double> grid() {
    std::vector<double> x;
    for (int i = -50; i <= 50; ++i) x.push_back(i / 10.0);
    return x;
}

/// How often a line is broken.
int breaks(const Trace& line) {
    int count = 0;
    for (const double y : line.y) count += std::isnan(y) ? 1 : 0;
    return count;
}

struct Expected {
    Choice choice;
    std::vector<Asymptote> lines;
};

TEST_CASE("asymptotes are found where there are any, on the right side") {
    const double e = std::numbers::e;
    const double half_pi = std::numbers::pi / 2;
    const std::vector<Expected> cases = {
        {"tanh", {{-1, 0, -1}, {1, 0, 1}}},
        {"sigmoid", {{-1, 0, 0}, {1, 0, 1}}},
        {"arctan", {{-1, 0, -half_pi}, {1, 0, half_pi}}},
        {"gelu", {{-1, 0, 0}, {1, 1, 0}}},
        {"bent_identity", {{-1, 0.5, -0.5}, {1, 1.5, -0.5}}},
        {{"elu", {{"alpha", 0.3}}}, {{-1, 0, -0.3}}},  // on the right it is the line z itself
        {"relu6", {{1, 0, 6}}},
        {"relu", {}},
        {"linear", {}},
        {"step", {}},
        {"sine", {}},
        {{"sine", {{"omega", 1e-6}}}, {}},
        // Of the first of three, with the others at 0 and 1.
        {"softmax", {{-1, 0, 0}, {1, 0, 1}}},
        {"log_softmax", {{-1, 1, -std::log(1 + e)}, {1, 0, 0}}},
        {"maxout", {}}};
    for (const auto& expected : cases) {
        CAPTURE(expected.choice.type);
        const auto found = asymptotes(ActivationLine(expected.choice));
        REQUIRE(found.size() == expected.lines.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            CHECK(found[i].side == expected.lines[i].side);
            // As far as 1/z still counts at |z| = 1e6.
            CHECK(std::abs(found[i].slope - expected.lines[i].slope) < 1e-9);
            CHECK(std::abs(found[i].intercept - expected.lines[i].intercept) < 1e-5);
        }
    }
}

TEST_CASE("a trace of a continuous function is its curve, point by point") {
    for (const Choice& choice :
         {Choice("gelu"), Choice("relu"), Choice("hard_tanh"), Choice("silu", {{"beta", 1e6}})}) {
        CAPTURE(choice.type);
        const auto curve = activation_curve(choice, grid());
        const auto line = trace(ActivationLine(choice), grid(), &ActivationCurve::y);
        CHECK(line.x == curve.x);
        CHECK(line.y == curve.y);
        CHECK(line.dots_x.empty());
    }
}

TEST_CASE("a trace is broken where the function jumps, with a dot where its value is") {
    const auto check = [](const Choice& choice, std::vector<double> ActivationCurve::*values,
                          int jumps, const std::vector<double>& dots_x,
                          const std::vector<double>& dots_y) {
        CAPTURE(choice.type);
        const auto line = trace(ActivationLine(choice), grid(), values);
        CHECK(breaks(line) == jumps);
        CHECK(line.dots_x == dots_x);
        CHECK(line.dots_y == dots_y);
        CHECK(line.x.size() == line.y.size());
        CHECK(std::is_sorted(line.x.begin(), line.x.end()));
    };
    check("step", &ActivationCurve::y, 1, {0}, {1});
    check("sign", &ActivationCurve::y, 2, {0}, {0});  // once on either side of 0
    check("relu", &ActivationCurve::dy, 1, {0}, {0});
    check("leaky_relu", &ActivationCurve::dy, 1, {0}, {0.01});
    check("hard_tanh", &ActivationCurve::dy, 2, {-1, 1}, {0, 0});
    check("tanh", &ActivationCurve::dy, 0, {}, {});
    // Between two points of the grid: broken as well, but it is unknown to which side it belongs.
    const auto line =
        trace(ActivationLine("hard_tanh"), {-5, -2.3, -0.7, 0, 5.5}, &ActivationCurve::dy);
    CHECK(breaks(line) == 2);
    CHECK(line.dots_x.empty());
}

TEST_CASE("an activation of several numbers is drawn by its first one") {
    const std::vector<double> x{-1, 0.5, 3};
    const auto softmax = ActivationLine("softmax")(x);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double all = std::exp(x[i]) + 1 + std::numbers::e;
        const double y = std::exp(x[i]) / all;
        CHECK(softmax.y[i] == doctest::Approx(y).epsilon(1e-14));
        CHECK(softmax.dy[i] == doctest::Approx(y * (1 - y)).epsilon(1e-14));
    }
    CHECK(ActivationLine("maxout")(x).y == std::vector<double>{0, 0.5, 3});
    const Choice three("maxout", {{"pieces", std::int64_t{3}}});
    CHECK(ActivationLine(three)(x).y == std::vector<double>{1, 1, 3});
    CHECK(ActivationLine(three)(x).dy == std::vector<double>{0, 0, 1});
    CHECK(ActivationLine("tanh").note().empty());
    CHECK(ActivationLine("softmax").note() == "z is the first number, the others are 0 and 1");
    CHECK(ActivationLine("maxout").note() == "z is the first number, the other is 0");
}

TEST_CASE("the script of every activation has its name, its formula and its options") {
    for (const auto* entry : activation_names().entries()) {
        const std::string& name = entry->name;
        CAPTURE(name);
        const std::string script = activation_plot_script(name);
        CHECK(script.find('"' + name + '"') != std::string::npos);
        CHECK(script.find("\"f(z) = " + entry->formula + '"') != std::string::npos);
        for (const auto& option : entry->options) {
            CHECK(script.find(option.name + " = ") != std::string::npos);
        }
    }
    CHECK(activation_plot_script({"elu", {{"alpha", 0.2}}}).find("alpha = 0.2") !=
          std::string::npos);
    CHECK(activation_plot_script({"step", {{"surrogate", "sigmoid"}}}).find("surrogate of f") !=
          std::string::npos);
}

}  // namespace
}  // namespace mlp::test
