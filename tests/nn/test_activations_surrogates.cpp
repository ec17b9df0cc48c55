#include "nn/test_activations.h"

#include <cmath>
#include <numeric>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

TEST_CASE("activations: steps cannot be trained without a surrogate, all others can") {
    for (const auto& choice : all_choices()) {
        CAPTURE(text(choice));
        const auto activation = activations<float>().make(choice);
        const bool is_step = choice.type == "step" || choice.type == "sign";
        CHECK(activation->trainable() == !is_step);
        CHECK(activation->exact_gradient());
    }
    for (const auto* name : {"step", "sign"}) {
        for (const auto* surrogate : {"straight_through", "sigmoid"}) {
            const auto activation = activations<float>().make({name, {{"surrogate", surrogate}}});
            CHECK(activation->trainable());
            CHECK_FALSE(activation->exact_gradient());
        }
    }
}

TEST_CASE("activations: a surrogate changes the derivative, not the values") {
    const std::vector<double> x{-1e4, -2, -1, -0.5, -0.0, 0, 0.5, 1, 1.001, 2, 1e4};
    for (const auto* name : {"step", "sign"}) {
        const auto plain = activation_curve(name, x);
        CHECK(plain.dy == std::vector<double>(x.size(), 0));
        for (const auto* surrogate : {"straight_through", "sigmoid"}) {
            CHECK(activation_curve({name, {{"surrogate", surrogate}}}, x).y == plain.y);
        }
    }
}

TEST_CASE("activations: straight_through is 1 where |z| <= 1, else 0") {
    const std::vector<double> x{-1e4, -1.001, -1, -0.5, 0, 0.5, 1, 1.001, 1e4};
    const std::vector<double> expected{0, 0, 1, 1, 1, 1, 1, 0, 0};
    for (const auto* name : {"step", "sign"}) {
        CHECK(activation_curve({name, {{"surrogate", "straight_through"}}}, x).dy == expected);
    }
}

TEST_CASE("activations: the sigmoid surrogate is h k s (1 - s), whose area is the step's height") {
    const double step = 1.0 / 64;
    for (const double k : {0.5, 4.0, 10.0}) {
        CAPTURE(k);
        for (const double height : {1.0, 2.0}) {
            const Choice choice(height == 1 ? "step" : "sign",
                                {{"surrogate", "sigmoid"}, {"steepness", k}});
            const auto curve = activation_curve(choice, grid(-80, 80, step));
            for (std::size_t i = 0; i < curve.x.size(); ++i) {
                const double half = std::cosh(k * curve.x[i] / 2);  // s (1 − s) = 1/(4 cosh²)
                const double expected = height * k / (4 * half * half);
                CHECK(std::abs(curve.dy[i] - expected) < 1e-14);
            }
            // The trapezium rule is all but exact for a bump that ends within the interval.
            const double area = step * std::accumulate(curve.dy.begin(), curve.dy.end(), 0.0);
            CHECK(std::abs(area - height) < 1e-9);
        }
    }
}
