#pragma once

#include "mlp/optim/optimizer.h"

#include <cmath>

namespace mlp::optimizer {

/// RMSprop (Tieleman and Hinton 2012). As PyTorch:
///   g ← g + λw,  v ← αv + (1−α)g²,  w ← w − η·g/(√v + ε)
struct RmsProp {
    double learning_rate = 1e-2;
    double alpha = 0.99;
    double epsilon = 1e-8;
    double weight_decay = 0;

    static constexpr std::string_view name = "rmsprop";
    static constexpr std::string_view help = "steps scaled by the recent size of gradients";
    static Options<RmsProp> options() {
        return {
            {"learning_rate", &RmsProp::learning_rate, positive, "step size"},
            {"alpha", &RmsProp::alpha, half_open(0, 1), "decay of the mean of squared gradients"},
            {"epsilon", &RmsProp::epsilon, at_least(0), "keeps the division from overflowing"},
            {"weight_decay", &RmsProp::weight_decay, at_least(0), "L2 penalty"}};
    }

    static constexpr int slots = 1;

    template <class T>
    void step(VectorView<T> w, ConstVectorView<T> g, Matrix<T>& slot, Index) const {
        const T rate = T(learning_rate);
        const T keep = T(alpha);
        const T eps = T(epsilon);
        const T decay = T(weight_decay);
        T* v = slot.data();
        for (Index i = 0; i < w.size(); ++i) {
            const T gradient = g[i] + decay * w[i];
            v[i] = keep * v[i] + (1 - keep) * gradient * gradient;
            w[i] -= rate * gradient / (std::sqrt(v[i]) + eps);
        }
    }
};

}  // namespace mlp::optimizer
