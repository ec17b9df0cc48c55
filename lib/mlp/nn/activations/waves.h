#pragma once

#include "mlp/nn/activation.h"
#include "mlp/nn/activations/elementwise.h"

/// Bumps and waves: functions that rise and fall.
namespace mlp::activation {

struct Gaussian {
    static constexpr std::string_view name = "gaussian";
    static constexpr std::string_view help =
        "a bump at 0: answers to one region, as a radial basis";
    static constexpr std::string_view formula = "e^-z^2";
    static constexpr std::string_view source = "Broomhead and Lowe 1988 (radial basis functions)";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::smooth,
        .monotonic = false,
        .derivative_monotonic = false,
        .identity_near_0 = false,
        .elementwise = true,
        .needs_z = true,
        .initializer = "glorot_uniform",
        .weakness = "no gradient at 0, and none far from it: needs inputs of a moderate size"};
    static Options<Gaussian> options() { return {}; }
    Range range() const { return between(0, 1); }
    Formula symbolic(const Formula& z) const { return exp(-(z * z)); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        a = (-z.square()).exp();
    }
    template <class T>
    void df(ConstArrayView<T> z, ConstArrayView<T> a, ArrayView<T> delta) const {
        delta *= T(-2) * z * a;
    }
};

struct Sine {
    double omega = 1.0;

    static constexpr std::string_view name = "sine";
    static constexpr std::string_view help = "waves: signals, images and fields with fine detail";
    static constexpr std::string_view formula = "sin(omega z)";
    static constexpr std::string_view source =
        "Sitzmann, Martel, Bergman, Lindell and Wetzstein 2020";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::smooth,
        .monotonic = false,
        .derivative_monotonic = false,
        .identity_near_0 = true,
        .elementwise = true,
        .needs_z = true,
        .initializer = "siren",
        .weakness = "many poor minima: needs weights of the right size at the start"};
    static Options<Sine> options() {
        return {{"omega", &Sine::omega, scale_range, "frequency; 30 is usual in a first layer"}};
    }
    Range range() const { return between(-1, 1); }
    Formula symbolic(const Formula& z) const { return sin(omega * z); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        a = (T(omega) * z).sin();
    }
    template <class T>
    void df(ConstArrayView<T> z, ConstArrayView<T>, ArrayView<T> delta) const {
        delta *= T(omega) * (T(omega) * z).cos();
    }
};

}  // namespace mlp::activation
