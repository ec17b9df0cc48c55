#pragma once

#include "mlp/core/options.h"
#include "mlp/optim/optimizer.h"
#include "mlp/optim/step_slice.h"

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
    static constexpr std::string_view formula = "m = momentum m + g; w -= learning_rate m";
    static constexpr std::string_view source =
        "Robbins and Monro 1951; Polyak 1964; Sutskever et al. 2013";
    static constexpr OptimizerTraits traits{.usual_rates = between(1e-6, 10)};
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

    /// m, where it is not just g.
    int slots() const { return momentum == 0 ? 0 : 1; }

    template <class T>
    void step(const StepSlice<T>& s, Index, T decay) const {
        const T rate = T(learning_rate);
        if (momentum == 0) {
            for (Index i = 0; i < s.size; ++i) s.w[i] -= rate * (s.g[i] + decay * s.w[i]);
            return;
        }
        const T mu = T(momentum);
        const bool ahead = nesterov;
        T* m = s.slot(0);
        for (Index i = 0; i < s.size; ++i) {
            const T gradient = s.g[i] + decay * s.w[i];
            m[i] = mu * m[i] + gradient;
            s.w[i] -= rate * (ahead ? gradient + mu * m[i] : m[i]);
        }
    }
};

}  // namespace mlp::optimizer
