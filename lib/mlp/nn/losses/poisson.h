#pragma once

#include "mlp/nn/loss.h"
#include "mlp/nn/losses/held.h"

#include <cmath>

namespace mlp::loss {

/// −ln of the Poisson probability of a count t at the rate λ, without ln t!, which is constant:
/// ℓ = λ − t ln λ. The output a is λ or ln λ.
struct Poisson {
    bool log_input = false;

    static constexpr std::string_view name = "poisson";
    static constexpr std::string_view help = "counts: the outputs are rates, or their logarithms";
    static constexpr std::string_view formula = "a - t ln a, or e^a - t a with log_input";
    static constexpr std::string_view source = "McCullagh and Nelder 1989, chapter 6";
    static constexpr LossTraits traits{.classification = false, .targets = at_least(0)};
    static Options<Poisson> options() {
        return {{"log_input", &Poisson::log_input, anything,
                 "whether the outputs are the logarithms of the rates, and so any numbers"}};
    }
    Range outputs() const { return log_input ? any_number : at_least(0); }

    template <class T>
    T value(T a, T t) const {
        return log_input ? std::exp(a) - t * a : a - t * held_log(a);
    }
    template <class T>
    T slope(T a, T t) const {
        return log_input ? std::exp(a) - t : 1 - t / held_divisor(a);
    }
};

}  // namespace mlp::loss
