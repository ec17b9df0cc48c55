#pragma once

#include "mlp/nn/activation.h"
#include "mlp/nn/activations/elementwise.h"

#include <cmath>
#include <numbers>

/// S-shaped functions that are odd: f(−z) = −f(z), so that signals keep their mean of 0.
namespace mlp::activation {

struct Tanh {
    static constexpr std::string_view name = "tanh";
    static constexpr std::string_view help = "hyperbolic tangent: a sigmoid centred on zero";
    static constexpr std::string_view formula = "(e^z - e^-z) / (e^z + e^-z)";
    static constexpr std::string_view source = "LeCun, Bottou, Orr and Mueller 1998";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::smooth,
        .monotonic = true,
        .derivative_monotonic = false,
        .identity_near_0 = true,
        .elementwise = true,
        .needs_z = false,
        .initializer = "glorot_uniform",
        .weakness = "saturates: gradients vanish for large |z|"};
    static Options<Tanh> options() { return {}; }
    Range range() const { return between(-1, 1); }
    Formula symbolic(const Formula& z) const { return tanh(z); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        a = z.tanh();
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        delta *= T(1) - a.square();
    }
};

struct ScaledTanh {
    static constexpr double height = 1.7159;
    static constexpr std::string_view name = "scaled_tanh";
    static constexpr std::string_view help = "tanh scaled such that f(1) = 1 and f(-1) = -1";
    static constexpr std::string_view formula = "1.7159 tanh(2 z / 3)";
    static constexpr std::string_view source = "LeCun, Bottou, Orr and Mueller 1998";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::smooth,
        .monotonic = true,
        .derivative_monotonic = false,
        .identity_near_0 = false,
        .elementwise = true,
        .needs_z = false,
        .initializer = "lecun_uniform",
        .weakness = "saturates: gradients vanish for large |z|"};
    static Options<ScaledTanh> options() { return {}; }
    Range range() const { return between(-height, height); }
    Formula symbolic(const Formula& z) const { return height * tanh(2.0 / 3 * z); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        a = T(height) * (T(2.0 / 3) * z).tanh();
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        delta *= T(2.0 / 3 * height) * (T(1) - (a * T(1 / height)).square());
    }
};

struct HardTanh {
    static constexpr std::string_view name = "hard_tanh";
    static constexpr std::string_view help = "the identity, cut off at -1 and 1: a cheap tanh";
    static constexpr std::string_view formula = "min(max(z, -1), 1)";
    static constexpr std::string_view source = "Collobert 2004";
    static constexpr ActivationTraits traits{.smoothness = Smoothness::c0,
                                             .monotonic = true,
                                             .derivative_monotonic = false,
                                             .identity_near_0 = true,
                                             .elementwise = true,
                                             .needs_z = false,
                                             .initializer = "glorot_uniform",
                                             .weakness = "saturates: no gradient where |z| >= 1"};
    static Options<HardTanh> options() { return {}; }
    Range range() const { return between(-1, 1); }
    Formula symbolic(const Formula& z) const { return minimum(maximum(z, -1), 1); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        each(a, z, [](T x) { return x < -1 ? T(-1) : x > 1 ? T(1) : x; });
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        each(delta, delta, a, [](T d, T y) { return std::abs(y) >= 1 ? T(0) : d; });
    }
};

struct Arctan {
    static constexpr std::string_view name = "arctan";
    static constexpr std::string_view help = "like tanh, but levels off slowly, at pi/2";
    static constexpr std::string_view formula = "arctan z";
    static constexpr std::string_view source = "standard function";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::smooth,
        .monotonic = true,
        .derivative_monotonic = false,
        .identity_near_0 = true,
        .elementwise = true,
        .needs_z = true,
        .initializer = "glorot_uniform",
        .weakness = "saturates, if slowly: gradients fall as 1/z^2"};
    static Options<Arctan> options() { return {}; }
    Range range() const { return between(-std::numbers::pi / 2, std::numbers::pi / 2); }
    Formula symbolic(const Formula& z) const { return atan(z); }

    template <class T>
    T value(T x) const {
        return std::atan(x);
    }
    template <class T>
    T slope(T x) const {
        return 1 / (1 + x * x);
    }
};

