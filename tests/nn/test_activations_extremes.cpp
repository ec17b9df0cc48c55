#include "nn/test_activations.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <set>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

/// What an activation does at 0 and far away, where it is a + b z.
struct Limits {
    struct Line {
        double a, b;
    };
    Choice choice;
    double at_0, slope_at_0;
    Line left, right;
};

std::vector<Limits> limits() {
    constexpr double half_pi = std::numbers::pi / 2;
    constexpr double two_by_root_pi = 2 * std::numbers::inv_sqrtpi;
    constexpr double lambda = 1.0507009873554805;
    constexpr double lambda_alpha = 1.7580993408473766;
    const double ln2 = std::numbers::ln2;
    const double e = std::numbers::e;
    return {{"linear", 0, 1, {0, 1}, {0, 1}},
            {"bent_identity", 0, 1, {-0.5, 0.5}, {-0.5, 1.5}},
            {"step", 1, 0, {0, 0}, {1, 0}},
            {{"step", {{"surrogate", "straight_through"}}}, 1, 1, {0, 0}, {1, 0}},
            {{"step", {{"surrogate", "sigmoid"}}}, 1, 1, {0, 0}, {1, 0}},
            {"sign", 0, 0, {-1, 0}, {1, 0}},
            {{"sign", {{"surrogate", "straight_through"}}}, 0, 1, {-1, 0}, {1, 0}},
            {{"sign", {{"surrogate", "sigmoid"}}}, 0, 2, {-1, 0}, {1, 0}},
            {"sigmoid", 0.5, 0.25, {0, 0}, {1, 0}},
            {"hard_sigmoid", 0.5, 1.0 / 6, {0, 0}, {1, 0}},
            {"generalized_logistic", 0.5, 0.25, {0, 0}, {1, 0}},
            {"complementary_log_log", 1 - 1 / e, 1 / e, {0, 0}, {1, 0}},
            {"tanh", 0, 1, {-1, 0}, {1, 0}},
            {"scaled_tanh", 0, 1.7159 * 2 / 3, {-1.7159, 0}, {1.7159, 0}},
            {"hard_tanh", 0, 1, {-1, 0}, {1, 0}},
            {"arctan", 0, 1, {-half_pi, 0}, {half_pi, 0}},
            {"softsign", 0, 1, {-1, 0}, {1, 0}},
            {"algebraic", 0, 1, {-1, 0}, {1, 0}},
            {"gudermannian", 0, 1, {-half_pi, 0}, {half_pi, 0}},
            {"erf", 0, two_by_root_pi, {-1, 0}, {1, 0}},
            {"relu", 0, 0, {0, 0}, {0, 1}},
            {"relu6", 0, 0, {0, 0}, {6, 0}},
            {"leaky_relu", 0, 0.01, {0, 0.01}, {0, 1}},
            {"prelu", 0, 0.25, {0, 0.25}, {0, 1}},
            {"noisy_relu", 0, 0, {0, 0}, {0, 1}},
            {"rrelu", 0, 11.0 / 48, {0, 11.0 / 48}, {0, 1}},
            {"elu", 0, 1, {-1, 0}, {0, 1}},
            {{"elu", {{"alpha", 0.7}}}, 0, 0.7, {-0.7, 0}, {0, 1}},
            {"selu", 0, lambda_alpha, {-lambda_alpha, 0}, {0, lambda}},
            {"celu", 0, 1, {-1, 0}, {0, 1}},
            {{"celu", {{"alpha", 1.3}}}, 0, 1, {-1.3, 0}, {0, 1}},
            {"softplus", ln2, 0.5, {0, 0}, {0, 1}},
            {{"softplus", {{"beta", 2.5}}}, ln2 / 2.5, 0.5, {0, 0}, {0, 1}},
            {"squareplus", 1, 0.5, {0, 0}, {0, 1}},
            {"log_sigmoid", -ln2, 0.5, {0, 1}, {0, 0}},
            {"gelu", 0, 0.5, {0, 0}, {0, 1}},
            {{"gelu", {{"approximation", "tanh"}}}, 0, 0.5, {0, 0}, {0, 1}},
            {"silu", 0, 0.5, {0, 0}, {0, 1}},
            {{"silu", {{"beta", 1.5}}}, 0, 0.5, {0, 0}, {0, 1}},
            {"hard_swish", 0, 0.5, {0, 0}, {0, 1}},
            {"mish", 0, 0.6, {0, 0}, {0, 1}},
            {"gaussian", 1, 0, {0, 0}, {0, 0}}};
}

/// f and f′ at one number, as many times as vector instructions and the rest behind them need, and
/// each time the same within `tolerance`.
template <class T>
struct Value {
    T y, dy;
    Value(BoundActivation<T>& activation, T x) {
        const Matrix<T> z = Matrix<T>::Constant(1, 33, x);
        const Matrix<T> a = activation.forward(z);
        const Matrix<T> dz = activation.backward(z, a, Matrix<T>::Ones(1, 33));
        REQUIRE(a.allFinite());
        REQUIRE(dz.allFinite());
        y = a(0, 0);
        dy = dz(0, 0);
        const T tolerance = 8 * std::numeric_limits<T>::epsilon();
        CHECK((a.array() - y).abs().maxCoeff() <= tolerance * (1 + std::abs(y)));
        CHECK((dz.array() - dy).abs().maxCoeff() <= tolerance * (1 + std::abs(dy)));
    }
};

}  // namespace

