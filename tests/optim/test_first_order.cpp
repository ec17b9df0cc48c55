#include "mlp/optim/adam.h"
#include "mlp/optim/lion.h"
#include "mlp/optim/optimizer.h"
#include "mlp/optim/rmsprop.h"
#include "mlp/optim/rprop.h"
#include "mlp/optim/sgd.h"

#include "optim/functions.h"

#include <cmath>
#include <random>

#include <doctest/doctest.h>

// Steps computed by hand, and rules written down once more as plainly as their papers do.

using namespace mlp;
using namespace mlp::test;

namespace {

/// w after each of the gradients of one parameter, from 0 on.
std::vector<double> path(const Choice& choice, const std::vector<double>& gradients) {
    const auto optimizer = optimizers<double>().make(choice);
    double w = 0;
    std::vector<double> result;
    for (const double g : gradients) {
        optimizer->step({&w, 1}, {&g, 1});
        result.push_back(w);
    }
    return result;
}

}  // namespace

TEST_CASE("lion: steps by hand") {
    // c = 0.5m + 0.5g: 2, 0.5·1 − 0.5·3 = −1, 0;  m = 0.75m + 0.25g: 1, 0, 0
    check_close(
        path({"lion", {{"learning_rate", 0.125}, {"beta1", 0.5}, {"beta2", 0.75}}}, {4, -3, 0}),
        {-0.125, 0, 0});
    // With decay, from w = −0.125: w ← (1 − 0.125·0.5)w + 0.125.
    check_close(
        path({"lion",
              {{"learning_rate", 0.125}, {"beta1", 0.5}, {"beta2", 0.75}, {"weight_decay", 0.5}}},
             {4, -3}),
        {-0.125, -0.125 * 0.9375 + 0.125});
}

TEST_CASE("lion: random gradients, against algorithm 2 of Chen et al.") {
    std::mt19937 random(1);
    std::normal_distribution<double> normal;
    const auto optimizer =
        optimizers<double>().make({"lion", {{"learning_rate", 0.01}, {"weight_decay", 0.3}}});
    double w = 1.5;
    double expected = 1.5;
    double m = 0;
    for (int i = 0; i < 100; ++i) {
        const double g = normal(random) + 0.2;
        optimizer->step({&w, 1}, {&g, 1});
        const double c = 0.9 * m + (1 - 0.9) * g;
        expected -= 0.01 * ((c > 0 ? 1 : -1) + 0.3 * expected);
        m = 0.99 * m + (1 - 0.99) * g;
        CHECK(std::abs(w - expected) < 1e-14);
    }
}

TEST_CASE("rprop: iRPROP- waits where the sign turned, by hand") {
    const Choice choice{"rprop",
                        {{"learning_rate", 1.0},
                         {"eta_minus", 0.5},
                         {"eta_plus", 2.0},
                         {"step_min", 0.25},
                         {"step_max", 3.0}}};
    // step sizes: 1, 2, 3 (bounded), 1.5 and no move, 1.5 (no sign before), 0.75 and no move,
    // 0.75, 0.375 and no move, 0.375, 0.25 (bounded) and no move, 0.25; a gradient of 0: no move.
    check_close(path(choice, {1, 5, 0.1, -1, -1, 1, 1, -1, -1, 1, 1, 0, 1}),
                {-1, -3, -6, -6, -4.5, -4.5, -5.25, -5.25, -4.875, -4.875, -5.125, -5.125, -5.375});
}

TEST_CASE("rprop: RPROP+ takes the last step back where the sign turned, by hand") {
    const Choice choice{"rprop",
                        {{"variant", std::string("plus")},
                         {"learning_rate", 1.0},
                         {"eta_minus", 0.5},
                         {"eta_plus", 2.0}}};
    // step sizes: 1, 2, 1 and +2 back, 1, 2, 1 and −2 back, 1
    check_close(path(choice, {1, 1, -1, -1, -1, 1, 1}), {-1, -3, -1, 0, 2, 0, -1});
}

