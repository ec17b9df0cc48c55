#pragma once

#include "mlp/nn/activation.h"
#include "mlp/nn/activations/elementwise.h"

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

/// z times a gate between 0 and 1 that opens as z grows. All dip below 0 on the left.
namespace mlp::activation {

/// The gate is Φ, the normal distribution function; approximately σ(2u) = (1 + tanh u)/2 with
/// u = √(2/π) (z + 0.044715 z³).
struct Gelu {
    std::string approximation = "none";

    static constexpr std::string_view name = "gelu";
    static constexpr std::string_view help = "Gaussian error linear unit: the relu of transformers";
    static constexpr std::string_view formula = "z Phi(z), Phi the normal distribution function";
    static constexpr std::string_view source = "Hendrycks and Gimpel 2016";
    static constexpr ActivationTraits traits{.smoothness = Smoothness::smooth,
                                             .monotonic = false,
                                             .derivative_monotonic = false,
                                             .identity_near_0 = false,
                                             .elementwise = true,
                                             .needs_z = true,
                                             .initializer = "he_uniform",
                                             .weakness = "costs several times as much as relu"};
    static Options<Gelu> options() {
        return {{"approximation", &Gelu::approximation, std::vector<std::string>{"none", "tanh"},
                 "none: exact; tanh: z (1 + tanh(sqrt(2/pi) (z + 0.044715 z^3))) / 2, faster"}};
    }
    /// From −0.16997120747990369 at z = −0.7518, or −0.17004075057125406 at z = −0.7525.
    Range range() const { return at_least(approximate() ? -0.170040750572 : -0.169971207480); }
    Formula symbolic(const Formula& z) const {
        if (approximate()) return z * sigmoid(k * z * (1 + c * (z * z)));
        return z * (0.5 * (1 + erf(z * (std::numbers::sqrt2 / 2))));
    }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        if (approximate()) {
            a = z / (T(1) + (-exponent<T>(z)).exp());
        } else {
            each(a, z, [](T x) { return x * distribution(x); });
        }
    }
    template <class T>
    void df(ConstArrayView<T> z, ConstArrayView<T>, ArrayView<T> delta) const {
        if (approximate()) {
            const auto gate = (T(1) + (-exponent<T>(z)).exp()).inverse();
            const auto rate = T(k) * (T(1) + T(3 * c) * z.square());
            delta *= gate * (T(1) + z * rate * (T(1) - gate));
        } else {
            constexpr T density_at_0 = T(0.39894228040143267794);  // 1/√(2π)
            each(delta, delta, z, [](T d, T x) {
                return d * (distribution(x) + x * density_at_0 * std::exp(T(-0.5) * x * x));
            });
        }
    }

  private:
    static constexpr double k = 1.5957691216057307118;  // 2 √(2/π)
    static constexpr double c = 0.044715;

    bool approximate() const { return approximation == "tanh"; }
    /// 2u
    template <class T>
    static auto exponent(ConstArrayView<T> z) {
        return T(k) * z * (T(1) + T(c) * z.square());
    }
    template <class T>
    static T distribution(T x) {
        return T(0.5) * std::erfc(-x * T(std::numbers::sqrt2 / 2));
    }
};

/// The gate is σ(βz).
struct Silu {
    double beta = 1.0;

    static constexpr std::string_view name = "silu";
    static constexpr std::string_view help = "smooth relu with a small dip; also called swish";
    static constexpr std::string_view formula = "z / (1 + e^(-beta z))";
    static constexpr std::string_view source =
        "Elfwing, Uchibe and Doya 2018; Ramachandran, Zoph and Le 2017";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::smooth,
        .monotonic = false,
        .derivative_monotonic = false,
        .identity_near_0 = false,
        .elementwise = true,
        .needs_z = true,
        .initializer = "he_uniform",
        .weakness = "dips below 0 before it levels off: two inputs can give the same output"};
    static Options<Silu> options() {
        return {{"beta", &Silu::beta, scale_range, "sharpness of the bend: large is like relu"}};
    }
    /// The least value, at βz = −1.2785, is that of Lambert's W function at 1/e, divided by −β.
    Range range() const { return at_least(-0.278464542762 / beta); }
    Formula symbolic(const Formula& z) const { return z * sigmoid(beta * z); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        a = z / (T(1) + (T(-beta) * z).exp());
    }
    template <class T>
    void df(ConstArrayView<T> z, ConstArrayView<T>, ArrayView<T> delta) const {
        const auto gate = (T(1) + (T(-beta) * z).exp()).inverse();
        delta *= gate * (T(1) + T(beta) * z * (T(1) - gate));
    }
};

/// The gate is hard_sigmoid.
struct HardSwish {
    static constexpr std::string_view name = "hard_swish";
    static constexpr std::string_view help = "silu of straight lines and a parabola: cheap";
    static constexpr std::string_view formula = "z min(max(z + 3, 0), 6) / 6";
    static constexpr std::string_view source = "Howard et al. 2019 (MobileNetV3)";
    static constexpr ActivationTraits traits{.smoothness = Smoothness::c0,
                                             .monotonic = false,
                                             .derivative_monotonic = false,
                                             .identity_near_0 = false,
                                             .elementwise = true,
                                             .needs_z = true,
                                             .initializer = "he_uniform",
                                             .weakness = "units can die: no gradient below -3"};
    static Options<HardSwish> options() { return {}; }
    /// The least value is at −3/2.
    Range range() const { return at_least(-0.375); }
    Formula symbolic(const Formula& z) const { return z * (minimum(maximum(z + 3, 0), 6) / 6); }

    template <class T>
    T value(T x) const {
        return x * (x < -3 ? T(0) : x > 3 ? T(1) : (x + 3) / 6);
    }
    /// At the kinks −3 and 3 that of the parabola.
    template <class T>
    T slope(T x) const {
        return x < -3 ? T(0) : x > 3 ? T(1) : x / 3 + T(0.5);
    }
};

/// The gate is tanh(softplus z) = n/(n + 2) with n = e² + 2e and e = eᶻ. Above 20 it is 1 to the
/// last bit of a double, while n² could overflow a float: there e stays at e²⁰. (Should min() drop
/// a NaN, the factor z of f brings it back.)
struct Mish {
    static constexpr std::string_view name = "mish";
    static constexpr std::string_view help = "smooth relu with a small dip below zero";
    static constexpr std::string_view formula = "z tanh(ln(1 + e^z))";
    static constexpr std::string_view source = "Misra 2019";
    static constexpr ActivationTraits traits = Silu::traits;
    static Options<Mish> options() { return {}; }
    /// The least value is at −1.1924.
    Range range() const { return at_least(-0.308843413018); }
    Formula symbolic(const Formula& z) const { return z * tanh(softplus(z)); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        a = z.min(T(20)).exp();
        a *= a + T(2);
        a = z * (a / (a + T(2)));
    }
    /// f′ = gate + z·gate′, where gate′ = 4 e (1 + e) / (n + 2)²
    template <class T>
    void df(ConstArrayView<T> z, ConstArrayView<T>, ArrayView<T> delta) const {
        const auto x = z.min(T(20));
        const auto e = x.exp();
        const auto n = e * (e + T(2));
        delta *= n / (n + T(2)) + T(4) * x * e * (e + T(1)) / (n + T(2)).square();
    }
};

}  // namespace mlp::activation
