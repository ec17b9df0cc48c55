#pragma once

#include "mlp/nn/activation.h"

#include <cmath>

/// The identity, and the identity with a bend.
namespace mlp::activation {

struct Linear {
    static constexpr std::string_view name = "linear";
    static constexpr std::string_view help = "the identity: outputs of a regression";
    static constexpr std::string_view formula = "z";
    static constexpr std::string_view source = "Goodfellow, Bengio and Courville 2016, 6.2.2.1";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::smooth,
        .monotonic = true,
        .derivative_monotonic = true,
        .identity_near_0 = true,
        .elementwise = true,
        .needs_z = false,
        .initializer = "glorot_uniform",
        .weakness = "hidden layers of it add nothing: linear layers in a row are one linear layer"};
    static Options<Linear> options() { return {}; }
    Range range() const { return any_number; }
    Formula symbolic(const Formula& z) const { return z; }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        if (z.data() != a.data()) a = z;
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T>, ArrayView<T>) const {}
};

/// (√(z² + 1) − 1) / 2 + z, with √(z² + 1) − 1 = z² / (√(z² + 1) + 1), which does not cancel.
struct BentIdentity {
    static constexpr std::string_view name = "bent_identity";
    static constexpr std::string_view help = "slope 1/2 far left, 3/2 far right: never saturates";
    static constexpr std::string_view formula = "(sqrt(z^2 + 1) - 1) / 2 + z";
    static constexpr std::string_view source = "standard function (a branch of a hyperbola)";
    static constexpr ActivationTraits traits{.smoothness = Smoothness::smooth,
                                             .monotonic = true,
                                             .derivative_monotonic = true,
                                             .identity_near_0 = true,
                                             .elementwise = true,
                                             .needs_z = true,
                                             .initializer = "glorot_uniform",
                                             .weakness = "weakly nonlinear: needs depth or width"};
    static Options<BentIdentity> options() { return {}; }
    Range range() const { return any_number; }
    Formula symbolic(const Formula& z) const { return (sqrt(z * z + 1) - 1) / 2 + z; }

    template <class T>
    T value(T x) const {
        return x * (1 + x / (2 * (std::hypot(x, T(1)) + 1)));
    }
    template <class T>
    T slope(T x) const {
        return 1 + x / (2 * std::hypot(x, T(1)));
    }
};

}  // namespace mlp::activation
