#pragma once

#include "mlp/core/options.h"
#include "mlp/optim/optimizer.h"
#include "mlp/optim/step_slice.h"

#include <algorithm>
#include <cmath>

namespace mlp::optimizer {

/// Adagrad (Duchi, Hazan and Singer 2011). As PyTorch, with t the number of this step from 1 on:
///   g ← g + λw,  v ← v + g²,  w ← w − η/(1 + (t−1)·lr_decay) · g/(√v + ε)
struct Adagrad {
    double learning_rate = 1e-2;
    double lr_decay = 0;
    double initial_accumulator_value = 0;
    double epsilon = 1e-10;
    double weight_decay = 0;

    static constexpr std::string_view name = "adagrad";
    static constexpr std::string_view help = "steps scaled by the size of all gradients so far";
    static constexpr std::string_view formula =
        "v += g^2; w -= learning_rate / (1 + (t - 1) lr_decay) g / (sqrt(v) + epsilon)";
    static constexpr std::string_view source = "Duchi, Hazan and Singer 2011";
    static constexpr OptimizerTraits traits{.usual_rates = between(1e-5, 3)};
    static Options<Adagrad> options() {
        return {{"learning_rate", &Adagrad::learning_rate, positive, "step size"},
                {"lr_decay", &Adagrad::lr_decay, at_least(0), "how soon the step size falls"},
                {"initial_accumulator_value", &Adagrad::initial_accumulator_value, at_least(0),
                 "what the sum of squared gradients starts at"},
                {"epsilon", &Adagrad::epsilon, positive, "keeps the division from overflowing"},
                {"weight_decay", &Adagrad::weight_decay, at_least(0), "L2 penalty"}};
    }

    /// v.
    int slots() const { return 1; }

    template <class T>
    void step(const StepSlice<T>& s, Index t, T decay) const {
        const T rate = T(learning_rate / (1 + static_cast<double>(t - 1) * lr_decay));
        const T eps = T(epsilon);
        T* v = s.slot(0);
        if (t == 1) std::fill_n(v, s.size, T(initial_accumulator_value));
        for (Index i = 0; i < s.size; ++i) {
            const T gradient = s.g[i] + decay * s.w[i];
            v[i] += gradient * gradient;
            s.w[i] -= rate * gradient / (std::sqrt(v[i]) + eps);
        }
    }
};

}  // namespace mlp::optimizer
