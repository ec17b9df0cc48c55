#pragma once

#include "mlp/nn/activation.h"
#include "mlp/nn/activations/elementwise.h"

/// Positive inputs pass; negative ones level off along an exponential. Then f′ follows from a.
namespace mlp::activation {

struct Elu {
    double alpha = 1.0;

    static constexpr std::string_view name = "elu";
    static constexpr std::string_view help =
        "exponential linear unit: smooth, levels off at -alpha";
    static constexpr std::string_view formula = "z if z > 0, else alpha (e^z - 1)";
    static constexpr std::string_view source = "Clevert, Unterthiner and Hochreiter 2016";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::c1,
        .monotonic = true,
        .derivative_monotonic = true,
        .identity_near_0 = true,
        .elementwise = true,
        .needs_z = false,
        .initializer = "he_uniform",
        .weakness = "saturates on the left: gradients vanish far below 0"};
    static Options<Elu> options() {
        return {{"alpha", &Elu::alpha, slope_range, "where it levels off, below zero"}};
    }
    Range range() const { return at_least(-alpha); }
    Formula symbolic(const Formula& z) const {
        return maximum(z, 0) + alpha * expm1(minimum(z, 0));
    }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        a = positive_part<T>(z) + T(alpha) * negative_part<T>(z).expm1();
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        // alpha·eᶻ = a + alpha
        each(delta, delta, a, [s = T(alpha)](T d, T y) { return y > 0 ? d : d * (y + s); });
    }
};

/// With these two constants and weights of variance 1/fan-in, activations tend to mean 0 and
/// variance 1 from layer to layer.
struct Selu {
    static constexpr double lambda = 1.0507009873554804934;
    static constexpr double alpha = 1.6732632423543772848;

    static constexpr std::string_view name = "selu";
    static constexpr std::string_view help = "elu that normalises itself: deep plain networks";
    static constexpr std::string_view formula = "1.0507 z if z > 0, else 1.0507 * 1.6733 (e^z - 1)";
    static constexpr std::string_view source = "Klambauer, Unterthiner, Mayr and Hochreiter 2017";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::c0,
        .monotonic = true,
        .derivative_monotonic = false,
        .identity_near_0 = false,
        .elementwise = true,
        .needs_z = false,
        .initializer = "lecun_normal",
        .weakness = "keeps its promise only with lecun_normal weights and standardized inputs"};
    static Options<Selu> options() { return {}; }
    Range range() const { return at_least(-lambda * alpha); }
    Formula symbolic(const Formula& z) const {
        return lambda * maximum(z, 0) + lambda * alpha * expm1(minimum(z, 0));
    }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        a = T(lambda) * positive_part<T>(z) + T(lambda * alpha) * negative_part<T>(z).expm1();
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        each(delta, delta, a,
             [](T d, T y) { return d * (y > 0 ? T(lambda) : y + T(lambda * alpha)); });
    }
};

struct Celu {
    double alpha = 1.0;

    static constexpr std::string_view name = "celu";
    static constexpr std::string_view help = "elu with a continuous slope for every alpha";
    static constexpr std::string_view formula = "z if z > 0, else alpha (e^(z/alpha) - 1)";
    static constexpr std::string_view source = "Barron 2017";
    static constexpr ActivationTraits traits = Elu::traits;
    static Options<Celu> options() {
        return {{"alpha", &Celu::alpha, scale_range, "where it levels off, below zero"}};
    }
    Range range() const { return at_least(-alpha); }
    Formula symbolic(const Formula& z) const {
        return maximum(z, 0) + alpha * expm1(minimum(z, 0) / alpha);
    }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        a = positive_part<T>(z) + T(alpha) * (negative_part<T>(z) / T(alpha)).expm1();
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        // e^(z/alpha) = a/alpha + 1
        each(delta, delta, a, [s = T(1 / alpha)](T d, T y) { return y > 0 ? d : d * (y * s + 1); });
    }
};

}  // namespace mlp::activation
