#pragma once

#include "mlp/nn/initializer.h"

#include <cmath>

namespace mlp::initializer {

/// For layers sin(ω (w·x + b)): the first one spans frequencies up to ω for inputs in [−1, 1], and
/// all others get arguments of the sine with variance 1. The biases are those of the authors'
/// program.
struct Siren {
    double omega = 1;

    static constexpr std::string_view name = "siren";
    static constexpr std::string_view help =
        "for sine layers: omega as in the activation (the paper has 30 in both)";
    static constexpr std::string_view formula =
        "first layer U(-1 / inputs, 1 / inputs), others U(-b, b), b = sqrt(6 / inputs) / omega; "
        "biases b = 1 / sqrt(inputs)";
    static constexpr std::string_view source = "Sitzmann et al. 2020";
    static constexpr InitializerTraits traits{.bias_initializer = "siren"};
    static Options<Siren> options() {
        return {{"omega", &Siren::omega, positive, "the omega of the sine activation"}};
    }

    double draw(Random& random, const Fan& fan) const {
        const double bound = bound_for(fan);
        return random.uniform(-bound, bound);
    }

  private:
    double bound_for(const Fan& fan) const {
        const auto inputs = static_cast<double>(fan.inputs);
        if (fan.is_bias) return 1 / std::sqrt(inputs);
        return fan.is_first ? 1 / inputs : std::sqrt(6 / inputs) / omega;
    }
};

}  // namespace mlp::initializer
