#include "nn/test_activations.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

// Every kink of the catalogue lies in this interval.
constexpr double low = -8;
constexpr double high = 8;

std::vector<double> differences(const std::vector<double>& y) {
    std::vector<double> d;
    for (std::size_t i = 0; i + 1 < y.size(); ++i) d.push_back(y[i + 1] - y[i]);
    return d;
}

double largest(const std::vector<double>& y) {
    double result = 0;
    for (const double number : y) result = std::max(result, std::abs(number));
    return result;
}

/// The largest change of f, f′ and f″ between neighbours on a grid.
struct Jumps {
    double f, df, ddf;
    Jumps(const Choice& choice, double step) {
        const auto curve = unit_curve(choice, grid(low, high, step));
        f = largest(differences(curve.y));
        const auto changes = differences(curve.dy);
        df = largest(changes);
        ddf = largest(differences(changes)) / step;
    }
};

/// A change between neighbours that shrinks with their distance is none of the function, which is
/// continuous; one that stays is a jump. Anything between would be a bad test.
bool is_continuous(double coarse, double fine) {
    if (fine <= coarse / 8 + 1e-9) return true;
    REQUIRE(fine >= coarse / 2);
    REQUIRE(fine > 0.01);
    return false;
}

Smoothness measured_smoothness(const Choice& choice) {
    const Jumps coarse(choice, 1.0 / 64);
    const Jumps fine(choice, 1.0 / 1024);
    if (!is_continuous(coarse.f, fine.f)) return Smoothness::discontinuous;
    if (!is_continuous(coarse.df, fine.df)) return Smoothness::c0;
    if (!is_continuous(coarse.ddf, fine.ddf)) return Smoothness::c1;
    return Smoothness::smooth;
}

/// Whether no number is below 0. Those that are must be so clearly.
bool none_negative(const std::vector<double>& numbers) {
    const double least = *std::min_element(numbers.begin(), numbers.end());
    if (least >= -1e-13) return true;
    REQUIRE(least < -1e-6);
    return false;
}

std::vector<double> negated(std::vector<double> numbers) {
    for (double& number : numbers) number = -number;
    return numbers;
}

}  // namespace

TEST_CASE("activations: smoothness is as stated, seen from jumps of f and its derivatives") {
    for (const auto& name : activation_names().names()) {
        CAPTURE(name);
        CHECK(measured_smoothness(name) == activations<double>().traits(name).smoothness);
    }
    // Options change it: an elu with another slope on the left has a kink, a celu has not.
    CHECK(measured_smoothness({"elu", {{"alpha", 0.7}}}) == Smoothness::c0);
    CHECK(measured_smoothness({"celu", {{"alpha", 1.3}}}) == Smoothness::c1);
}

TEST_CASE("activations: monotonic is as stated, with a fall of f where it is not") {
    for (const auto& name : activation_names().names()) {
        CAPTURE(name);
        const auto y = unit_curve(name, grid(low, high, 1.0 / 64)).y;
        CHECK(none_negative(differences(y)) == activations<double>().traits(name).monotonic);
    }
}

// f′ never falls where f is convex, and never rises where it is concave; second differences of f
// show this even at kinks and jumps.
TEST_CASE("activations: the monotony of the derivative is as stated") {
    for (const auto& name : activation_names().names()) {
        CAPTURE(name);
        const auto y = unit_curve(name, grid(low, high, 1.0 / 64)).y;
        const auto bends = differences(differences(y));
        const bool convex_or_concave = none_negative(bends) || none_negative(negated(bends));
        CHECK(convex_or_concave == activations<double>().traits(name).derivative_monotonic);
    }
}

TEST_CASE("activations: which are the identity near 0 is as stated") {
    for (const auto& name : activation_names().names()) {
        CAPTURE(name);
        const auto curve = unit_curve(name, {-1e-6, 0, 1e-6});
        double worst = std::abs(curve.y[1]);
        for (const double slope : curve.dy) worst = std::max(worst, std::abs(slope - 1));
        const bool identity = worst < 1e-5;
        CHECK((identity || worst > 0.01));  // no near miss
        CHECK(identity == activations<double>().traits(name).identity_near_0);
    }
}

TEST_CASE("activations: values keep to the range that is stated, and come near its ends") {
    auto x = grid(-20, 20, 1.0 / 64);
    for (const double far : {-1e4, -100.0, 100.0, 1e4}) x.push_back(far);
    for (const auto& choice : all_choices()) {
        CAPTURE(text(choice));
        const auto activation = activations<double>().make(choice);
        const Range range = activation->range();
        const auto y = unit_curve(choice, x).y;
        const double least = *std::min_element(y.begin(), y.end());
        const double greatest = *std::max_element(y.begin(), y.end());
        CHECK(range.contains(least));
        CHECK(range.contains(greatest));
        // arctan is within 1/z of its end. An unbounded one is far out at z = ±1e4.
        CHECK(greatest > (std::isfinite(range.max) ? range.max - 1.01e-4 : 50));
        if (activation->pieces() > 1) continue;  // the others are 0.3: it is never below them
        CHECK(least < (std::isfinite(range.min) ? range.min + 1.01e-4 : -50));
    }
    // With all pieces far below 0, maxout is there as well.
    CHECK(activation_curve("maxout", {-1e4, -1e4}).y[0] == -1e4);
}

TEST_CASE("activations: the range is kept in float32, too, at the nearest float to its ends") {
    auto x = grid(-20, 20, 1.0 / 64);
    for (const double far : {-1e4, -100.0, 100.0, 1e4}) x.push_back(far);
    const Matrix<float> one =
        Eigen::Map<const Vector<double>>(x.data(), static_cast<Index>(x.size()))
            .transpose()
            .cast<float>();
    for (const auto& choice : all_choices()) {
        CAPTURE(text(choice));
        const Index pieces = activations<float>().make(choice)->pieces();
        BoundActivation<float> activation(choice, Shape(1));
        const Range range = activation.activation->range();
        const Matrix<float> y = activation.forward(one.replicate(pieces, 1));
        CHECK(y.minCoeff() >= static_cast<float>(range.min));
        CHECK(y.maxCoeff() <= static_cast<float>(range.max));
    }
}
