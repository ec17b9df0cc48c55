#pragma once

#include "mlp/core/simd.h"
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
/// - `Formula symbolic(const Formula& z) const`: f in symbols, as it is after training, without
///   which networks with it cannot be exported; for units that depend on each other instead
///   `Operations operations(Index units) const`,
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
    bool noisy() const override {
        return requires(ConstArrayView<T> z, ArrayView<T> a, const Pass& pass) {
            s_.template f<T>(z, a, pass);
        };
    }
    double logit_scale() const override {
        if constexpr (requires { s_.logit_scale(); }) return s_.logit_scale();
        return 1;
    }

    Operations operations(ConstVectorView<T> parameters, const Shape& units) const override {
        if constexpr (requires { s_.operations(units.size()); }) {
            return s_.operations(units.size());
        } else if constexpr (requires { s_.symbolic(Formula::variable()); }) {
            return {{operation::Elementwise{s_.symbolic(Formula::variable()), {}, to_choice(s_)},
                     units.size()}};
        } else {
            return Activation<T>::operations(parameters, units);
        }
    }

    void forward(ConstVectorView<T>, ConstView<T> z, View<T> a, const Pass& pass) const override {
        if constexpr (by_number) {
            static_assert(S::traits.needs_z, "slope(x) needs z");
            for (Index i = 0; i < a.size(); ++i) {
                a.data()[i] = s_.template value<T>(z.data()[i]);
            }
        } else if constexpr (requires { s_.template f<T>(array(z), array(a), pass); }) {
            s_.template f<T>(array(z), array(a), pass);
        } else if constexpr (S::traits.elementwise) {
            in_packs(a.size(), [&](Index first, Index count) {
                const Stretch in(z.data() + first, count);
                Stretch out(a.data() + first, count);
                s_.template f<T>(in.numbers(), out.room());
                out.write(a.data() + first);
            });
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
        } else if constexpr (S::traits.elementwise) {
            in_packs(delta.size(), [&](Index first, Index count) {
                const Stretch in(S::traits.needs_z ? z.data() + first : a.data() + first, count);
                const Stretch out(a.data() + first, count);
                Stretch d(delta.data() + first, count);
                s_.template df<T>(in.numbers(), out.numbers(), d.room());
                d.write(delta.data() + first);
            });
        } else {
            s_.template df<T>(array(z), array(a), array(delta));
        }
    }

  private:
    // Eigen computes whole packs of numbers by other instructions than the numbers that are left
    // over, with other last bits. So that results do not depend on where in a batch a number
    // stands, those that are left over are made a pack, too.

    /// work(first, count) for all whole packs at once, and for what is left over.
    template <class Work>
    static void in_packs(Index n, Work work) {
        const Index whole = n - n % lanes<T>;
        if (whole > 0) work(0, whole);
        if (whole < n) work(whole, n - whole);
    }

    /// Some numbers: whole packs where they stand, others copied into a pack.
    class Stretch {
      public:
        Stretch(const T* data, Index count) : data_(const_cast<T*>(data)), count_(count) {
            if (!is_part()) return;
            for (Index i = 0; i < count; ++i) pack_[i] = data[i];
            data_ = pack_;
            count_ = lanes<T>;
            copied_ = count;
        }
        Stretch(const Stretch&) = delete;
        Stretch& operator=(const Stretch&) = delete;

        ConstArrayView<T> numbers() const { return {data_, count_, 1}; }
        ArrayView<T> room() { return {data_, count_, 1}; }
        void write(T* to) const {
            for (Index i = 0; i < copied_; ++i) to[i] = pack_[i];
        }

      private:
        bool is_part() const { return count_ < lanes<T>; }

        alignas(simd_bytes) T pack_[lanes<T>] = {};
        T* data_;
        Index count_;
        Index copied_ = 0;
    };

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
