#pragma once

#include "mlp/data/generator.h"

#include <cmath>
#include <numbers>

namespace mlp::generator {

inline constexpr Range sample_counts = between(2, 1e8);
inline constexpr std::string_view noise_help =
    "standard deviation of what is added to every coordinate";

/// Two spirals wound into each other: for t from 0 to 96, at the angle t π/16 and the radius
/// 6.5 (104 − t)/104, and the same turned by half a circle.
struct TwoSpirals {
    Index samples = 194;
    double noise = 0;
    double turns = 3;

    static constexpr std::string_view name = "two_spirals";
    static constexpr std::string_view help = "two spirals wound into each other";
    static constexpr std::string_view formula =
        "x1 = r sin p, x2 = r cos p; p = 2 pi turns t, r = 6.5 (104 - 96 t)/104, t from 0 to 1";
    static constexpr std::string_view source = "Lang and Witbrock 1988";
    static Options<TwoSpirals> options() {
        using S = TwoSpirals;
        return {{"samples", &S::samples, sample_counts, "of both spirals together"},
                {"noise", &S::noise, at_least(0), std::string(noise_help)},
                {"turns", &S::turns, positive, "how often each winds around"}};
    }
    Generated make(Random& random) const {
        auto data = Generated::of_classes(2, samples, {"0", "1"});
        const double last = std::max(1.0, static_cast<double>((samples + 1) / 2 - 1));
        for (Index sample = 0; sample < samples; ++sample) {
            const double t = static_cast<double>(sample / 2) / last;
            const double angle = 2 * std::numbers::pi * turns * t;
            const double radius = 6.5 * (104 - 96 * t) / 104;
            const double side = sample % 2 == 0 ? 1 : -1;
            const double x1 = side * radius * std::sin(angle) + noise * random.normal();
            const double x2 = side * radius * std::cos(angle) + noise * random.normal();
            data.set(sample, x1, x2, sample % 2 == 0 ? 1 : 0);
        }
        return data;
    }
};

/// A circle of radius 1, and one of radius `factor` inside it.
struct Circles {
    Index samples = 200;
    double noise = 0.05;
    double factor = 0.5;

    static constexpr std::string_view name = "circles";
    static constexpr std::string_view help = "a circle of radius 1 around a smaller one";
    static Options<Circles> options() {
        using S = Circles;
        return {{"samples", &S::samples, sample_counts, "of both circles together"},
                {"noise", &S::noise, at_least(0), std::string(noise_help)},
                {"factor", &S::factor, open(0, 1), "radius of the inner circle"}};
    }
    Generated make(Random& random) const {
        auto data = Generated::of_classes(2, samples, {"inner", "outer"});
        const Index outer = samples / 2;
        for (Index sample = 0; sample < samples; ++sample) {
            const bool inner = sample >= outer;
            const double share =
                inner ? static_cast<double>(sample - outer) / static_cast<double>(samples - outer)
                      : static_cast<double>(sample) / static_cast<double>(outer);
            const double angle = 2 * std::numbers::pi * share;
            const double radius = inner ? factor : 1;
            const double x1 = radius * std::cos(angle) + noise * random.normal();
            const double x2 = radius * std::sin(angle) + noise * random.normal();
            data.set(sample, x1, x2, inner ? 0 : 1);
        }
        return data;
    }
};

/// Two half circles that reach into each other.
struct Moons {
    Index samples = 200;
    double noise = 0.1;

    static constexpr std::string_view name = "moons";
    static constexpr std::string_view help = "two half moons that reach into each other";
    static constexpr std::string_view formula =
        "upper: cos p, sin p; lower: 1 - cos p, 0.5 - sin p; p from 0 to pi";
    static Options<Moons> options() {
        return {{"samples", &Moons::samples, sample_counts, "of both moons together"},
                {"noise", &Moons::noise, at_least(0), std::string(noise_help)}};
    }
    Generated make(Random& random) const {
        auto data = Generated::of_classes(2, samples, {"lower", "upper"});
        const Index upper = samples / 2;
        for (Index sample = 0; sample < samples; ++sample) {
            const bool is_upper = sample < upper;
            const Index place = is_upper ? sample : sample - upper;
            const Index count = is_upper ? upper : samples - upper;
            const double angle = std::numbers::pi * static_cast<double>(place) /
                                 static_cast<double>(std::max<Index>(count - 1, 1));
            const double x1 = is_upper ? std::cos(angle) : 1 - std::cos(angle);
            const double x2 = is_upper ? std::sin(angle) : 0.5 - std::sin(angle);
            const double n1 = noise * random.normal();
            const double n2 = noise * random.normal();
            data.set(sample, x1 + n1, x2 + n2, is_upper ? 1 : 0);
        }
        return data;
    }
};

/// Round clouds around centres that lie anywhere in a box.
struct Blobs {
    Index samples = 300;
    Index classes = 3;
    Index features = 2;
    double spread = 1;
    double box = 10;

    static constexpr std::string_view name = "blobs";
    static constexpr std::string_view help = "a round cloud for each class, anywhere in a box";
    static Options<Blobs> options() {
        using S = Blobs;
        return {{"samples", &S::samples, sample_counts, "of all classes together"},
                {"classes", &S::classes, between(2, 1000), "clouds"},
                {"features", &S::features, between(1, 10000), "dimensions"},
                {"spread", &S::spread, at_least(0), "standard deviation of a cloud"},
                {"box", &S::box, positive, "centres lie between -box and box"}};
    }
    Generated make(Random& random) const {
        std::vector<std::string> names;
        for (Index k = 1; k <= classes; ++k) names.push_back("blob_" + std::to_string(k));
        auto data = Generated::of_classes(features, samples, std::move(names));
        Matrix<double> centres(features, classes);
        for (double& x : centres.reshaped()) x = random.uniform(-box, box);
        for (Index sample = 0; sample < samples; ++sample) {
            const Index k = sample % classes;
            for (Index i = 0; i < features; ++i)
                data.inputs(i, sample) = centres(i, k) + spread * random.normal();
            data.labels[static_cast<std::size_t>(sample)] = static_cast<std::uint32_t>(k);
        }
        return data;
    }
};

/// Points anywhere on a board of squares of side 1, which are black and white in turn.
struct Checkerboard {
    Index samples = 1000;
    Index squares = 4;
    double noise = 0;

    static constexpr std::string_view name = "checkerboard";
    static constexpr std::string_view help =
        "points on a board of black and white squares of side 1";
    static Options<Checkerboard> options() {
        using S = Checkerboard;
        return {{"samples", &S::samples, sample_counts, "points"},
                {"squares", &S::squares, between(2, 1000), "on each side of the board"},
                {"noise", &S::noise, at_least(0), std::string(noise_help)}};
    }
    Generated make(Random& random) const {
        auto data = Generated::of_classes(2, samples, {"black", "white"});
        for (Index sample = 0; sample < samples; ++sample) {
            const double x1 = random.uniform(0, static_cast<double>(squares));
            const double x2 = random.uniform(0, static_cast<double>(squares));
            const bool white = (static_cast<Index>(x1) + static_cast<Index>(x2)) % 2 == 1;
            const double n1 = noise * random.normal();
            const double n2 = noise * random.normal();
            data.set(sample, x1 + n1, x2 + n2, white ? 1 : 0);
        }
        return data;
    }
};

}  // namespace mlp::generator
