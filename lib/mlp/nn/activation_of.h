#pragma once

#include "mlp/nn/activation.h"

#include <memory>

namespace mlp {

/// Makes an Activation<T> of a struct S, which is
/// - `name`, `help`, `formula`, `source`, `traits`, `options()`: what catalogues know,
/// - `Range range() const`: the values of f with these options,
/// - f and its derivative side by side, either as functions of one number,
///     T value(T x) const;  T slope(T x) const;                     (traits.needs_z is true)
///   or, where whole arrays (units × samples) are faster or units depend on each other,
///     void f(ConstArrayView<T> z, ArrayView<T> a) const;           a = f(z)
///     void df(ConstArrayView<T> z, ConstArrayView<T> a, ArrayView<T> delta) const;
///                                                                  delta: ∂L/∂a in, ∂L/∂z out
///   f may take a third argument, `const Pass&`, if it is noisy,
/// - if need be `trainable()`, `exact_gradient()`, `logit_scale()` as in Activation.
template <class T, class S>
class ActivationOf final : public Activation<T> {
  public:
    explicit ActivationOf(const S& s) : s_(s) {}

    std::string_view name() const override { return S::name; }
    const ActivationTraits& traits() const override { return S::traits; }
    Range range() const override { return s_.range(); }
    bool trainable() const override {
        if constexpr (requires { s_.trainable(); }) return s_.trainable();
        return true;
    }
    bool exact_gradient() const override {
        if constexpr (requires { s_.exact_gradient(); }) return s_.exact_gradient();
        return true;
    }
    double logit_scale() const override {
        if constexpr (requires { s_.logit_scale(); }) return s_.logit_scale();
        return 1;
    }

    void forward(ConstVectorView<T>, ConstView<T> z, View<T> a, const Pass& pass) const override {
        if constexpr (by_number) {
            static_assert(S::traits.needs_z, "slope(x) needs z");
            for (Index i = 0; i < a.size(); ++i) {
                a.data()[i] = s_.template value<T>(z.data()[i]);
            }
        } else if constexpr (requires { s_.template f<T>(array(z), array(a), pass); }) {
            s_.template f<T>(array(z), array(a), pass);
        } else {
            s_.template f<T>(array(z), array(a));
        }
    }

    void backward(ConstVectorView<T>, ConstView<T> z, ConstView<T> a, View<T> delta, View<T>,
                  VectorView<T>) const override {
        if constexpr (by_number) {
            for (Index i = 0; i < delta.size(); ++i) {
                delta.data()[i] *= s_.template slope<T>(z.data()[i]);
            }
        } else {
            s_.template df<T>(array(z), array(a), array(delta));
        }
    }

  private:
    static constexpr bool by_number = requires(const S& s, T x) { s.template value<T>(x); };

    S s_;
};

/// An activation of your own: extensions.add(activation_extension<Wavelet>()), and configs read
/// with these extensions may name it. See apps/examples/own_activation.cpp.
template <class S>
std::shared_ptr<const Extension> activation_extension() {
    return make_extension<S, ActivationOf, Activation>("activation");
}

}  // namespace mlp
