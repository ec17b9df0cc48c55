#pragma once

#include "mlp/core/options.h"
#include "mlp/optim/step_slice.h"

#include <cmath>

namespace mlp::optimizer {

/// RAdam (Liu et al. 2020): Adam that makes plain momentum steps until enough squared gradients
/// were seen to divide by their mean, and then small ones. As PyTorch:
///   ρ∞ = 2/(1−β₂) − 1,  ρₜ = ρ∞ − 2tβ₂ᵗ/(1−β₂ᵗ),
///   r = √((ρₜ−4)(ρₜ−2)ρ∞ / ((ρ∞−4)(ρ∞−2)ρₜ))
///   g ← g + λw,  m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²
///   w ← w − η · m/(1−β₁ᵗ) · (r√(1−β₂ᵗ)/(√v + ε) if ρₜ > 5, else 1)
struct RAdam {
    double learning_rate = 1e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0;

    static constexpr std::string_view name = "radam";
    static constexpr std::string_view help = "rectified adam: needs no warm-up";
    static constexpr std::string_view formula =
        "m, v as adam; w -= learning_rate r(t) (m / (1 - beta1^t)) sqrt(1 - beta2^t) / (sqrt(v) + "
        "epsilon); the first steps: w -= learning_rate m / (1 - beta1^t)";
    static constexpr std::string_view source = "Liu et al. 2020";
    static Options<RAdam> options() {
        return {{"learning_rate", &RAdam::learning_rate, positive, "step size"},
                {"beta1", &RAdam::beta1, half_open(0, 1), "decay of the mean of gradients"},
                {"beta2", &RAdam::beta2, half_open(0, 1), "decay of the mean of squared gradients"},
                {"epsilon", &RAdam::epsilon, positive, "keeps the division from overflowing"},
                {"weight_decay", &RAdam::weight_decay, at_least(0), "L2 penalty"}};
    }

    /// m and v.
    int slots() const { return 2; }

    void begin(Index step) {
        const auto t = static_cast<double>(step);
        const double power = std::pow(beta2, t);
        const double end = 2 / (1 - beta2) - 1;
        const double rho = end - 2 * t * power / (1 - power);
        rectified_ = rho > 5;
        step_size_ = learning_rate / (1 - std::pow(beta1, t));
        if (rectified_) {
            step_size_ *= std::sqrt((1 - power) * (rho - 4) * (rho - 2) * end /
                                    ((end - 4) * (end - 2) * rho));
        }
    }
    template <class T>
    void step(const StepSlice<T>& s, Index, T decay) const {
        const T step_size = T(step_size_);
        const T b1 = T(beta1);
        const T b2 = T(beta2);
        const T eps = T(epsilon);
        const bool rectified = rectified_;
        T* m = s.slot(0);
        T* v = s.slot(1);
        for (Index i = 0; i < s.size; ++i) {
            const T gradient = s.g[i] + decay * s.w[i];
            m[i] = b1 * m[i] + (1 - b1) * gradient;
            v[i] = b2 * v[i] + (1 - b2) * gradient * gradient;
            s.w[i] -= step_size * m[i] / (rectified ? std::sqrt(v[i]) + eps : T(1));
        }
    }

  private:
    bool rectified_ = false;
    double step_size_ = 0;  ///< η/(1−β₁ᵗ), times r√(1−β₂ᵗ) once rectified
};

}  // namespace mlp::optimizer
