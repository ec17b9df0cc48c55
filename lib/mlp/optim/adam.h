#pragma once

#include "mlp/core/options.h"
#include "mlp/optim/step_slice.h"

#include <cmath>

namespace mlp::optimizer {

/// Adam (Kingma and Ba 2015). As PyTorch, with t the number of this step from 1 on:
///   g ← g + λw,  m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²
///   w ← w − η · m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε)
/// AMSGrad (Reddi, Kale and Kumar 2018) has the largest v so far in the place of v.
struct Adam {
    double learning_rate = 1e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0;
    bool amsgrad = false;

    static constexpr std::string_view name = "adam";
    static constexpr std::string_view help = "adaptive moments: works without much tuning";
    static constexpr std::string_view formula =
        "m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; "
        "w -= learning_rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)";
    static constexpr std::string_view source = "Kingma and Ba 2015; Reddi, Kale and Kumar 2018";
    static Options<Adam> options() { return options_of<Adam>("L2 penalty"); }

    /// m, v and the largest v.
    int slots() const { return amsgrad ? 3 : 2; }

    void begin(Index t) {
        step_size_ = learning_rate / (1 - std::pow(beta1, static_cast<double>(t)));
        inverse_root_ = 1 / std::sqrt(1 - std::pow(beta2, static_cast<double>(t)));
    }
    template <class T>
    void step(const StepSlice<T>& s, Index, T decay) const {
        update(s, decay, T(1));
    }

  protected:
    template <class S>
    static Options<S> options_of(std::string decay_help) {
        return {{"learning_rate", &S::learning_rate, positive, "step size"},
                {"beta1", &S::beta1, half_open(0, 1), "decay of the mean of gradients"},
                {"beta2", &S::beta2, half_open(0, 1), "decay of the mean of squared gradients"},
                {"epsilon", &S::epsilon, positive, "keeps the division from overflowing"},
                {"weight_decay", &S::weight_decay, at_least(0), std::move(decay_help)},
                {"amsgrad", &S::amsgrad, anything, "divide by the largest v so far, not by v"}};
    }

    /// `penalty` joins the gradient; `keep` is the share of w that is not taken off directly.
    template <class T>
    void update(const StepSlice<T>& s, T penalty, T keep) const {
        const T step_size = T(step_size_);
        const T inverse_root = T(inverse_root_);
        const T b1 = T(beta1);
        const T b2 = T(beta2);
        const T eps = T(epsilon);
        T* m = s.slot(0);
        T* v = s.slot(1);
        const auto advance = [=](Index i) {
            const T gradient = s.g[i] + penalty * s.w[i];
            m[i] = b1 * m[i] + (1 - b1) * gradient;
            v[i] = b2 * v[i] + (1 - b2) * gradient * gradient;
        };
        const auto moved = [=](Index i, T square) {
            return keep * s.w[i] - step_size * m[i] / (std::sqrt(square) * inverse_root + eps);
        };
        if (!amsgrad) {
            for (Index i = 0; i < s.size; ++i) {
                advance(i);
                s.w[i] = moved(i, v[i]);
            }
            return;
        }
        T* largest = s.slot(2);
        for (Index i = 0; i < s.size; ++i) {
            advance(i);
            largest[i] = v[i] <= largest[i] ? largest[i] : v[i];
            s.w[i] = moved(i, largest[i]);
        }
    }

  private:
    double step_size_ = 0;     ///< η / (1−β₁ᵗ)
    double inverse_root_ = 0;  ///< 1 / √(1−β₂ᵗ)
};

/// AdamW (Loshchilov and Hutter 2019): Adam whose weight decay shrinks the weights directly,
/// w ← w − ηλw, instead of joining the gradient.
struct AdamW : Adam {
    AdamW() { weight_decay = 0.01; }

    static constexpr std::string_view name = "adamw";
    static constexpr std::string_view help = "adam with decoupled weight decay";
    static constexpr std::string_view formula =
        "w -= learning_rate weight_decay w, then the step of adam without weight_decay";
    static constexpr std::string_view source = "Loshchilov and Hutter 2019";
    static Options<AdamW> options() {
        return options_of<AdamW>("share of the weights taken off, times the step size");
    }

    template <class T>
    void step(const StepSlice<T>& s, Index, T decay) const {
        update(s, T(0), T(1 - learning_rate * double(decay)));
    }
};

}  // namespace mlp::optimizer
