#pragma once

#include "mlp/data/generator.h"

#include <cmath>
#include <numbers>

namespace mlp::generator {

struct Sine {
    Index samples = 200;
    double noise = 0.1;
    double from = -std::numbers::pi;
    double to = std::numbers::pi;

    static constexpr std::string_view name = "sine";
    static constexpr std::string_view help = "a regression: one sine, at evenly spaced points";
    static constexpr std::string_view formula = "y = sin x1 + noise";
    static Options<Sine> options() {
        return {{"samples", &Sine::samples, between(2, 1e8), "points"},
                {"noise", &Sine::noise, at_least(0), "standard deviation of what is added to y"},
                {"from", &Sine::from, any_number, "the first point"},
                {"to", &Sine::to, any_number, "the last point"}};
    }
    std::string_view problem() const { return from < to ? "" : "'from' must be less than 'to'"; }
    Generated make(Random& random) const {
        auto data = Generated::of_values(1, samples);
        for (Index sample = 0; sample < samples; ++sample) {
            const double x =
                from + (to - from) * static_cast<double>(sample) / static_cast<double>(samples - 1);
            data.inputs(0, sample) = x;
            data.values[static_cast<std::size_t>(sample)] = std::sin(x) + noise * random.normal();
        }
        return data;
    }
};

struct Friedman1 {
    Index samples = 500;
    Index features = 10;
    double noise = 1;

    static constexpr std::string_view name = "friedman1";
    static constexpr std::string_view help =
        "a regression of which five features matter, each uniform between 0 and 1";
    static constexpr std::string_view formula =
        "y = 10 sin(pi x1 x2) + 20 (x3 - 0.5)^2 + 10 x4 + 5 x5 + noise";
    static constexpr std::string_view source =
        "Friedman 1991, Multivariate adaptive regression splines";
    static Options<Friedman1> options() {
        using S = Friedman1;
        return {{"samples", &S::samples, between(2, 1e8), "points"},
                {"features", &S::features, between(5, 10000), "columns; the others do not matter"},
                {"noise", &S::noise, at_least(0), "standard deviation of what is added to y"}};
    }
    Generated make(Random& random) const {
        auto data = Generated::of_values(features, samples);
        for (Index sample = 0; sample < samples; ++sample) {
            auto x = data.inputs.col(sample);
            for (Index i = 0; i < features; ++i) x[i] = random.uniform();
            data.values[static_cast<std::size_t>(sample)] =
                10 * std::sin(std::numbers::pi * x[0] * x[1]) + 20 * (x[2] - 0.5) * (x[2] - 0.5) +
                10 * x[3] + 5 * x[4] + noise * random.normal();
        }
        return data;
    }
};

}  // namespace mlp::generator
