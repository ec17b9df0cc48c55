#pragma once

#include "mlp/nn/activation.h"

/// Activations that look at all units of a sample together.
namespace mlp::activation {

struct Softmax {
    static constexpr std::string_view name = "softmax";
    static constexpr std::string_view help = "probabilities of classes: positive, with sum 1";
    static constexpr ActivationTraits traits{"e^z_i / sum_j e^z_j", between(0, 1), "glorot", true};
    static Options<Softmax> options() { return {}; }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        for (Index sample = 0; sample < z.cols(); ++sample) {
            // Taking off the largest changes nothing but keeps e^z from overflowing.
            const T largest = z.col(sample).maxCoeff();
            a.col(sample) = (z.col(sample) - largest).exp();
            a.col(sample) /= a.col(sample).sum();
        }
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        // ∂a_i/∂z_j = a_i (1{i=j} − a_j)
        for (Index sample = 0; sample < a.cols(); ++sample) {
            const T mean = (a.col(sample) * delta.col(sample)).sum();
            delta.col(sample) = a.col(sample) * (delta.col(sample) - mean);
        }
    }
};

}  // namespace mlp::activation
