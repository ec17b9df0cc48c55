#pragma once

#include "mlp/nn/loss.h"

/// Losses of the margin m = t a of support vector machines, where t is 1 for yes and −1 for no,
/// averaged over the outputs. What is on its right side by 1 or more is right enough.
namespace mlp::loss {

struct Hinge {
    static constexpr std::string_view name = "hinge";
    static constexpr std::string_view help =
        "support vector machine: classes as -1 and 1, with linear outputs";
    static constexpr std::string_view formula = "max(0, 1 - t a)";
    static constexpr std::string_view source = "Cortes and Vapnik 1995";
    static constexpr LossTraits traits{
        .classification = true, .targets = between(-1, 1), .classes = {-1, 1}};
    static Options<Hinge> options() { return {}; }

    template <class T>
    T value(T a, T t) const {
        const T lacking = 1 - t * a;
        return lacking < 0 ? T(0) : lacking;
    }
    template <class T>
    T slope(T a, T t) const {
        const T lacking = 1 - t * a;
        return lacking > 0 ? -t : lacking <= 0 ? T(0) : lacking;  // the last is NaN
    }
};

struct SquaredHinge {
    static constexpr std::string_view name = "squared_hinge";
    static constexpr std::string_view help =
        "hinge with a continuous slope: large mistakes count more";
    static constexpr std::string_view formula = "max(0, 1 - t a)^2";
    static constexpr std::string_view source = "Tang 2013";
    static constexpr LossTraits traits = Hinge::traits;
    static Options<SquaredHinge> options() { return {}; }

    template <class T>
    T value(T a, T t) const {
        const T lacking = Hinge().value(a, t);
        return lacking * lacking;
    }
    template <class T>
    T slope(T a, T t) const {
        return -2 * t * Hinge().value(a, t);
    }
};

}  // namespace mlp::loss
