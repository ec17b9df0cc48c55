#include "nn/test_activations.h"

#include <cmath>
#include <numbers>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

constexpr Index draws = 40000;

/// What a training pass makes of one number, many times.
Matrix<double> trained(const Choice& choice, double z) {
    const BoundActivation<double> activation(choice, Shape(1));
    Random random(11, RandomStream::noise);
    return activation.forward(Matrix<double>::Constant(1, draws, z), Pass{true, &random});
}

double standard_deviation(const Matrix<double>& numbers) {
    return std::sqrt((numbers.array() - numbers.mean()).square().mean());
}

}  // namespace

// Tolerances are 5 standard deviations of the mean, σ/√n, and of the standard deviation, σ/√(2n).
TEST_CASE("activations: noisy_relu adds noise of its standard deviation to what it rectifies") {
    const double sigma = 0.4;
    const Choice choice("noisy_relu", {{"stddev", sigma}});
    const double root_n = std::sqrt(static_cast<double>(draws));

    const Matrix<double> far = trained(choice, 5);  // never cut off
    CHECK(std::abs(far.mean() - 5) < 5 * sigma / root_n);
    CHECK(std::abs(standard_deviation(far) - sigma) < 5 * sigma / root_n / std::numbers::sqrt2);

    // At 0 half of it is cut off: the mean is σ/√(2π), the standard deviation below σ.
    const Matrix<double> cut = trained(choice, 0);
    CHECK(cut.minCoeff() == 0);
    const double mean = sigma * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    CHECK(std::abs(cut.mean() - mean) < 5 * sigma / root_n);
    const double zeros = (cut.array() == 0).cast<double>().mean();
    CHECK(std::abs(zeros - 0.5) < 5 * 0.5 / root_n);

    CHECK(trained({"noisy_relu", {{"stddev", 0.0}}}, -3).isZero(0));
}

TEST_CASE("activations: rrelu draws slopes evenly between its bounds, below 0 only") {
    const double width = 1.0 / 3 - 1.0 / 8;
    const double mean = 11.0 / 48;
    const double sigma = width / std::sqrt(12.0);
    const double root_n = std::sqrt(static_cast<double>(draws));

    const Matrix<double> slopes = trained("rrelu", -1) * -1;
    CHECK(slopes.minCoeff() >= 1.0 / 8);
    CHECK(slopes.maxCoeff() <= 1.0 / 3);
    CHECK(slopes.minCoeff() < 1.0 / 8 + width / 1000);
    CHECK(slopes.maxCoeff() > 1.0 / 3 - width / 1000);
    CHECK(std::abs(slopes.mean() - mean) < 5 * sigma / root_n);
    CHECK(std::abs(standard_deviation(slopes) - sigma) < 5 * sigma / root_n);

    CHECK((trained("rrelu", 2).array() == 2).all());
    CHECK(trained("rrelu", 0).isZero(0));
}

TEST_CASE("activations: the derivative of a training pass of rrelu is the slope that was drawn") {
    BoundActivation<double> rrelu("rrelu", Shape(1));
    Random random(11, RandomStream::noise);
    const Matrix<double> z = Matrix<double>::Constant(1, 100, -1);
    const Matrix<double> a = rrelu.forward(z, Pass{true, &random});
    CHECK(rrelu.backward(z, a, Matrix<double>::Ones(1, 100)) == -a);
}

TEST_CASE("activations: without training there is no noise, and no random number is drawn") {
    Matrix<double> z(3, 2);
    z << -2, -0.5, 0, 0.5, 2, -7;
    for (const auto& choice : all_choices()) {
        CAPTURE(text(choice));
        const BoundActivation<double> activation(choice, Shape(3));
        const Matrix<double> input = z.replicate(activation.activation->pieces(), 1);
        Random random(1, RandomStream::noise);
        Random untouched(1, RandomStream::noise);
        const Matrix<double> a = activation.forward(input);
        CHECK(activation.forward(input, Pass{false, &random}) == a);
        CHECK(random.bits() == untouched.bits());

        // The same seed gives the same noise; only the two that are noisy have any.
        Random first(2, RandomStream::noise);
        Random second(2, RandomStream::noise);
        const Matrix<double> noisy = activation.forward(input, Pass{true, &first});
        CHECK(activation.forward(input, Pass{true, &second}) == noisy);
        const bool is_noisy =
            choice.type == "noisy_relu" || (choice.type == "rrelu" && [&] {
                const auto upper = choice.options.find("upper");
                return upper == choice.options.end() || std::get<double>(upper->second) > 0;
            }());
        CHECK((noisy != a) == is_noisy);
    }
}