struct Softsign {
    static constexpr std::string_view name = "softsign";
    static constexpr std::string_view help = "a cheap tanh that levels off slowly";
    static constexpr std::string_view formula = "z / (1 + |z|)";
    static constexpr std::string_view source = "Elliott 1993; Turian, Bergstra and Bengio 2009";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::c1,
        .monotonic = true,
        .derivative_monotonic = false,
        .identity_near_0 = true,
        .elementwise = true,
        .needs_z = true,
        .initializer = "glorot_uniform",
        .weakness = "saturates, if slowly: gradients fall as 1/z^2"};
    static Options<Softsign> options() { return {}; }
    Range range() const { return between(-1, 1); }
    Formula symbolic(const Formula& z) const { return z / (1 + abs(z)); }

    template <class T>
    T value(T x) const {
        return x / (1 + std::abs(x));
    }
    template <class T>
    T slope(T x) const {
        const T s = 1 / (1 + std::abs(x));
        return s * s;
    }
};

/// Known as the inverse square root unit, ISRU. hypot(z, 1) is √(1 + z²) without overflow.
struct Algebraic {
    static constexpr std::string_view name = "algebraic";
    static constexpr std::string_view help = "a tanh without exponentials";
    static constexpr std::string_view formula = "z / sqrt(1 + z^2)";
    static constexpr std::string_view source =
        "Carlile, Delamarter, Kinney, Marti and Whitney 2017";
    static constexpr ActivationTraits traits{.smoothness = Smoothness::smooth,
                                             .monotonic = true,
                                             .derivative_monotonic = false,
                                             .identity_near_0 = true,
                                             .elementwise = true,
                                             .needs_z = true,
                                             .initializer = "glorot_uniform",
                                             .weakness = "saturates: gradients fall as 1/|z|^3"};
    static Options<Algebraic> options() { return {}; }
    Range range() const { return between(-1, 1); }
    Formula symbolic(const Formula& z) const { return z / sqrt(1 + z * z); }

    template <class T>
    T value(T x) const {
        return x / std::hypot(x, T(1));
    }
    template <class T>
    T slope(T x) const {
        const T s = 1 / std::hypot(x, T(1));
        return s * s * s;
    }
};

struct Gudermannian {
    static constexpr std::string_view name = "gudermannian";
    static constexpr std::string_view help = "between tanh and arctan: levels off at pi/2, fast";
    static constexpr std::string_view formula = "2 arctan(tanh(z / 2))";
    static constexpr std::string_view source = "standard function";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::smooth,
        .monotonic = true,
        .derivative_monotonic = false,
        .identity_near_0 = true,
        .elementwise = true,
        .needs_z = true,
        .initializer = "glorot_uniform",
        .weakness = "saturates: gradients vanish for large |z|"};
    static Options<Gudermannian> options() { return {}; }
    Range range() const { return between(-std::numbers::pi / 2, std::numbers::pi / 2); }
    Formula symbolic(const Formula& z) const { return 2 * atan(tanh(z / 2)); }

    template <class T>
    T value(T x) const {
        return 2 * std::atan(std::tanh(x / 2));
    }
    template <class T>
    T slope(T x) const {
        return 1 / std::cosh(x);
    }
};

struct Erf {
    static constexpr std::string_view name = "erf";
    static constexpr std::string_view help = "the error function: the flattest tails of all";
    static constexpr std::string_view formula = "2 / sqrt(pi) times the integral of e^-t^2, 0 to z";
    static constexpr std::string_view source = "standard function";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::smooth,
        .monotonic = true,
        .derivative_monotonic = false,
        .identity_near_0 = false,
        .elementwise = true,
        .needs_z = true,
        .initializer = "glorot_uniform",
        .weakness = "saturates: gradients vanish fastest of all for large |z|"};
    static Options<Erf> options() { return {}; }
    Range range() const { return between(-1, 1); }
    Formula symbolic(const Formula& z) const { return erf(z); }

    template <class T>
    T value(T x) const {
        return std::erf(x);
    }
    template <class T>
    T slope(T x) const {
        return T(2 * std::numbers::inv_sqrtpi) * std::exp(-x * x);
    }
};

}  // namespace mlp::activation
