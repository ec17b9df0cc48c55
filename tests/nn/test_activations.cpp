#include "mlp/nn/activation.h"

#include "support.h"

#include <cmath>
#include <limits>
#include <utility>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

Matrix<double> f(const Activation<double>& activation, const Matrix<double>& z) {
    Matrix<double> a(z.rows(), z.cols());
    activation.forward(view(z), view(a));
    return a;
}

/// ∂L/∂z for a given ∂L/∂a.
Matrix<double> df(const Activation<double>& activation, const Matrix<double>& z,
                  Matrix<double> delta) {
    const Matrix<double> a = f(activation, z);
    activation.backward(view(z), view(a), view(delta));
    return delta;
}

/// The names of the reference that stand for an activation with options.
Choice from_reference(const std::string& name) {
    if (name == "leaky_relu_0.2") return {"leaky_relu", {{"alpha", 0.2}}};
    if (name == "elu_0.7") return {"elu", {{"alpha", 0.7}}};
    return name;
}

}  // namespace

TEST_CASE("activations: values and derivatives are those of PyTorch in float64") {
    const auto file = reference("activations.json");
    const Matrix<double> x = row(file.at("x"));
    int compared = 0;
    for (const auto& [name, expected] : file.at("activations").items()) {
        const Choice choice = from_reference(name);
        if (activation_names().find(choice.type) == nullptr || !expected.contains("dy")) continue;
        CAPTURE(choice.type);
        const auto activation = activations<double>().make(choice);
        const Matrix<double> ones = Matrix<double>::Ones(1, x.cols());
        CHECK((f(*activation, x) - row(expected.at("y"))).cwiseAbs().maxCoeff() < 1e-12);
        CHECK((df(*activation, x, ones) - row(expected.at("dy"))).cwiseAbs().maxCoeff() < 1e-12);
        ++compared;
    }
    CHECK(compared == 11);  // linear sigmoid tanh relu leaky_relu (2) elu (2) gelu mish softplus
}

TEST_CASE("activations: softmax and its gradient are those of PyTorch in float64") {
    const auto expected = reference("activations.json").at("activations").at("softmax");
    const auto softmax = activations<double>().make("softmax");
    const Matrix<double> z = samples(expected.at("x"));
    CHECK((f(*softmax, z) - samples(expected.at("y"))).cwiseAbs().maxCoeff() < 1e-14);
    const Matrix<double> dx = df(*softmax, z, samples(expected.at("upstream")));
    CHECK((dx - samples(expected.at("dx"))).cwiseAbs().maxCoeff() < 1e-14);
}

TEST_CASE("activations: every derivative agrees with central differences") {
    // 3 units × 4 samples, away from the kinks at 0.
    Matrix<double> z(3, 4);
    z << -3.1, -0.7, 0.4, 2.2, 1.3, -1.9, 0.9, -0.2, 0.3, 2.7, -2.4, 1.1;
    Matrix<double> upstream(3, 4);
    upstream << 0.3, -1.2, 0.8, 0.5, -0.6, 0.9, 1.4, -0.7, 1.1, 0.2, -0.4, 0.6;
    constexpr double h = 1e-6;
    for (const auto& name : activation_names().names()) {
        CAPTURE(name);
        const auto activation = activations<double>().make(name);
        const Matrix<double> dz = df(*activation, z, upstream);
        for (Index i = 0; i < z.size(); ++i) {
            Matrix<double> up = z;
            Matrix<double> down = z;
            up.data()[i] += h;
            down.data()[i] -= h;
            const double numeric =
                ((f(*activation, up) - f(*activation, down)).cwiseProduct(upstream)).sum() /
                (2 * h);
            CHECK(std::abs(dz.data()[i] - numeric) < 1e-8);
        }
    }
}

TEST_CASE_TEMPLATE("activations: extreme inputs give finite values and derivatives", T, float,
                   double) {
    Matrix<T> z(1, 9);
    z << T(-1e4), T(-100), T(-30), T(-0.0), T(0), T(30), T(88), T(100), T(1e4);
    for (const auto& name : activation_names().names()) {
        CAPTURE(name);
        const auto activation = activations<T>().make(name);
        Matrix<T> a(1, z.cols());
        Matrix<T> delta = Matrix<T>::Ones(1, z.cols());
        activation->forward(view(std::as_const(z)), view(a));
        activation->backward(view(std::as_const(z)), view(std::as_const(a)), view(delta));
        CHECK(a.allFinite());
        CHECK(delta.allFinite());
    }
}

TEST_CASE("activations: values stay in the range that is stated, and reach near its ends") {
    Matrix<double> z(1, 4001);
    for (Index i = 0; i < z.cols(); ++i) z(0, i) = static_cast<double>(i - 2000) / 50;
    for (const auto& name : activation_names().names()) {
        if (name == "softmax") continue;  // of a single unit it is 1
        CAPTURE(name);
        const auto activation = activations<double>().make(name);
        const Range range = activation->traits().range;
        const Matrix<double> a = f(*activation, z);
        CHECK(a.minCoeff() >= range.min);
        CHECK(a.maxCoeff() <= range.max);
        if (std::isfinite(range.min)) CHECK(a.minCoeff() < range.min + 0.01);
        if (std::isfinite(range.max)) CHECK(a.maxCoeff() > range.max - 0.01);
    }
}

TEST_CASE("activations: those that do not need z work in its place and do not read it") {
    Matrix<double> z(2, 3);
    z << -1.5, 0.5, 2, -0.1, 0.1, -3;
    const Matrix<double> unknown =
        Matrix<double>::Constant(2, 3, std::numeric_limits<double>::quiet_NaN());
    for (const auto& name : activation_names().names()) {
        const auto activation = activations<double>().make(name);
        if (activation->traits().needs_z) continue;
        CAPTURE(name);
        const Matrix<double> a = f(*activation, z);
        Matrix<double> in_place = z;
        activation->forward(view(std::as_const(in_place)), view(in_place));
        CHECK(in_place == a);
        Matrix<double> delta = Matrix<double>::Ones(2, 3);
        activation->backward(view(unknown), view(a), view(delta));
        CHECK(delta == df(*activation, z, Matrix<double>::Ones(2, 3)));
    }
}

TEST_CASE("activations: NaN is passed on, so that a broken training is seen") {
    Matrix<double> z(2, 1);
    z << std::numeric_limits<double>::quiet_NaN(), 1;
    for (const auto& name : activation_names().names()) {
        CAPTURE(name);
        CHECK(std::isnan(f(*activations<double>().make(name), z)(0, 0)));
    }
}

TEST_CASE("activations: softmax columns are probabilities, whatever is added to all logits") {
    Matrix<double> z(3, 2);
    z << 1, -50, 2, 0, 3, 700;
    const auto softmax = activations<double>().make("softmax");
    const Matrix<double> a = f(*softmax, z);
    CHECK(a.colwise().sum().isApprox(Matrix<double>::Ones(1, 2), 1e-15));
    CHECK(a.isApprox(f(*softmax, z.array() + 1000), 1e-13));
}