TEST_CASE("rprop: both variants on random gradients, against the listings of Igel and Huesken") {
    for (const std::string variant : {"irprop_minus", "plus"}) {
        CAPTURE(variant);
        std::mt19937 random(2);
        std::normal_distribution<double> normal;
        const auto optimizer = optimizers<double>().make({"rprop", {{"variant", variant}}});
        double w = 0;
        double expected = 0;
        double size = 0.01;
        double last_g = 0;
        double last_move = 0;
        for (int i = 0; i < 300; ++i) {
            const double g = normal(random);
            optimizer->step({&w, 1}, {&g, 1});
            double counted = g;
            double move = 0;
            if (last_g * g > 0) size = std::min(size * 1.2, 50.0);
            if (last_g * g < 0) {
                size = std::max(size * 0.5, 1e-6);
                counted = 0;
                move = variant == "plus" ? -last_move : 0;
            } else {
                move = g > 0 ? -size : size;
            }
            expected += move;
            last_g = counted;
            last_move = move;
            CHECK(std::abs(w - expected) < 1e-14);
        }
    }
}

TEST_CASE("rprop: gradients whose product vanishes still have signs") {
    const auto optimizer = optimizers<float>().make({"rprop", {{"learning_rate", 1.0}}});
    float w = 0;
    const float g = 1e-30F;
    optimizer->step({&w, 1}, {&g, 1});
    optimizer->step({&w, 1}, {&g, 1});
    CHECK(w == doctest::Approx(-2.2).epsilon(1e-6));
}

TEST_CASE("adagrad: the rate falls with lr_decay, by hand") {
    // v = 9, 25;  w = −1·3/3, −1 − 1/(1+0.25)·4/5
    check_close(path({"adagrad", {{"learning_rate", 1.0}, {"lr_decay", 0.25}, {"epsilon", 1e-300}}},
                     {3, 4}),
                {-1, -1.64});
    check_close(
        path({"adagrad",
              {{"learning_rate", 1.0}, {"initial_accumulator_value", 16.0}, {"epsilon", 1e-300}}},
             {3}),
        {-0.6});
}

TEST_CASE("adam: amsgrad divides by the largest v so far, by hand") {
    const OptionValues options{
        {"learning_rate", 1.0}, {"beta1", 0.0}, {"beta2", 0.5}, {"epsilon", 1e-300}};
    // v = 8, 4 + 0.5; corrected with 1/2 and 3/4; the largest stays 8.
    check_close(path({"adam", options}, {4, 1}), {-1, -1 - 1 / std::sqrt(6)});
    OptionValues largest = options;
    largest["amsgrad"] = true;
    check_close(path({"adam", largest}, {4, 1}), {-1, -1 - 1 / std::sqrt(8 / 0.75)});
}

TEST_CASE("rmsprop: gradients without any spread do not make centered rmsprop divide by NaN") {
    const auto optimizer = optimizers<float>().make({"rmsprop", {{"centered", true}}});
    Vector<float> w = Vector<float>::Zero(64);
    const Vector<float> g = Vector<float>::LinSpaced(64, 0.1F, 7.3F);
    for (int i = 0; i < 5000; ++i) optimizer->step({w.data(), 64}, {g.data(), 64});
    CHECK(w.allFinite());
}

TEST_CASE("optimizers: slots are kept for what the options need, and no more") {
    optimizer::Sgd sgd;
    CHECK(sgd.slots() == 0);
    // No memory to touch: a step without slots.
    double w = 1;
    const double g = 2;
    sgd.step(StepSlice<double>{1, &w, &g, nullptr, 0}, 1, 0.5);
    CHECK(w == 1 - 1e-3 * (2 + 0.5));
    sgd.momentum = 0.9;
    CHECK(sgd.slots() == 1);

    optimizer::Adam adam;
    CHECK(adam.slots() == 2);
    adam.amsgrad = true;
    CHECK(adam.slots() == 3);

    optimizer::RmsProp rmsprop;
    CHECK(rmsprop.slots() == 1);
    rmsprop.momentum = 0.9;
    CHECK(rmsprop.slots() == 2);
    rmsprop.centered = true;
    CHECK(rmsprop.slots() == 3);
    rmsprop.momentum = 0;
    CHECK(rmsprop.slots() == 2);
}
