#pragma once

#include "mlp/nn/activation.h"
#include "mlp/nn/activations/elementwise.h"

#include <cmath>
#include <string>
#include <vector>

/// Hard decisions. Their derivative is 0, so networks of them learn only by a surrogate: something
/// else that is put in the place of f′ in backward().
namespace mlp::activation {

/// The surrogates of a step of a given height at 0:
/// - straight_through: 1 where |z| ≤ 1, else 0, the derivative of hard_tanh (Hinton 2012, Bengio,
///   Leonard and Courville 2013; with the window of Hubara et al. 2016);
/// - sigmoid: height·k·s·(1 − s) with s = σ(k z), the derivative of a sigmoid of that height and
///   the steepness k (Neftci, Mostafa and Zenke 2019). It is height·k/4 at 0.
struct Surrogate {
    std::string surrogate = "none";
    double steepness = 4;

    bool trainable() const { return surrogate != "none"; }
    bool exact_gradient() const { return surrogate == "none"; }

    template <class S>
    static Options<S> surrogate_options() {
        return {{"surrogate", &Surrogate::surrogate,
                 std::vector<std::string>{"none", "straight_through", "sigmoid"},
                 "what stands for the derivative, which is 0: none, straight_through (1 where "
                 "|z| <= 1, else 0) or sigmoid (that of a sigmoid of this steepness)"},
                {"steepness", &Surrogate::steepness, scale_range,
                 "k of the surrogate sigmoid h s (1 - s) k with s = 1 / (1 + e^(-k z)), where h, "
                 "the height of the step, is 1 for step and 2 for sign"}};
    }

  protected:
    template <class T>
    void apply(T height, ConstArrayView<T> z, ArrayView<T> delta) const {
        if (surrogate == "straight_through") {
            each(delta, delta, z, [](T d, T x) { return std::abs(x) > 1 ? T(0) : d; });
        } else if (surrogate == "sigmoid") {
            each(delta, delta, z, [height, k = T(steepness)](T d, T x) {
                const T s = 1 / (1 + std::exp(-k * x));
                return d * (height * k * s * (1 - s));
            });
        } else {
            delta.setZero();
        }
    }
};

/// 1 at 0.
struct Step : Surrogate {
    static constexpr std::string_view name = "step";
    static constexpr std::string_view help = "Heaviside's step: a yes or no; 1 at 0";
    static constexpr std::string_view formula = "1 if z >= 0, else 0";
    static constexpr std::string_view source = "McCulloch and Pitts 1943";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::discontinuous,
        .monotonic = true,
        .derivative_monotonic = false,
        .identity_near_0 = false,
        .elementwise = true,
        .needs_z = true,
        .initializer = "glorot_uniform",
        .weakness = "the derivative is 0 everywhere: learns only with a surrogate"};
    static Options<Step> options() { return surrogate_options<Step>(); }
    Range range() const { return between(0, 1); }
    Formula symbolic(const Formula& z) const { return if_less(z, 0, 0, 1); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        each(a, z, [](T x) { return x >= 0 ? T(1) : x < 0 ? T(0) : x; });
    }
    template <class T>
    void df(ConstArrayView<T> z, ConstArrayView<T>, ArrayView<T> delta) const {
        apply(T(1), z, delta);
    }
};

/// 0 at 0.
struct Sign : Surrogate {
    static constexpr std::string_view name = "sign";
    static constexpr std::string_view help = "binary units -1 and 1; 0 at 0";
    static constexpr std::string_view formula = "1 if z > 0, -1 if z < 0, 0 if z = 0";
    static constexpr std::string_view source =
        "Hubara, Courbariaux, Soudry, El-Yaniv and Bengio 2016";
    static constexpr ActivationTraits traits = Step::traits;
    static Options<Sign> options() { return surrogate_options<Sign>(); }
    Range range() const { return between(-1, 1); }
    Formula symbolic(const Formula& z) const { return sign(z); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        each(a, z, [](T x) { return x > 0 ? T(1) : x < 0 ? T(-1) : x; });
    }
    template <class T>
    void df(ConstArrayView<T> z, ConstArrayView<T>, ArrayView<T> delta) const {
        apply(T(2), z, delta);
    }
};

}  // namespace mlp::activation
