#include "nn/test_activations.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

/// Numbers from −4 to 7 that keep a distance from every kink of the catalogue.
Matrix<double> away_from_kinks(Index rows, Index cols) {
    Random random(5, RandomStream::weights);
    Matrix<double> z(rows, cols);
    for (Index i = 0; i < z.size(); ++i) {
        z.data()[i] = random.uniform(-4, 7);
        for (const double kink : {-3, -1, 0, 1, 3, 6}) {
            if (std::abs(z.data()[i] - kink) < 0.01) z.data()[i] = kink + 0.01;
        }
    }
    return z;
}

/// Central differences for every z and every parameter. Their error is of the order h² = 1e-12 and
/// that of rounding, 1e-16/h = 1e-10.
void check_gradients(const Choice& choice, const Shape& units, bool training) {
    constexpr double h = 1e-6;
    constexpr double tolerance = 1e-8;
    constexpr Index samples = 5;
    BoundActivation<double> activation(choice, units);
    Matrix<double> z = away_from_kinks(activation.activation->pieces() * units.size(), samples);
    Random random(4, RandomStream::weights);
    Matrix<double> upstream(units.size(), samples);
    for (Index i = 0; i < upstream.size(); ++i) upstream.data()[i] = random.uniform(-1.5, 1.5);
    const auto f = [&] {  // with the same noise in each call
        Random noise(3, RandomStream::noise);
        return activation.forward(z, Pass{training, &noise});
    };

    const Matrix<double> dz = activation.backward(z, f(), upstream);
    const Vector<double> gradients = activation.parameters.gradients();
    const auto numeric = [&](double& number) {
        const double start = number;
        number = start + h;
        const Matrix<double> up = f();
        number = start - h;
        const Matrix<double> down = f();
        number = start;
        return (up - down).cwiseProduct(upstream).sum() / (2 * h);
    };
    for (Index i = 0; i < z.size(); ++i) {
        CAPTURE(z.data()[i]);
        CHECK(std::abs(dz.data()[i] - numeric(z.data()[i])) < tolerance);
    }
    for (Index i = 0; i < gradients.size(); ++i) {
        CHECK(std::abs(gradients(i) - numeric(activation.parameters.values()(i))) < tolerance);
        CHECK(std::abs(gradients(i)) > 0.01);
    }
}

}  // namespace

TEST_CASE("activations: every derivative agrees with central differences") {
    for (const auto& choice : all_choices()) {
        CAPTURE(text(choice));
        check_gradients(choice, Shape(3), false);
        check_gradients(choice, Shape(2, 2, 3), false);
    }
}

TEST_CASE("activations: so do those of a training pass, with the noise that it drew") {
    for (const auto& choice : all_choices()) {
        CAPTURE(text(choice));
        check_gradients(choice, Shape(3), true);
    }
}

TEST_CASE("activations: prelu has a slope for the layer, for each unit or for each channel") {
    const auto slopes = [](const Choice& choice, const Shape& units) {
        const BoundActivation<double> activation(choice, units);
        REQUIRE(activation.parameters.blocks().size() == 1);
        const Block& block = activation.parameters.blocks().front();
        CHECK(block.name == "slope");
        CHECK(block.role == Role::bias);
        CHECK((activation.parameters.values().array() == 0.25).all());
        return block.size();
    };
    CHECK(slopes("prelu", Shape(6)) == 1);
    CHECK(slopes("prelu", Shape(2, 3, 4)) == 1);
    CHECK(slopes({"prelu", {{"per", "unit"}}}, Shape(6)) == 6);
    CHECK(slopes({"prelu", {{"per", "unit"}}}, Shape(2, 3, 4)) == 2);

    // Channels of 1 × 2 pixels: rows 0 and 1, 2 and 3.
    BoundActivation<double> activation({"prelu", {{"per", "unit"}}}, Shape(2, 1, 2));
    activation.parameters.values() << 0.5, 2;
    Matrix<double> z(4, 1);
    z << -1, -3, -1, 7;
    Matrix<double> expected(4, 1);
    expected << -0.5, -1.5, -2, 7;
    const Matrix<double> a = activation.forward(z);
    CHECK(a == expected);
    Matrix<double> delta(4, 1);
    delta << 1, 10, 100, 1000;
    expected << 0.5, 5, 200, 1000;
    CHECK(activation.backward(z, a, delta) == expected);
    CHECK(activation.parameters.gradients()(0) == -1 - 30);
    CHECK(activation.parameters.gradients()(1) == -100);
    // Gradients are written, not added.
    activation.backward(z, a, delta);
    CHECK(activation.parameters.gradients()(1) == -100);
}
