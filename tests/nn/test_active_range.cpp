#include "mlp/nn/activation.h"
#include "mlp/nn/active_range.h"

#include <doctest/doctest.h>

using namespace mlp;

TEST_CASE("active range: relu is off at and below 0") {
    const ActiveRange range = active_range("relu");
    CHECK(range.low == 0);
    CHECK(range.high == infinity);
    CHECK(range.off_below);
    CHECK_FALSE(range.contains(0));
    CHECK(range.contains(1e-9));
}

TEST_CASE("active range: sigmoid and tanh have a hundredth of their slope left at the ends") {
    // f'(z) = f (1 - f) is a hundredth of 1/4 where f = (1 - sqrt(0.99)) / 2: z = ∓5.9865.
    const ActiveRange sigmoid = active_range("sigmoid");
    CHECK(sigmoid.low == doctest::Approx(-5.9865).epsilon(0.003));
    CHECK(sigmoid.high == doctest::Approx(5.9865).epsilon(0.003));
    CHECK_FALSE(sigmoid.off_below);
    // tanh(z) = 2 sigmoid(2 z) - 1.
    const ActiveRange tanh = active_range("tanh");
    CHECK(tanh.low == doctest::Approx(-2.99325).epsilon(0.006));
    CHECK(tanh.high == doctest::Approx(2.99325).epsilon(0.006));
    CHECK_FALSE(tanh.off_below);
}

TEST_CASE("active range: activations with a slope everywhere are always active") {
    for (const char* name : {"linear", "leaky_relu", "prelu", "sine"}) {
        CAPTURE(name);
        const ActiveRange range = active_range(name);
        CHECK(range.low == -infinity);
        CHECK(range.high == infinity);
    }
}

TEST_CASE("active range: what is 0 below is off, what is bounded at both ends is saturated") {
    CHECK(active_range("relu6").off_below);
    CHECK(active_range("relu6").high == 6);
    CHECK(active_range("hard_sigmoid").off_below);
    CHECK(active_range("elu").off_below);
    CHECK(active_range("gelu").off_below);
    CHECK_FALSE(active_range("hard_tanh").off_below);
    CHECK(active_range("hard_tanh").low == -1);
    CHECK(active_range("hard_tanh").high == 1);
}

TEST_CASE("active range: there is one for every activation") {
    for (const auto* entry : activation_names().entries()) {
        CAPTURE(entry->name);
        const ActiveRange range = active_range(entry->name);
        CHECK(range.low < range.high);
    }
}
