#pragma once

#include "mlp/nn/initializer.h"

#include <cmath>

/// Initializers with which signals, forwards or backwards, keep their variance from layer to layer.
/// A uniform variable in ±b has variance b²/3.
namespace mlp::initializer {

/// Uniform in ±√(3 variance).
inline double draw_uniform(Random& random, double three_variances) {
    const double bound = std::sqrt(three_variances);
    return random.uniform(-bound, bound);
}

struct GlorotUniform {
    static constexpr std::string_view name = "glorot_uniform";
    static constexpr std::string_view help =
        "uniform in +-sqrt(6 / (inputs + units)): for tanh, sigmoid";
    static constexpr std::string_view formula = "U(-b, b), b = sqrt(6 / (inputs + units))";
    static constexpr std::string_view source = "Glorot and Bengio 2010";
    static Options<GlorotUniform> options() { return {}; }
    double draw(Random& random, const Fan& fan) const {
        return draw_uniform(random, 6 / static_cast<double>(fan.inputs + fan.outputs));
    }
};

struct GlorotNormal {
    static constexpr std::string_view name = "glorot_normal";
    static constexpr std::string_view help = "normal with variance 2 / (inputs + units)";
    static constexpr std::string_view formula = "N(0, 2 / (inputs + units))";
    static constexpr std::string_view source = "Glorot and Bengio 2010";
    static Options<GlorotNormal> options() { return {}; }
    double draw(Random& random, const Fan& fan) const {
        return std::sqrt(2 / static_cast<double>(fan.inputs + fan.outputs)) * random.normal();
    }
};

/// relu halves the variance of what passes, which the factor 2 makes up for.
struct HeUniform {
    static constexpr std::string_view name = "he_uniform";
    static constexpr std::string_view help = "uniform in +-sqrt(6 / inputs): for relu and its kin";
    static constexpr std::string_view formula = "U(-b, b), b = sqrt(6 / inputs)";
    static constexpr std::string_view source = "He, Zhang, Ren and Sun 2015";
    static Options<HeUniform> options() { return {}; }
    double draw(Random& random, const Fan& fan) const {
        return draw_uniform(random, 6 / static_cast<double>(fan.inputs));
    }
};

struct HeNormal {
    static constexpr std::string_view name = "he_normal";
    static constexpr std::string_view help = "normal with variance 2 / inputs";
    static constexpr std::string_view formula = "N(0, 2 / inputs)";
    static constexpr std::string_view source = "He, Zhang, Ren and Sun 2015";
    static Options<HeNormal> options() { return {}; }
    double draw(Random& random, const Fan& fan) const {
        return std::sqrt(2 / static_cast<double>(fan.inputs)) * random.normal();
    }
};

struct LecunUniform {
    static constexpr std::string_view name = "lecun_uniform";
    static constexpr std::string_view help = "uniform in +-sqrt(3 / inputs): for selu";
    static constexpr std::string_view formula = "U(-b, b), b = sqrt(3 / inputs)";
    static constexpr std::string_view source = "LeCun, Bottou, Orr and Mueller 1998";
    static Options<LecunUniform> options() { return {}; }
    double draw(Random& random, const Fan& fan) const {
        return draw_uniform(random, 3 / static_cast<double>(fan.inputs));
    }
};

struct LecunNormal {
    static constexpr std::string_view name = "lecun_normal";
    static constexpr std::string_view help = "normal with variance 1 / inputs: for selu";
    static constexpr std::string_view formula = "N(0, 1 / inputs)";
    static constexpr std::string_view source = "LeCun, Bottou, Orr and Mueller 1998";
    static Options<LecunNormal> options() { return {}; }
    double draw(Random& random, const Fan& fan) const {
        return std::sqrt(1 / static_cast<double>(fan.inputs)) * random.normal();
    }
};

}  // namespace mlp::initializer
