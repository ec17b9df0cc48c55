#include "mlp/nn/activation.h"
#include "mlp/nn/dense.h"
#include "mlp/nn/initializer.h"
#include "mlp/nn/network.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

struct Statistics {
    double mean;
    double stddev;
    double min;
    double max;
};

constexpr Index units = 200;
constexpr Index inputs = 300;

Matrix<double> drawn(const Choice& choice) {
    Matrix<double> w(units, inputs);
    Random random(1, RandomStream::weights);
    initializers().make(choice)->fill(view(w), inputs, units, random);
    return w;
}

Statistics statistics(const Choice& choice) {
    const Matrix<double> w = drawn(choice);
    const double mean = w.mean();
    return {mean, std::sqrt((w.array() - mean).square().mean()), w.minCoeff(), w.maxCoeff()};
}

// With 60,000 numbers the standard error of the mean is 0.004 standard deviations and that of the
// standard deviation below 0.3 %; the tolerances are about five of these.
void check(const Statistics& found, double mean, double stddev) {
    CHECK(std::abs(found.mean - mean) < 0.02 * stddev);
    CHECK(found.stddev == doctest::Approx(stddev).epsilon(0.015));
}

void check_uniform(const Statistics& found, double min, double max) {
    check(found, (min + max) / 2, (max - min) / std::sqrt(12));
    CHECK(found.min >= min);
    CHECK(found.max < max);
    CHECK(found.min < min + 0.001 * (max - min));
    CHECK(found.max > max - 0.001 * (max - min));
}

}  // namespace

TEST_CASE("initializers: zeros and constant") {
    CHECK(drawn("zeros").isZero(0));
    CHECK(drawn({"constant", {{"value", 0.25}}}).isConstant(0.25, 0));
}

TEST_CASE("initializers: uniform and normal have the bounds and moments asked for") {
    check_uniform(statistics({"uniform", {{"min", -1.0}, {"max", 3.0}}}), -1, 3);
    check(statistics({"normal", {{"mean", 2.0}, {"stddev", 0.5}}}), 2, 0.5);
}

TEST_CASE("initializers: glorot has variance 2 / (inputs + units)") {
    const double variance = 2.0 / static_cast<double>(inputs + units);
    check(statistics("glorot_normal"), 0, std::sqrt(variance));
    check_uniform(statistics("glorot_uniform"), -std::sqrt(3 * variance), std::sqrt(3 * variance));
}

TEST_CASE("initializers: he has variance 2 / inputs") {
    const double variance = 2.0 / static_cast<double>(inputs);
    check(statistics("he_normal"), 0, std::sqrt(variance));
    check_uniform(statistics("he_uniform"), -std::sqrt(3 * variance), std::sqrt(3 * variance));
}

TEST_CASE("initializers: uniform with min above max is refused") {
    CHECK_THROWS_WITH_AS(initializers().make({"uniform", {{"min", 1.0}, {"max", 0.0}}}),
                         "uniform: 'min' must not be greater than 'max'", InputError);
}

TEST_CASE("initializers: float and double networks start from the same point") {
    Random random_single(3, RandomStream::weights);
    Random random_double(3, RandomStream::weights);
    Matrix<float> single(4, 5);
    Matrix<double> twice(4, 5);
    initializers().make("he_normal")->fill(view(single), 5, 4, random_single);
    initializers().make("he_normal")->fill(view(twice), 5, 4, random_double);
    CHECK(single == twice.cast<float>());
}

TEST_CASE("initializers: the default of a dense layer follows its activation, biases are zero") {
    for (const auto& name : activation_names().names()) {
        const Network<float> network(2, {dense(3, name)});
        const auto options = from_choice<DenseOptions>(network.describe().front());
        const std::string family(activations<float>().make(name)->traits().initializer);
        CHECK(options.initializer->type == family + "_uniform");
        CHECK(options.bias_initializer.type == "zeros");
    }
    CHECK(activations<float>().make("relu")->traits().initializer == "he");
    CHECK(activations<float>().make("tanh")->traits().initializer == "glorot");
}
