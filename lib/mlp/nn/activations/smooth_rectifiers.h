#pragma once

#include "mlp/nn/activation.h"
#include "mlp/nn/activations/elementwise.h"

#include <cmath>

/// Rectifiers without a kink: convex, or concave where turned upside down.
namespace mlp::activation {

/// ln(1 + e^βz)/β = max(z, 0) + ln(1 + e^−β|z|)/β, where nothing overflows.
struct Softplus {
    double beta = 1.0;

    static constexpr std::string_view name = "softplus";
    static constexpr std::string_view help = "smooth relu that is always positive";
    static constexpr std::string_view formula = "ln(1 + e^(beta z)) / beta";
    static constexpr std::string_view source = "Dugas, Bengio, Belisle, Nadeau and Garcia 2001";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::smooth,
        .monotonic = true,
        .derivative_monotonic = true,
        .identity_near_0 = false,
        .elementwise = true,
        .needs_z = false,
        .initializer = "he_uniform",
        .weakness = "its mean is far from 0, and it costs more than relu"};
    static Options<Softplus> options() {
        return {
            {"beta", &Softplus::beta, scale_range, "sharpness of the bend: large is like relu"}};
    }
    Range range() const { return at_least(0); }
    Formula symbolic(const Formula& z) const { return softplus(beta * z) / beta; }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        a = positive_part<T>(z) + (T(-beta) * z.abs()).exp().log1p() / T(beta);
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        // The sigmoid of βz, which is 1 − e^−βa.
        delta *= -(T(-beta) * a).expm1();
    }
};

/// (z + h)/2 with h = √(z² + b); left of 0 the same as b/2 / (h − z), which does not cancel.
struct Squareplus {
    double b = 4.0;

    static constexpr std::string_view name = "squareplus";
    static constexpr std::string_view help = "softplus without exponentials";
    static constexpr std::string_view formula = "(z + sqrt(z^2 + b)) / 2";
    static constexpr std::string_view source = "Barron 2021";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::smooth,
        .monotonic = true,
        .derivative_monotonic = true,
        .identity_near_0 = false,
        .elementwise = true,
        .needs_z = true,
        .initializer = "he_uniform",
        .weakness = "its mean is far from 0: it is 1 at 0, and falls slowly on the left"};
    static Options<Squareplus> options() {
        return {{"b", &Squareplus::b, scale_range, "width of the bend: small is like relu"}};
    }
    Range range() const { return at_least(0); }
    Formula symbolic(const Formula& z) const {
        const Formula sum = sqrt(z * z + b) + abs(z);
        return if_less(z, 0, b / (2 * sum), sum / 2);
    }

    template <class T>
    T value(T x) const {
        return value(x, root(x));
    }
    template <class T>
    T slope(T x) const {
        const T h = root(x);
        return value(x, h) / h;
    }

  private:
    template <class T>
    T root(T x) const {
        return std::hypot(x, T(std::sqrt(b)));
    }
    template <class T>
    T value(T x, T h) const {
        return x < 0 ? T(b / 2) / (h - x) : (x + h) / 2;
    }
};

/// −softplus(−z)
struct LogSigmoid {
    static constexpr std::string_view name = "log_sigmoid";
    static constexpr std::string_view help = "logarithm of a probability, without rounding to 0";
    static constexpr std::string_view formula = "ln(1 / (1 + e^-z))";
    static constexpr std::string_view source = "standard function (logarithm of the sigmoid)";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::smooth,
        .monotonic = true,
        .derivative_monotonic = true,
        .identity_near_0 = false,
        .elementwise = true,
        .needs_z = false,
        .initializer = "glorot_uniform",
        .weakness =
            "saturates on the right, and is never positive: for outputs, not between layers"};
    static Options<LogSigmoid> options() { return {}; }
    Range range() const { return {-infinity, 0}; }
    Formula symbolic(const Formula& z) const { return -softplus(-z); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        a = negative_part<T>(z) - (-z.abs()).exp().log1p();
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        // 1 − σ(z)
        delta *= -a.expm1();
    }
};

}  // namespace mlp::activation
