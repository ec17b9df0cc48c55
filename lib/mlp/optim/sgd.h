#pragma once

#include "mlp/optim/optimizer.h"

namespace mlp::optimizer {

/// Stochastic gradient descent (Robbins and Monro 1951), with momentum (Polyak 1964), that of
/// Nesterov in the form of Sutskever et al. 2013, and weight decay as an L2 penalty. As PyTorch:
///   g ← g + λw,  m ← μm + g,  w ← w − η·(m, or g + μm with Nesterov)
struct Sgd {
    double learning_rate = 1e-3;
    double momentum = 0;
    double weight_decay = 0;
    bool nesterov = false;

    static constexpr std::string_view name = "sgd";
    static constexpr std::string_view help = "stochastic gradient descent, with momentum";
    static Options<Sgd> options() {
        return {
            {"learning_rate", &Sgd::learning_rate, positive, "step size"},
            {"momentum", &Sgd::momentum, half_open(0, 1), "share of the last step that is kept"},
            {"weight_decay", &Sgd::weight_decay, at_least(0), "L2 penalty"},
            {"nesterov", &Sgd::nesterov, anything, "look ahead along the momentum"}};
    }
    std::string_view problem() const {
        return nesterov && momentum == 0 ? "'nesterov' needs a 'momentum' greater than 0" : "";
    }

    /// Vectors of the size of w that are kept between steps.
    static constexpr int slots = 1;

    template <class T>
    void step(VectorView<T> w, ConstVectorView<T> g, Matrix<T>& slot, Index) const {
        const T rate = T(learning_rate);
        const T mu = T(momentum);
        const T decay = T(weight_decay);
        T* m = slot.data();
        for (Index i = 0; i < w.size(); ++i) {
            const T gradient = g[i] + decay * w[i];
            m[i] = mu * m[i] + gradient;
            w[i] -= rate * (nesterov ? gradient + mu * m[i] : m[i]);
        }
    }
};

}  // namespace mlp::optimizer
