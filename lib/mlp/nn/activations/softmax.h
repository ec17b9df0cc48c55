#pragma once

#include "mlp/nn/activation.h"
#include "mlp/nn/activations/elementwise.h"

#include <cmath>

/// Activations that look at all units of a sample together: distributions over classes. What traits
/// say of smoothness and monotony is true of a unit as a function of its own z, the others fixed.
namespace mlp::activation {

/// a_i = e^(z_i/τ) / Σ_j e^(z_j/τ) with the temperature τ.
struct Softmax {
    double temperature = 1.0;

    static constexpr std::string_view name = "softmax";
    static constexpr std::string_view help = "probabilities of classes: positive, with sum 1";
    static constexpr std::string_view formula =
        "e^(z_i / temperature) / sum_j e^(z_j / temperature)";
    static constexpr std::string_view source = "Bridle 1990";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::smooth,
        .monotonic = true,
        .derivative_monotonic = false,
        .identity_near_0 = false,
        .elementwise = false,
        .needs_z = true,  // cross entropy is computed from z
        .initializer = "glorot_uniform",
        .weakness = "units compete, and gradients vanish where one has won: for outputs"};
    static Options<Softmax> options() {
        return {{"temperature", &Softmax::temperature, scale_range,
                 "above 1 evens the probabilities out, below 1 sharpens them"}};
    }
    Range range() const { return between(0, 1); }
    double logit_scale() const { return 1 / temperature; }
    Operations operations(Index units) const {
        const Formula scaled = Formula::variable() * logit_scale();
        Operations result;
        if (temperature != 1) result.push_back({operation::Elementwise{scaled}, units});
        result.push_back({operation::Softmax{}, units});
        return result;
    }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        const T scale = T(logit_scale());
        for (Index sample = 0; sample < z.cols(); ++sample) {
            // Taking off the largest changes nothing but keeps e^z from overflowing.
            const T largest = z.col(sample).maxCoeff();
            T* e = a.data() + sample * a.rows();
            each_in_packs<T>(e, z.data() + sample * z.rows(), z.rows(),
                             [&](const auto& x) { return (scale * (x - largest)).exp(); });
            const T sum = sum_in_order<T>(a.rows(), [e](Index i) { return e[i]; });
            for (Index i = 0; i < a.rows(); ++i) e[i] /= sum;
        }
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        // ∂a_i/∂z_j = a_i (1{i=j} − a_j) / τ
        const T scale = T(logit_scale());
        for (Index sample = 0; sample < a.cols(); ++sample) {
            const T mean =
                sum_in_order<T>(a.rows(), [&](Index i) { return a(i, sample) * delta(i, sample); });
            delta.col(sample) = scale * a.col(sample) * (delta.col(sample) - mean);
        }
    }
};

/// a_i = z_i − ln Σ_j e^z_j
struct LogSoftmax {
    static constexpr std::string_view name = "log_softmax";
    static constexpr std::string_view help = "logarithms of the probabilities of classes";
    static constexpr std::string_view formula = "z_i - ln(sum_j e^z_j)";
    static constexpr std::string_view source = "standard function (logarithm of the softmax)";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::smooth,
        .monotonic = true,
        .derivative_monotonic = true,
        .identity_near_0 = false,
        .elementwise = false,
        .needs_z = false,
        .initializer = "glorot_uniform",
        .weakness = "never positive, and units compete: for outputs, not between layers"};
    static Options<LogSoftmax> options() { return {}; }
    Range range() const { return {-infinity, 0}; }
    Operations operations(Index units) const { return {{operation::Softmax{true}, units}}; }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        for (Index sample = 0; sample < z.cols(); ++sample) {
            // ln Σ e^z = z_k + ln(1 + Σ_{j≠k} e^(z_j − z_k)) for the largest z_k: nothing
            // overflows, and a_k is right even if it is tiny.
            Index k = 0;
            const T largest = z.col(sample).maxCoeff(&k);
            T* out = a.data() + sample * a.rows();
            const T* in = z.data() + sample * z.rows();
            T others = 0;
            for (Index i = 0; i < a.rows(); ++i) {
                out[i] = in[i] - largest;
                if (i != k) others += std::exp(out[i]);
            }
            const T rest = std::log1p(others);
            for (Index i = 0; i < a.rows(); ++i) out[i] -= rest;
        }
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        // ∂a_i/∂z_j = 1{i=j} − e^a_j
        for (Index sample = 0; sample < a.cols(); ++sample) {
            const T sum = sum_in_order<T>(a.rows(), [&](Index i) { return delta(i, sample); });
            for (Index i = 0; i < a.rows(); ++i) delta(i, sample) -= std::exp(a(i, sample)) * sum;
        }
    }
};

/// The point of the simplex (a ≥ 0, Σ a = 1) that is nearest to z: a_i = max(0, z_i − τ), with τ
/// such that the sum is 1. Units with a > 0 are called the support S, and τ = (Σ_S z − 1)/|S|.
///
/// τ is found without sorting (Michelot 1986): starting from more units than the support, τ of them
/// is too small; those below it leave; until none does.
struct Sparsemax {
    static constexpr std::string_view name = "sparsemax";
    static constexpr std::string_view help = "softmax that gives unlikely classes exactly 0";
    static constexpr std::string_view formula = "max(0, z_i - t), with t such that the sum is 1";
    static constexpr std::string_view source = "Martins and Astudillo 2016";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::c0,
        .monotonic = true,
        .derivative_monotonic = false,
        .identity_near_0 = false,
        .elementwise = false,
        .needs_z = false,
        .initializer = "glorot_uniform",
        .weakness = "units at 0 get no gradient; cross_entropy cannot judge an exact 0"};
    static Options<Sparsemax> options() { return {}; }
    Range range() const { return between(0, 1); }
    Operations operations(Index units) const { return {{operation::Sparsemax{}, units}}; }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        for (Index sample = 0; sample < z.cols(); ++sample) {
            const T largest = z.col(sample).maxCoeff();
            auto column = a.col(sample);
            column = z.col(sample) - largest;
            const T tau = threshold<T>(column);
            column = column.unaryExpr([tau](T x) { return x <= tau ? T(0) : x - tau; });
        }
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        // ∂a_i/∂z_j = 1{i=j} − 1/|S| within the support, else 0
        for (Index sample = 0; sample < a.cols(); ++sample) {
            T sum = 0;
            Index support = 0;
            for (Index i = 0; i < a.rows(); ++i) {
                if (a(i, sample) <= 0) continue;
                sum += delta(i, sample);
                ++support;
            }
            const T mean = sum / static_cast<T>(support);
            for (Index i = 0; i < a.rows(); ++i) {
                T& d = delta(i, sample);
                d = a(i, sample) <= 0 ? T(0) : d - mean;
            }
        }
    }

  private:
    /// τ for a column whose largest element is 0. It is at least −1, where that unit has all.
    template <class T, class Column>
    static T threshold(const Column& z) {
        T tau = -1;
        for (Index before = z.size() + 1;;) {
            T sum = 0;
            Index support = 0;
            for (Index i = 0; i < z.size(); ++i) {
                if (z(i) <= tau) continue;
                sum += z(i);
                ++support;
            }
            if (support >= before) return tau;
            before = support;
            tau = (sum - 1) / static_cast<T>(support);
        }
    }
};

}  // namespace mlp::activation
