#include "mlp/core/error.h"
#include "mlp/nn/activation_curve.h"

#include "support.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

using Numbers = std::vector<double>;

TEST_CASE("activation_curve: of an activation of one number, a value and a derivative each") {
    const auto curve = activation_curve({"leaky_relu", {{"alpha", 0.5}}}, {-2, 0, 3});
    CHECK(curve.x == Numbers{-2, 0, 3});
    CHECK(curve.y == Numbers{-1, 0, 3});
    CHECK(curve.dy == Numbers{0.5, 0.5, 1});
}

TEST_CASE("activation_curve: is that of inference, with parameters at their first values") {
    CHECK(activation_curve("noisy_relu", {-1, 2}).y == Numbers{0, 2});
    const auto curve = activation_curve({"prelu", {{"alpha", 0.125}, {"per", "unit"}}}, {-8, 8});
    CHECK(curve.y == Numbers{-1, 8});
    CHECK(curve.dy == Numbers{0.125, 1});
}

TEST_CASE("activation_curve: of softmax and its kin, all units of one layer and the diagonal") {
    const auto curve = activation_curve("softmax", {0, std::log(3.0)});
    CHECK(std::abs(curve.y[0] - 0.25) < 1e-15);
    CHECK(std::abs(curve.y[1] - 0.75) < 1e-15);
    for (const double dy : curve.dy) CHECK(std::abs(dy - 0.25 * 0.75) < 1e-15);

    const auto logarithms = activation_curve("log_softmax", {0, std::log(3.0)});
    CHECK(std::abs(logarithms.y[0] - std::log(0.25)) < 1e-15);
    CHECK(std::abs(logarithms.dy[0] - 0.75) < 1e-15);
    CHECK(std::abs(logarithms.dy[1] - 0.25) < 1e-15);

    const auto sparse = activation_curve("sparsemax", {0.5, 0, -9});
    CHECK(sparse.y == Numbers{0.75, 0.25, 0});
    CHECK(sparse.dy == Numbers{0.5, 0.5, 0});
}

TEST_CASE("activation_curve: of maxout, a value for each unit and a derivative for each piece") {
    const auto curve = activation_curve("maxout", {1, 5, 2, 4});  // units (1, 2) and (5, 4)
    CHECK(curve.x == Numbers{1, 5, 2, 4});
    CHECK(curve.y == Numbers{2, 5});
    CHECK(curve.dy == Numbers{0, 1, 1, 0});
}

TEST_CASE("activation_curve: says what is wrong") {
    CHECK_THROWS_AS(activation_curve("maxout", {1, 2, 3}), InputError);
    CHECK(
        message_of([] {
            activation_curve("maxout", {1, 2, 3});
        }) ==
        "maxout with 2 pieces needs as many numbers for each piece, but 3 cannot be divided by 2");
    CHECK_THROWS_AS(activation_curve("relu", {}), InputError);
    CHECK_THROWS_AS(activation_curve("rleu", {1}), InputError);
}
