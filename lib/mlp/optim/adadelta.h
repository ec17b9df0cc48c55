#pragma once

#include "mlp/core/options.h"
#include "mlp/optim/optimizer.h"
#include "mlp/optim/step_slice.h"

#include <cmath>

namespace mlp::optimizer {

/// Adadelta (Zeiler 2012). As PyTorch:
///   g ← g + λw,  v ← ρv + (1−ρ)g²,  Δ = √(u+ε)/√(v+ε) · g,  u ← ρu + (1−ρ)Δ²,  w ← w − ηΔ
struct Adadelta {
    double learning_rate = 1;
    double rho = 0.9;
    double epsilon = 1e-6;
    double weight_decay = 0;

    static constexpr std::string_view name = "adadelta";
    static constexpr std::string_view help =
        "steps scaled by the recent sizes of steps and gradients";
    static constexpr std::string_view formula =
        "v = rho v + (1 - rho) g^2; d = sqrt(u + epsilon) / sqrt(v + epsilon) g; "
        "u = rho u + (1 - rho) d^2; w -= learning_rate d";
    static constexpr std::string_view source = "Zeiler 2012";
    static constexpr OptimizerTraits traits{.usual_rates = between(1e-3, 100)};
    static Options<Adadelta> options() {
        return {{"learning_rate", &Adadelta::learning_rate, positive, "scale of all steps"},
                {"rho", &Adadelta::rho, half_open(0, 1), "decay of both means of squares"},
                {"epsilon", &Adadelta::epsilon, positive, "starts the steps off"},
                {"weight_decay", &Adadelta::weight_decay, at_least(0), "L2 penalty"}};
    }

    /// v and u.
    int slots() const { return 2; }

    template <class T>
    void step(const StepSlice<T>& s, Index, T decay) const {
        const T rate = T(learning_rate);
        const T keep = T(rho);
        const T eps = T(epsilon);
        T* v = s.slot(0);
        T* u = s.slot(1);
        for (Index i = 0; i < s.size; ++i) {
            const T gradient = s.g[i] + decay * s.w[i];
            v[i] = keep * v[i] + (1 - keep) * gradient * gradient;
            const T delta = std::sqrt(u[i] + eps) / std::sqrt(v[i] + eps) * gradient;
            u[i] = keep * u[i] + (1 - keep) * delta * delta;
            s.w[i] -= rate * delta;
        }
    }
};

}  // namespace mlp::optimizer
