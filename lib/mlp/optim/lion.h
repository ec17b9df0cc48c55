#pragma once

#include "mlp/core/options.h"
#include "mlp/optim/optimizer.h"
#include "mlp/optim/step_slice.h"

namespace mlp::optimizer {

/// Lion (Chen et al. 2023, algorithm 2), with decoupled weight decay:
///   w ← w − η·(sign(β₁m + (1−β₁)g) + λw),  m ← β₂m + (1−β₂)g
struct Lion {
    double learning_rate = 1e-4;
    double beta1 = 0.9;
    double beta2 = 0.99;
    double weight_decay = 0;

    static constexpr std::string_view name = "lion";
    static constexpr std::string_view help =
        "sign of the momentum; wants a learning_rate 3 to 10 times smaller than adam's";
    static constexpr std::string_view formula =
        "w -= learning_rate (sign(beta1 m + (1 - beta1) g) + weight_decay w); "
        "m = beta2 m + (1 - beta2) g";
    static constexpr std::string_view source = "Chen et al. 2023";
    static constexpr OptimizerTraits traits{.usual_rates = between(1e-8, 0.03)};
    static Options<Lion> options() {
        return {{"learning_rate", &Lion::learning_rate, positive, "step size"},
                {"beta1", &Lion::beta1, half_open(0, 1), "share of the momentum in this step"},
                {"beta2", &Lion::beta2, half_open(0, 1), "decay of the momentum"},
                {"weight_decay", &Lion::weight_decay, at_least(0),
                 "share of the weights taken off, times the step size"}};
    }

    /// m.
    int slots() const { return 1; }

    template <class T>
    void step(const StepSlice<T>& s, Index, T decay) const {
        const T rate = T(learning_rate);
        const T keep = T(1 - learning_rate * double(decay));
        const T b1 = T(beta1);
        const T b2 = T(beta2);
        T* m = s.slot(0);
        for (Index i = 0; i < s.size; ++i) {
            const T gradient = s.g[i];
            s.w[i] = keep * s.w[i] - rate * sign(b1 * m[i] + (1 - b1) * gradient);
            m[i] = b2 * m[i] + (1 - b2) * gradient;
        }
    }
};

}  // namespace mlp::optimizer
