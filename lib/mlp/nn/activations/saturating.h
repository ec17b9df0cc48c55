#pragma once

#include "mlp/nn/activation.h"

/// Activations that level off on both sides, and linear, which does nothing.
namespace mlp::activation {

struct Linear {
    static constexpr std::string_view name = "linear";
    static constexpr std::string_view help = "the identity: outputs of a regression";
    static constexpr ActivationTraits traits{"z", any_number, "glorot", false};
    static Options<Linear> options() { return {}; }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        if (z.data() != a.data()) a = z;
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T>, ArrayView<T>) const {}
};

struct Sigmoid {
    static constexpr std::string_view name = "sigmoid";
    static constexpr std::string_view help = "the logistic function: the probability of a yes";
    static constexpr ActivationTraits traits{"1 / (1 + e^-z)", between(0, 1), "glorot", true};
    static Options<Sigmoid> options() { return {}; }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        a = z.logistic();
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        delta *= a * (T(1) - a);
    }
};

struct Tanh {
    static constexpr std::string_view name = "tanh";
    static constexpr std::string_view help = "hyperbolic tangent: a sigmoid centred on zero";
    static constexpr ActivationTraits traits{"tanh z", between(-1, 1), "glorot", false};
    static Options<Tanh> options() { return {}; }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        a = z.tanh();
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        delta *= T(1) - a.square();
    }
};

}  // namespace mlp::activation
