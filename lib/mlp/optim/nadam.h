#pragma once

#include "mlp/core/options.h"
#include "mlp/core/state.h"
#include "mlp/optim/step_slice.h"

#include <cmath>

namespace mlp::optimizer {

/// NAdam (Dozat 2016): Adam with the momentum of Nesterov, on a schedule μ. As PyTorch 1.13:
///   μₜ = β₁(1 − ½·0.96^(tψ)),  Mₜ = μ₁⋯μₜ
///   g ← g + λw,  m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²
///   w ← w − η · (g·(1−μₜ)/(1−Mₜ) + m·μₜ₊₁/(1−Mₜμₜμₜ₊₁)) / (√(v/(1−β₂ᵗ)) + ε)
/// Dozat, and PyTorch since 2.0, have Mₜ₊₁ = Mₜμₜ₊₁ in the second quotient. The difference is gone
/// after some ten steps, as M vanishes.
struct NAdam {
    double learning_rate = 2e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0;
    double momentum_decay = 4e-3;  ///< ψ

    static constexpr std::string_view name = "nadam";
    static constexpr std::string_view help = "adam with Nesterov momentum";
    static constexpr std::string_view formula =
        "mu(t) = beta1 (1 - 0.96^(t momentum_decay) / 2), M(t) = mu(1) ... mu(t); m, v as adam; "
        "w -= learning_rate ((1 - mu(t)) g / (1 - M(t)) + mu(t+1) m / (1 - M(t) mu(t) mu(t+1))) "
        "/ (sqrt(v / (1 - beta2^t)) + epsilon)";
    static constexpr std::string_view source = "Dozat 2016";
    static Options<NAdam> options() {
        return {{"learning_rate", &NAdam::learning_rate, positive, "step size"},
                {"beta1", &NAdam::beta1, half_open(0, 1), "decay of the mean of gradients"},
                {"beta2", &NAdam::beta2, half_open(0, 1), "decay of the mean of squared gradients"},
                {"epsilon", &NAdam::epsilon, positive, "keeps the division from overflowing"},
                {"weight_decay", &NAdam::weight_decay, at_least(0), "L2 penalty"},
                {"momentum_decay", &NAdam::momentum_decay, at_least(0),
                 "how soon the momentum has grown from half of beta1 to beta1"}};
    }

    /// m and v.
    int slots() const { return 2; }

    void begin(Index t) {
        const auto mu = [this](Index s) {
            return beta1 * (1 - 0.5 * std::pow(0.96, static_cast<double>(s) * momentum_decay));
        };
        product_ *= mu(t);
        of_gradient_ = learning_rate * (1 - mu(t)) / (1 - product_);
        of_mean_ = learning_rate * mu(t + 1) / (1 - product_ * mu(t) * mu(t + 1));
        inverse_root_ = 1 / std::sqrt(1 - std::pow(beta2, static_cast<double>(t)));
    }
    template <class T>
    void step(const StepSlice<T>& s, Index, T decay) const {
        const T of_gradient = T(of_gradient_);
        const T of_mean = T(of_mean_);
        const T inverse_root = T(inverse_root_);
        const T b1 = T(beta1);
        const T b2 = T(beta2);
        const T eps = T(epsilon);
        T* m = s.slot(0);
        T* v = s.slot(1);
        for (Index i = 0; i < s.size; ++i) {
            const T gradient = s.g[i] + decay * s.w[i];
            m[i] = b1 * m[i] + (1 - b1) * gradient;
            v[i] = b2 * v[i] + (1 - b2) * gradient * gradient;
            s.w[i] -=
                (of_gradient * gradient + of_mean * m[i]) / (std::sqrt(v[i]) * inverse_root + eps);
        }
    }

    void visit_state(StateVisitor& state) { state.visit("optimizer.product", product_); }

  private:
    double product_ = 1;  ///< of all μ up to this step
    double of_gradient_ = 0;
    double of_mean_ = 0;
    double inverse_root_ = 0;  ///< 1 / √(1−β₂ᵗ)
};

}  // namespace mlp::optimizer
