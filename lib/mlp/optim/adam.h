#pragma once

#include "mlp/optim/optimizer.h"

#include <cmath>

namespace mlp::optimizer {

/// Adam (Kingma and Ba 2015). As PyTorch, with t the number of this step from 1 on:
///   g ← g + λw,  m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²
///   w ← w − η · m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε)
struct Adam {
    double learning_rate = 1e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0;

    static constexpr std::string_view name = "adam";
    static constexpr std::string_view help = "adaptive moments: works without much tuning";
    static Options<Adam> options() { return options_of<Adam>("L2 penalty"); }

    static constexpr int slots = 2;

    template <class T>
    void step(VectorView<T> w, ConstVectorView<T> g, Matrix<T>& slot, Index t) const {
        update(w, g, slot, t, weight_decay, 0.0);
    }

  protected:
    template <class S>
    static Options<S> options_of(std::string decay_help) {
        return {{"learning_rate", &S::learning_rate, positive, "step size"},
                {"beta1", &S::beta1, half_open(0, 1), "decay of the mean of gradients"},
                {"beta2", &S::beta2, half_open(0, 1), "decay of the mean of squared gradients"},
                {"epsilon", &S::epsilon, at_least(0), "keeps the division from overflowing"},
                {"weight_decay", &S::weight_decay, at_least(0), std::move(decay_help)}};
    }

    /// `penalty` joins the gradient; `shrink` is the share of w that is taken off directly.
    template <class T>
    void update(VectorView<T> w, ConstVectorView<T> g, Matrix<T>& slot, Index t, double penalty,
                double shrink) const {
        const double correction1 = 1 - std::pow(beta1, static_cast<double>(t));
        const double correction2 = 1 - std::pow(beta2, static_cast<double>(t));
        const T step_size = T(learning_rate / correction1);
        const T inverse_root = T(1 / std::sqrt(correction2));
        const T keep = T(1 - shrink);
        const T b1 = T(beta1);
        const T b2 = T(beta2);
        const T eps = T(epsilon);
        const T decay = T(penalty);
        T* m = slot.data();
        T* v = m + w.size();
        for (Index i = 0; i < w.size(); ++i) {
            const T gradient = g[i] + decay * w[i];
            m[i] = b1 * m[i] + (1 - b1) * gradient;
            v[i] = b2 * v[i] + (1 - b2) * gradient * gradient;
            w[i] = keep * w[i] - step_size * m[i] / (std::sqrt(v[i]) * inverse_root + eps);
        }
    }
};

/// AdamW (Loshchilov and Hutter 2019): Adam whose weight decay shrinks the weights directly,
/// w ← w − ηλw, instead of joining the gradient.
struct AdamW : Adam {
    AdamW() { weight_decay = 0.01; }

    static constexpr std::string_view name = "adamw";
    static constexpr std::string_view help = "adam with decoupled weight decay";
    static Options<AdamW> options() {
        return options_of<AdamW>("share of the weights taken off, times the step size");
    }

    template <class T>
    void step(VectorView<T> w, ConstVectorView<T> g, Matrix<T>& slot, Index t) const {
        update(w, g, slot, t, 0.0, learning_rate * weight_decay);
    }
};

}  // namespace mlp::optimizer
