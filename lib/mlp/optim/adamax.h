#pragma once

#include "mlp/core/options.h"
#include "mlp/optim/step_slice.h"

#include <cmath>

namespace mlp::optimizer {

/// AdaMax (Kingma and Ba 2015, section 7.1): Adam with the largest gradient in the place of their
/// root mean square. As PyTorch:
///   g ← g + λw,  m ← β₁m + (1−β₁)g,  u ← max(β₂u, |g| + ε),  w ← w − η · m/(1−β₁ᵗ) / u
struct Adamax {
    double learning_rate = 2e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0;

    static constexpr std::string_view name = "adamax";
    static constexpr std::string_view help = "adam, scaled by the largest recent gradient";
    static constexpr std::string_view formula =
        "m = beta1 m + (1 - beta1) g; u = max(beta2 u, |g| + epsilon); "
        "w -= learning_rate (m / (1 - beta1^t)) / u";
    static constexpr std::string_view source = "Kingma and Ba 2015";
    static Options<Adamax> options() {
        return {{"learning_rate", &Adamax::learning_rate, positive, "step size"},
                {"beta1", &Adamax::beta1, half_open(0, 1), "decay of the mean of gradients"},
                {"beta2", &Adamax::beta2, half_open(0, 1), "decay of the largest gradient"},
                {"epsilon", &Adamax::epsilon, positive, "keeps the division from overflowing"},
                {"weight_decay", &Adamax::weight_decay, at_least(0), "L2 penalty"}};
    }

    /// m and u.
    int slots() const { return 2; }

    void begin(Index t) {
        step_size_ = learning_rate / (1 - std::pow(beta1, static_cast<double>(t)));
    }
    template <class T>
    void step(const StepSlice<T>& s, Index, T decay) const {
        const T step_size = T(step_size_);
        const T b1 = T(beta1);
        const T b2 = T(beta2);
        const T eps = T(epsilon);
        T* m = s.slot(0);
        T* u = s.slot(1);
        for (Index i = 0; i < s.size; ++i) {
            const T gradient = s.g[i] + decay * s.w[i];
            const T now = std::abs(gradient) + eps;
            const T before = b2 * u[i];
            m[i] = b1 * m[i] + (1 - b1) * gradient;
            u[i] = before > now ? before : now;
            s.w[i] -= step_size * m[i] / u[i];
        }
    }

  private:
    double step_size_ = 0;  ///< η / (1−β₁ᵗ)
};

}  // namespace mlp::optimizer
