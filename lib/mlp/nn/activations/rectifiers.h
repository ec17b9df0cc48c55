#pragma once

#include "mlp/nn/activation.h"
#include "mlp/nn/activations/elementwise.h"

#include <algorithm>
#include <cmath>
#include <numbers>

/// Activations that pass positive inputs and hold back negative ones. Comparisons are written so
/// that NaN passes through and a broken training is seen.
namespace mlp::activation {

struct Relu {
    static constexpr std::string_view name = "relu";
    static constexpr std::string_view help = "rectified linear unit: fast and the usual first try";
    static constexpr ActivationTraits traits{"max(0, z)", at_least(0), "he", false};
    static Options<Relu> options() { return {}; }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        each(
            a, [](T x) { return x < 0 ? T(0) : x; }, z);
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        each(
            delta, [](T d, T y) { return y > 0 ? d : T(0); }, delta, a);
    }
};

struct LeakyRelu {
    double alpha = 0.01;

    static constexpr std::string_view name = "leaky_relu";
    static constexpr std::string_view help = "relu that still learns on the negative side";
    static constexpr ActivationTraits traits{"z if z > 0, else alpha z", any_number, "he", false};
    static Options<LeakyRelu> options() {
        return {{"alpha", &LeakyRelu::alpha, at_least(0), "slope for negative inputs"}};
    }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        each(
            a, [slope = T(alpha)](T x) { return x < 0 ? slope * x : x; }, z);
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        each(
            delta, [slope = T(alpha)](T d, T y) { return y > 0 ? d : slope * d; }, delta, a);
    }
};

/// Clevert, Unterthiner and Hochreiter 2016.
struct Elu {
    double alpha = 1.0;

    static constexpr std::string_view name = "elu";
    static constexpr std::string_view help =
        "exponential linear unit: smooth, levels off at -alpha";
    static constexpr ActivationTraits traits{"z if z > 0, else alpha (e^z - 1)", any_number, "he",
                                             false};
    static Options<Elu> options() {
        return {{"alpha", &Elu::alpha, at_least(0), "where it levels off, below zero"}};
    }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        each(
            a, [s = T(alpha)](T x) { return x > 0 ? x : s * std::expm1(x); }, z);
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        // alpha·eᶻ = a + alpha
        each(
            delta, [s = T(alpha)](T d, T y) { return y > 0 ? d : d * (y + s); }, delta, a);
    }
};

/// Hendrycks and Gimpel 2016, the exact form: Φ is the normal distribution function.
struct Gelu {
    static constexpr std::string_view name = "gelu";
    static constexpr std::string_view help = "Gaussian error linear unit, exact: smooth relu";
    static constexpr ActivationTraits traits{"z Phi(z)", at_least(-0.17), "he", true};
    static Options<Gelu> options() { return {}; }

    template <class T>
    static T distribution(T x) {
        return T(0.5) * std::erfc(-x * T(std::numbers::sqrt2 / 2));
    }
    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        each(
            a, [](T x) { return x * distribution(x); }, z);
    }
    template <class T>
    void df(ConstArrayView<T> z, ConstArrayView<T>, ArrayView<T> delta) const {
        constexpr T density_at_0 = T(0.39894228040143267794);  // 1/√(2π)
        each(
            delta,
            [](T d, T x) {
                return d * (distribution(x) + x * density_at_0 * std::exp(T(-0.5) * x * x));
            },
            delta, z);
    }
};

/// Dugas et al. 2001.
struct Softplus {
    static constexpr std::string_view name = "softplus";
    static constexpr std::string_view help = "smooth relu that is always positive";
    static constexpr ActivationTraits traits{"ln(1 + e^z)", at_least(0), "he", false};
    static Options<Softplus> options() { return {}; }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        each(
            a, [](T x) { return (x < 0 ? T(0) : x) + std::log1p(std::exp(-std::abs(x))); }, z);
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        // The sigmoid of z, which is 1 − e⁻ᵃ.
        each(
            delta, [](T d, T y) { return d * -std::expm1(-y); }, delta, a);
    }
};

/// Misra 2019. With e = eᶻ and n = e² + 2e, tanh(softplus z) is n / (n + 2).
struct Mish {
    static constexpr std::string_view name = "mish";
    static constexpr std::string_view help = "smooth relu with a small dip below zero";
    static constexpr ActivationTraits traits{"z tanh(ln(1 + e^z))", at_least(-0.309), "he", true};
    static Options<Mish> options() { return {}; }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        each(
            a,
            [](T x) {
                const T e = capped_exp(x);
                const T n = e * (e + 2);
                return x * (n / (n + 2));
            },
            z);
    }
    template <class T>
    void df(ConstArrayView<T> z, ConstArrayView<T>, ArrayView<T> delta) const {
        each(
            delta,
            [](T d, T x) {
                const T e = capped_exp(x);
                const T n = e * (e + 2);
                const T t = n / (n + 2);
                const T dt = 4 * (n + 1) / ((n + 2) * (n + 2)) * e / (1 + e);
                return d * (t + x * dt);
            },
            delta, z);
    }

  private:
    /// Above 20 the result is x to the last bit, while e² could overflow.
    template <class T>
    static T capped_exp(T x) {
        return std::exp(x > T(20) ? T(20) : x);
    }
};

}  // namespace mlp::activation
