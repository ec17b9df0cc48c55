#include "nn/test_activations.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

struct Point {
    Choice choice;
    double x;
    double y;
    double dy;
};

/// To a part in 1e13, however small the number is.
bool close(double number, double expected) {
    return std::abs(number - expected) <= 1e-13 * std::abs(expected);
}

void check(const Point& point) {
    CAPTURE(text(point.choice));
    CAPTURE(point.x);
    const auto curve = activation_curve(point.choice, {point.x});
    CAPTURE(curve.y[0]);
    CAPTURE(curve.dy[0]);
    CHECK(close(curve.y[0], point.y));
    CHECK(close(curve.dy[0], point.dy));
}

}  // namespace

TEST_CASE("activations: exact values where a formula gives them") {
    const double ln2 = std::numbers::ln2;
    const double ln3 = std::log(3.0);
    const Choice richards{
        "generalized_logistic",
        {{"lower", -2.0}, {"upper", 3.0}, {"growth", 2.0}, {"q", 0.5}, {"nu", 3.0}}};
    const double cube_root = std::cbrt(0.5);
    const std::vector<Point> points{
        {"step", -2, 0, 0},
        {"step", 0, 1, 0},
        {"step", 0.1, 1, 0},
        {"sign", -2, -1, 0},
        {"sign", 0, 0, 0},
        {"sign", 0.1, 1, 0},
        {"scaled_tanh", 0.75 * ln3, 1.7159 / 2, 1.7159 / 2},  // tanh(ln(3)/2) = 1/2
        {"scaled_tanh", -0.75 * ln3, -1.7159 / 2, 1.7159 / 2},
        {"generalized_logistic", 0, 1.0 / 2, 1.0 / 4},
        {"generalized_logistic", ln3, 3.0 / 4, 3.0 / 16},
        // q e^(−growth z) = 1, so the power is 2^(−1/3)
        {richards, -ln2 / 2, -2 + 5 * cube_root, 5 * cube_root * 2 / 3 / 2},
        {"complementary_log_log", std::log(ln2), 1.0 / 2, ln2 / 2},
        {"complementary_log_log", 0, -std::expm1(-1.0), std::exp(-1.0)},
        {"rrelu", -24, -5.5, 11.0 / 48},  // the mean of 1/8 and 1/3
        {"rrelu", 0, 0, 11.0 / 48},
        {"rrelu", 2, 2, 1},
        {"noisy_relu", -2, 0, 0},
        {"noisy_relu", 2, 2, 1},
        {"prelu", -2, -0.5, 0.25},
        {"prelu", 0, 0, 0.25},
        {"prelu", 3, 3, 1},
        {"squareplus", 1.5, 2, 0.8},  // √(1.5² + 4) = 2.5
        {"squareplus", -1.5, 0.5, 0.2},
        {"squareplus", 0, 1, 0.5},
        {{"squareplus", {{"b", 1.0}}}, 0.75, 1, 0.8},
        {{"silu", {{"beta", 1.5}}}, ln3 / 1.5, 0.5 * ln3, 0.75 * (1 + 0.25 * ln3)},
        {{"silu", {{"beta", 1.5}}}, -ln3 / 1.5, -ln3 / 6, 0.25 * (1 - 0.75 * ln3)},
        {{"softplus", {{"beta", 2.0}}}, ln3 / 2, ln2, 0.75},
        {{"softplus", {{"beta", 2.0}}}, -ln3 / 2, std::log(4.0 / 3) / 2, 0.25},
        {{"sine", {{"omega", 3.0}}}, std::numbers::pi / 18, 0.5, 1.5 * std::numbers::sqrt3},
        {{"celu", {{"alpha", 1.3}}}, -1.3 * ln2, -0.65, 0.5},
        {"bent_identity", 0.75, 0.875, 1.3},  // √(0.75² + 1) = 1.25
        {"bent_identity", -0.75, -0.625, 0.7},
        // Kinks have the derivative of the flatter side.
        {"relu", 0, 0, 0},
        {"relu6", 0, 0, 0},
        {"relu6", 6, 6, 0},
        {"leaky_relu", 0, 0, 0.01},
        {"hard_tanh", -1, -1, 0},
        {"hard_tanh", 1, 1, 0},
        {"hard_sigmoid", -3, 0, 0},
        {"hard_sigmoid", 3, 1, 0}};
    for (const auto& point : points) check(point);
}

