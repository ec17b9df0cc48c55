#pragma once

#include "mlp/data/generator.h"

#include <array>
#include <cmath>
#include <numbers>

/// The data of TensorFlow Playground (Smilkov and Carter, https://playground.tensorflow.org, 2016).
/// Noise goes from 0 to 0.5, as its slider does from 0 to 50; classes are called -1 and 1.
namespace mlp::generator {

inline constexpr std::string_view playground = "TensorFlow Playground, 2016";

/// The options and the helpers that all of them share.
template <class S>
struct Playground {
    Index samples = 500;
    double noise = 0;

    static constexpr std::string_view source = playground;
    static Options<S> options() {
        return {{"samples", &S::samples, between(2, 1e8), "points"},
                {"noise", &S::noise, between(0, 0.5), "as the slider there, divided by 100"}};
    }
    static Generated classes(Index samples) {
        return Generated::of_classes(2, samples, {"-1", "1"});
    }
};

struct PlaygroundCircle : Playground<PlaygroundCircle> {
    static constexpr std::string_view name = "playground_circle";
    static constexpr std::string_view help = "a disc of radius 2.5 inside a ring from 3.5 to 5";
    Generated make(Random& random) const {
        auto data = classes(samples);
        for (Index sample = 0; sample < samples; ++sample) {
            const bool inside = sample < samples / 2;
            const double radius = inside ? random.uniform(0, 2.5) : random.uniform(3.5, 5);
            const double angle = random.uniform(0, 2 * std::numbers::pi);
            const double x1 = radius * std::sin(angle);
            const double x2 = radius * std::cos(angle);
            const double n1 = noise * random.uniform(-5, 5);
            const double n2 = noise * random.uniform(-5, 5);
            data.set(sample, x1, x2, std::hypot(x1 + n1, x2 + n2) < 2.5 ? 1 : 0);
        }
        return data;
    }
};

struct PlaygroundXor : Playground<PlaygroundXor> {
    static constexpr std::string_view name = "playground_xor";
    static constexpr std::string_view help = "four quadrants, of which opposite ones are alike";
    Generated make(Random& random) const {
        auto data = classes(samples);
        const auto coordinate = [&] {
            const double x = random.uniform(-5, 5);
            return x > 0 ? x + 0.3 : x - 0.3;
        };
        for (Index sample = 0; sample < samples; ++sample) {
            const double x1 = coordinate();
            const double x2 = coordinate();
            const double n1 = noise * random.uniform(-5, 5);
            const double n2 = noise * random.uniform(-5, 5);
            data.set(sample, x1, x2, (x1 + n1) * (x2 + n2) >= 0 ? 1 : 0);
        }
        return data;
    }
};

struct PlaygroundGauss : Playground<PlaygroundGauss> {
    static constexpr std::string_view name = "playground_gauss";
    static constexpr std::string_view help =
        "two round clouds around (2, 2) and (-2, -2), of variance 0.5 + 7 noise";
    Generated make(Random& random) const {
        auto data = classes(samples);
        const double deviation = std::sqrt(0.5 + 7 * noise);
        for (Index sample = 0; sample < samples; ++sample) {
            const bool upper = sample < samples / 2;
            const double centre = upper ? 2 : -2;
            const double x1 = centre + deviation * random.normal();
            const double x2 = centre + deviation * random.normal();
            data.set(sample, x1, x2, upper ? 1 : 0);
        }
        return data;
    }
};

struct PlaygroundSpiral : Playground<PlaygroundSpiral> {
    static constexpr std::string_view name = "playground_spiral";
    static constexpr std::string_view help = "two spirals of one and three quarters of a turn";
    static constexpr std::string_view formula =
        "x1 = 5 t sin p, x2 = 5 t cos p; p = 3.5 pi t, plus pi for the second; t from 0 to 1";
    Generated make(Random& random) const {
        auto data = classes(samples);
        const Index first = samples / 2;
        for (Index sample = 0; sample < samples; ++sample) {
            const bool is_first = sample < first;
            const Index place = is_first ? sample : sample - first;
            const Index count = is_first ? first : samples - first;
            const double t = static_cast<double>(place) / static_cast<double>(count);
            const double angle = 3.5 * std::numbers::pi * t + (is_first ? 0 : std::numbers::pi);
            const double x1 = 5 * t * std::sin(angle) + noise * random.uniform(-1, 1);
            const double x2 = 5 * t * std::cos(angle) + noise * random.uniform(-1, 1);
            data.set(sample, x1, x2, is_first ? 1 : 0);
        }
        return data;
    }
};

/// A number for each point of the square from −6 to 6, read off a little beside it.
template <class S>
struct PlaygroundRegression : Playground<S> {
    Generated make(Random& random) const {
        auto data = Generated::of_values(2, this->samples);
        for (Index sample = 0; sample < this->samples; ++sample) {
            const double x1 = random.uniform(-6, 6);
            const double x2 = random.uniform(-6, 6);
            const double n1 = this->noise * random.uniform(-6, 6);
            const double n2 = this->noise * random.uniform(-6, 6);
            data.inputs(0, sample) = x1;
            data.inputs(1, sample) = x2;
            data.values[static_cast<std::size_t>(sample)] = S::value(x1 + n1, x2 + n2);
        }
        return data;
    }
};

struct PlaygroundPlane : PlaygroundRegression<PlaygroundPlane> {
    static constexpr std::string_view name = "playground_plane";
    static constexpr std::string_view help = "a regression: an inclined plane";
    static constexpr std::string_view formula = "y = (x1 + x2)/10";
    static double value(double x1, double x2) { return (x1 + x2) / 10; }
};

struct PlaygroundHills : PlaygroundRegression<PlaygroundHills> {
    static constexpr std::string_view name = "playground_hills";
    static constexpr std::string_view help =
        "a regression (its \"multi gaussian\"): three cones up and three down, of radius 2";
    static constexpr std::string_view formula =
        "y = sign max(0, 1 - d/2) of the nearest of (-4, 2.5), (0, -2.5), (4, 2.5), up, and "
        "(0, 2.5), (-4, -2.5), (4, -2.5), down; d the distance";
    static double value(double x1, double x2) {
        constexpr std::array<std::array<double, 3>, 6> cones{
            {{-4, 2.5, 1}, {0, 2.5, -1}, {4, 2.5, 1}, {-4, -2.5, -1}, {0, -2.5, 1}, {4, -2.5, -1}}};
        double largest = 0;
        for (const auto& [c1, c2, sign] : cones) {
            const double height = std::max(0.0, 1 - std::hypot(x1 - c1, x2 - c2) / 2);
            if (height > std::abs(largest)) largest = sign * height;
        }
        return largest;
    }
};

}  // namespace mlp::generator
