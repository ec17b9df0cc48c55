#pragma once

#include "mlp/core/options.h"
#include "mlp/optim/optimizer.h"
#include "mlp/optim/step_slice.h"

#include <algorithm>

namespace mlp::optimizer {

/// Resilient propagation: every parameter has a step size Δ of its own, which grows while the sign
/// of its gradient stays and shrinks when it turns. Only signs of gradients count, so the batch
/// should be all samples. With g′ the gradient of the last step:
///   Δ ← Δ·(η⁺ if g′g > 0, η⁻ if g′g < 0, 1 if g′g = 0), kept in [step_min, step_max]
///   w ← w − Δ·sign(g); but where the sign turned, the gradient counts as 0 in this step and the
///   next, and w stays (iRPROP⁻: Igel and Hüsken 2000, 2003) or the last step is taken back
///   (RPROP⁺: Riedmiller and Braun 1993).
///
/// iRPROP⁻ is what FANN trains with by default, and, under the name Rprop, what PyTorch has. The
/// defaults are PyTorch's. FANN's are a learning_rate (rprop_delta_zero) of 0.1 and a step_min of
/// 0, with the same factors and step_max; its code also lets Δ grow where g′g = 0.
struct Rprop {
    std::string variant = "irprop_minus";
    double learning_rate = 1e-2;
    double eta_minus = 0.5;
    double eta_plus = 1.2;
    double step_min = 1e-6;
    double step_max = 50;

    static constexpr std::string_view name = "rprop";
    static constexpr std::string_view help =
        "resilient propagation: looks at signs of gradients only; for whole-data batches";
    static constexpr std::string_view formula =
        "step *= eta_plus while the sign of g stays, eta_minus when it turns; w -= step sign(g)";
    static constexpr std::string_view source = "Riedmiller and Braun 1993; Igel and Huesken 2003";
    static constexpr OptimizerTraits traits{.usual_rates = between(1e-6, 1)};
    static Options<Rprop> options() {
        return {{"variant", &Rprop::variant, std::vector<std::string>{"irprop_minus", "plus"},
                 "when a sign turns: irprop_minus (FANN, PyTorch) waits, plus takes the step back"},
                {"learning_rate", &Rprop::learning_rate, positive,
                 "the step size of the first step; later changes of it do nothing"},
                {"eta_minus", &Rprop::eta_minus, open(0, 1), "factor when a sign turns"},
                {"eta_plus", &Rprop::eta_plus, Range{1, infinity, false, true},
                 "factor while a sign stays"},
                {"step_min", &Rprop::step_min, at_least(0), "smallest step size"},
                {"step_max", &Rprop::step_max, positive, "largest step size"}};
    }
    std::string_view problem() const {
        return step_min > step_max ? "'step_min' must be at most 'step_max'" : "";
    }

    /// Δ, and the sign of the last gradient that counted. (The product of two small gradients could
    /// vanish, that of a gradient and a sign cannot.)
    int slots() const { return 2; }

    template <class T>
    void step(const StepSlice<T>& s, Index t, T) const {
        const T shrink = T(eta_minus);
        const T grow = T(eta_plus);
        const T low = T(step_min);
        const T high = T(step_max);
        const T take_back = variant == "plus" ? T(1) : T(0);
        T* size = s.slot(0);
        T* last = s.slot(1);
        if (t == 1) std::fill_n(size, s.size, T(learning_rate));
        for (Index i = 0; i < s.size; ++i) {
            const T agreement = s.g[i] * last[i];
            const bool turned = agreement < 0;
            const T factor = turned ? shrink : agreement > 0 ? grow : T(1);
            const T scaled = size[i] * factor;
            const T bounded = scaled < low ? low : scaled > high ? high : scaled;
            const T back = take_back * last[i] * size[i];
            const T direction = turned ? T(0) : sign(s.g[i]);
            s.w[i] += turned ? back : -direction * bounded;
            size[i] = bounded;
            last[i] = direction;
        }
    }
};

}  // namespace mlp::optimizer
