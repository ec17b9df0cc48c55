#pragma once

#include "mlp/nn/initializer.h"

#include <cmath>

/// An initializer is a struct with either of
///   double draw(Random& random, const Fan& fan) const;                        the next number
///   void fill(Matrix<double>& w, const Fan& fan, Random& random) const;       all of w
/// These do not look at what they fill.
namespace mlp::initializer {

struct Zeros {
    static constexpr std::string_view name = "zeros";
    static constexpr std::string_view help = "all 0: for biases";
    static constexpr std::string_view formula = "0";
    static Options<Zeros> options() { return {}; }
    double draw(Random&, const Fan&) const { return 0; }
};

struct Ones {
    static constexpr std::string_view name = "ones";
    static constexpr std::string_view help = "all 1";
    static constexpr std::string_view formula = "1";
    static Options<Ones> options() { return {}; }
    double draw(Random&, const Fan&) const { return 1; }
};

struct Constant {
    double value = 0;

    static constexpr std::string_view name = "constant";
    static constexpr std::string_view help = "all the same number";
    static constexpr std::string_view formula = "value";
    static Options<Constant> options() {
        return {{"value", &Constant::value, any_number, "the number"}};
    }
    double draw(Random&, const Fan&) const { return value; }
};

struct Uniform {
    double min = -0.05;
    double max = 0.05;

    static constexpr std::string_view name = "uniform";
    static constexpr std::string_view help = "uniform in [min, max)";
    static constexpr std::string_view formula = "U(min, max)";
    static Options<Uniform> options() {
        return {{"min", &Uniform::min, any_number, "smallest weight"},
                {"max", &Uniform::max, any_number, "largest weight"}};
    }
    std::string_view problem() const {
        return min <= max ? "" : "'min' must not be greater than 'max'";
    }
    double draw(Random& random, const Fan&) const { return random.uniform(min, max); }
};

struct Normal {
    double mean = 0;
    double stddev = 0.05;

    static constexpr std::string_view name = "normal";
    static constexpr std::string_view help = "normally distributed";
    static constexpr std::string_view formula = "N(mean, stddev^2)";
    static Options<Normal> options() {
        return {{"mean", &Normal::mean, any_number, "mean of the weights"},
                {"stddev", &Normal::stddev, at_least(0), "their standard deviation"}};
    }
    double draw(Random& random, const Fan&) const { return mean + stddev * random.normal(); }
};

/// A number beyond the cut is drawn again. At the least cut, 8 % of them are kept.
struct TruncatedNormal {
    double mean = 0;
    double stddev = 0.05;
    double cut = 2;

    static constexpr std::string_view name = "truncated_normal";
    static constexpr std::string_view help = "normally distributed, without the far ends";
    static constexpr std::string_view formula = "N(mean, stddev^2) within mean +- cut stddev";
    static Options<TruncatedNormal> options() {
        return {{"mean", &TruncatedNormal::mean, any_number, "mean of the weights"},
                {"stddev", &TruncatedNormal::stddev, at_least(0),
                 "their standard deviation before the ends are cut off"},
                {"cut", &TruncatedNormal::cut, at_least(0.1),
                 "the largest distance from the mean, in standard deviations"}};
    }
    double draw(Random& random, const Fan&) const {
        double x = random.normal();
        while (std::abs(x) > cut) x = random.normal();
        return mean + stddev * x;
    }
};

}  // namespace mlp::initializer
