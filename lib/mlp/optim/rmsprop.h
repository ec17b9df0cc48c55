#pragma once

#include "mlp/core/options.h"
#include "mlp/optim/step_slice.h"

#include <cmath>

namespace mlp::optimizer {

/// RMSprop (Tieleman and Hinton 2012), centered as in Graves 2013. As PyTorch:
///   g ← g + λw,  v ← αv + (1−α)g²,  a ← αa + (1−α)g
///   d = g/(√(v, or v − a² if centered) + ε),  m ← μm + d,  w ← w − ηm
struct RmsProp {
    double learning_rate = 1e-2;
    double alpha = 0.99;
    double epsilon = 1e-8;
    double weight_decay = 0;
    double momentum = 0;
    bool centered = false;

    static constexpr std::string_view name = "rmsprop";
    static constexpr std::string_view help = "steps scaled by the recent size of gradients";
    static constexpr std::string_view formula =
        "v = alpha v + (1 - alpha) g^2; m = momentum m + g / (sqrt(v) + epsilon); "
        "w -= learning_rate m";
    static constexpr std::string_view source = "Tieleman and Hinton 2012; Graves 2013";
    static Options<RmsProp> options() {
        return {
            {"learning_rate", &RmsProp::learning_rate, positive, "step size"},
            {"alpha", &RmsProp::alpha, half_open(0, 1), "decay of the mean of squared gradients"},
            {"epsilon", &RmsProp::epsilon, positive, "keeps the division from overflowing"},
            {"weight_decay", &RmsProp::weight_decay, at_least(0), "L2 penalty"},
            {"momentum", &RmsProp::momentum, half_open(0, 1),
             "share of the last step that is kept"},
            {"centered", &RmsProp::centered, anything,
             "scale by the spread of gradients around their mean"}};
    }

    /// v, and as options ask for them a and m.
    int slots() const { return 1 + (centered ? 1 : 0) + (momentum == 0 ? 0 : 1); }

    template <class T>
    void step(const StepSlice<T>& s, Index, T decay) const {
        if (centered) {
            momentum == 0 ? update<true, false>(s, decay) : update<true, true>(s, decay);
        } else {
            momentum == 0 ? update<false, false>(s, decay) : update<false, true>(s, decay);
        }
    }

  private:
    template <bool is_centered, bool has_momentum, class T>
    void update(const StepSlice<T>& s, T decay) const {
        const T rate = T(learning_rate);
        const T keep = T(alpha);
        const T eps = T(epsilon);
        const T mu = T(momentum);
        T* v = s.slot(0);
        [[maybe_unused]] T* a = s.slot(is_centered ? 1 : 0);
        [[maybe_unused]] T* m = s.slot(is_centered ? 2 : 1);
        for (Index i = 0; i < s.size; ++i) {
            const T gradient = s.g[i] + decay * s.w[i];
            v[i] = keep * v[i] + (1 - keep) * gradient * gradient;
            T square = v[i];
            if constexpr (is_centered) {
                a[i] = keep * a[i] + (1 - keep) * gradient;
                square -= a[i] * a[i];
                square = square < 0 ? T(0) : square;  // rounding, where gradients hardly change
            }
            T move = gradient / (std::sqrt(square) + eps);
            if constexpr (has_momentum) move = m[i] = mu * m[i] + move;
            s.w[i] -= rate * move;
        }
    }
};

}  // namespace mlp::optimizer