TEST_CASE("activations: nothing cancels: tiny values are right, not only near 0") {
    const std::vector<Point> points{
        {"squareplus", -1e4, 9.9999999000000020e-5, 9.9999997000000100e-9},
        {"softplus", -40, std::exp(-40.0), std::exp(-40.0)},
        {"log_sigmoid", 40, -std::exp(-40.0), std::exp(-40.0)},
        {"generalized_logistic", -40, std::exp(-40.0), std::exp(-40.0)},
        {"complementary_log_log", -40, std::exp(-40.0), std::exp(-40.0)},
        {"silu", -40, -40 * std::exp(-40.0), -39 * std::exp(-40.0)},
        {"mish", -40, -40 * std::exp(-40.0), -39 * std::exp(-40.0)},
        {"mish", 1e18, 1e18, 1},
        {"gelu", -10, -7.6198530241605261e-23, -7.6184000964648141e-22},
        {"elu", -1e-12, -1e-12 + 0.5e-24, 1 - 1e-12},
        {"bent_identity", 1e-12, 1e-12 + 0.25e-24, 1 + 0.5e-12},
        {"gudermannian", 40, std::numbers::pi / 2, 2 * std::exp(-40.0)},
        {"algebraic", 1e4, 1 - 0.5e-8, 1e-12 * (1 - 1.5e-8)},
        {"softsign", 1e4, 1e4 / 10001, 1 / (10001.0 * 10001.0)},
        {"arctan", 1e4, std::numbers::pi / 2 - 1e-4 + 1e-12 / 3, 1 / (1 + 1e8)}};
    for (const auto& point : points) check(point);
}

TEST_CASE("activations: NaN is passed on, so that a broken training is seen") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    auto choices = all_choices();
    choices.push_back({"step", {{"surrogate", "sigmoid"}}});
    for (const auto& choice : choices) {
        CAPTURE(text(choice));
        BoundActivation<double> activation(choice, Shape(2));
        for (const Index samples : {1, 40}) {  // in loops as in vector instructions
            const Index pieces = activation.activation->pieces();
            Matrix<double> z = Matrix<double>::Constant(2 * pieces, samples, 0.5);
            const Matrix<double> a = activation.forward(z);
            for (const bool training : {false, true}) {
                Random random(1, RandomStream::noise);
                for (Index piece = 0; piece < pieces; ++piece) {
                    Matrix<double> broken = z;
                    broken(2 * piece, samples - 1) = nan;
                    const Matrix<double> seen = activation.forward(broken, {training, &random});
                    CHECK(std::isnan(seen(0, samples - 1)));
                }
            }
            Matrix<double> delta = Matrix<double>::Ones(2, samples);
            delta(0, samples - 1) = nan;
            const bool learns = activation.activation->trainable();
            CHECK(std::isnan(activation.backward(z, a, delta)(0, samples - 1)) == learns);
        }
    }
}

TEST_CASE("activations: those that do not need z work in its place and do not read it") {
    Matrix<double> z(2, 3);
    z << -1.5, 0.5, 2, -0.1, 0.1, -3;
    const Matrix<double> unknown =
        Matrix<double>::Constant(2, 3, std::numeric_limits<double>::quiet_NaN());
    const Matrix<double> ones = Matrix<double>::Ones(2, 3);
    int tested = 0;
    for (const auto& choice : all_choices()) {
        BoundActivation<double> activation(choice, Shape(2));
        if (activation.activation->traits().needs_z) continue;
        CAPTURE(text(choice));
        for (const bool training : {false, true}) {
            Random random(1, RandomStream::noise);
            Random same(1, RandomStream::noise);
            const Matrix<double> a = activation.forward(z, Pass{training, &random});
            Matrix<double> in_place = z;
            activation.activation->forward(std::as_const(activation.parameters).values(),
                                           view(std::as_const(in_place)), view(in_place),
                                           Pass{training, &same});
            CHECK(in_place == a);
            CHECK(activation.backward(unknown, a, ones) == activation.backward(z, a, ones));
        }
        ++tested;
    }
    CHECK(tested > 15);
}