TEST_CASE_TEMPLATE("activations: at 0 and far from it they are finite and what theory says", T,
                   float, double) {
    constexpr double epsilon = std::numeric_limits<T>::epsilon();
    std::set<std::string> tested;
    for (const auto& limit : limits()) {
        CAPTURE(text(limit.choice));
        tested.insert(limit.choice.type);
        BoundActivation<T> activation(limit.choice, Shape(1));
        for (const T zero : {T(0), T(-0.0)}) {
            const Value<T> value(activation, zero);
            CHECK(std::abs(double(value.y) - limit.at_0) <= 4 * epsilon);
            CHECK(std::abs(double(value.dy) - limit.slope_at_0) <= 4 * epsilon);
        }
        for (const double x : {-1e4, -100.0, 100.0, 1e4}) {
            CAPTURE(x);
            const Value<T> value(activation, T(x));
            const auto line = x < 0 ? limit.left : limit.right;
            // The slowest comes near as 1/|x|, its slope as 1/x².
            const double tolerance = 1.01 / std::abs(x);
            const double rounding = 4 * epsilon * (1 + std::abs(x));
            CHECK(std::abs(double(value.y) - (line.a + line.b * x)) <= tolerance + rounding);
            CHECK(std::abs(double(value.dy) - line.b) <= tolerance * tolerance + 4 * epsilon);
        }
    }
    for (const auto& name : activation_names().names()) {
        CAPTURE(name);
        const bool elementwise = activations<T>().traits(name).elementwise;
        CHECK(tested.contains(name) == (elementwise && name != "sine"));
    }
}

TEST_CASE_TEMPLATE("activations: sine is that of the C library, however large z is", T, float,
                   double) {
    BoundActivation<T> sine("sine", Shape(1));
    for (const T x : {T(-1e4), T(-100), T(-0.0), T(0), T(100), T(1e4)}) {
        CAPTURE(x);
        const Value<T> value(sine, x);
        CHECK(std::abs(value.y - std::sin(x)) <= 4 * std::numeric_limits<T>::epsilon());
        CHECK(std::abs(value.dy - std::cos(x)) <= 4 * std::numeric_limits<T>::epsilon());
    }
}

TEST_CASE_TEMPLATE("activations: groups of units stay finite at extremes", T, float, double) {
    Matrix<T> z(6, 4);
    z << T(-1e4), 0, 100, T(1e4), T(1e4), 0, -100, T(1e4), T(-1e4), T(-0.0), 100, T(1e4),  //
        T(1e4), 0, 0, T(1e4), T(-0.0), 0, -100, T(1e4), T(1e-4), 0, 100, T(1e4);
    for (const Choice& choice : {Choice("softmax"), Choice("softmax", {{"temperature", 1e-6}}),
                                 Choice("log_softmax"), Choice("sparsemax"), Choice("maxout")}) {
        CAPTURE(text(choice));
        const Index units = choice.type == "maxout" ? 3 : 6;
        BoundActivation<T> activation(choice, Shape(units));
        const Matrix<T> a = activation.forward(z);
        CHECK(a.allFinite());
        CHECK(activation.backward(z, a, Matrix<T>::Ones(units, 4)).allFinite());
    }
}

TEST_CASE("activations: float32 gives the numbers of float64, to its precision") {
    for (const auto& choice : all_choices()) {
        CAPTURE(text(choice));
        const Index pieces = activations<float>().make(choice)->pieces();
        const auto x = grid(-20, 20, 1.0 / 64);
        Matrix<float> z(pieces, static_cast<Index>(x.size()));
        for (Index row = 0; row < pieces; ++row) {
            for (Index i = 0; i < z.cols(); ++i) {
                z(row, (i + 7 * row) % z.cols()) =
                    static_cast<float>(x[static_cast<std::size_t>(i)]);
            }
        }
        BoundActivation<float> single(choice, Shape(1));
        BoundActivation<double> exact(choice, Shape(1));
        const Matrix<float> ones = Matrix<float>::Ones(1, z.cols());
        const Matrix<float> a = single.forward(z);
        const Matrix<double> a64 = exact.forward(z.cast<double>());
        const Matrix<float> dz = single.backward(z, a, ones);
        const Matrix<double> dz64 = exact.backward(z.cast<double>(), a64, ones.cast<double>());
        const auto error = [](const Matrix<float>& number, const Matrix<double>& right) {
            return ((number.cast<double>() - right).array().abs() / (1 + right.array().abs()))
                .maxCoeff();
        };
        CHECK(error(a, a64) < 1e-6);
        CHECK(error(dz, dz64) < 4e-6);  // sine: 3 cos(3 z) at z = 20, where 3 z is rounded
    }
}
