#pragma once

#include "mlp/optim/schedule_of.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

/// Schedules that go along a cosine. t: the schedule's own clock, from 0 on.
namespace mlp::schedule {

/// From one rate to another along half a wave of a cosine; share: from 0 to 1.
inline double along_cosine(double from, double to, double share) {
    return to + (from - to) * (1 + std::cos(std::numbers::pi * share)) / 2;
}

/// SGDR: CosineAnnealingLR of PyTorch, and with a period CosineAnnealingWarmRestarts.
struct Cosine : ScheduleClock {
    double minimum = 0;
    std::optional<Index> period;
    Index period_factor = 1;

    static constexpr std::string_view name = "cosine";
    static constexpr std::string_view help =
        "falls along a cosine, with a period again and again (PyTorch: CosineAnnealingLR, "
        "CosineAnnealingWarmRestarts)";
    static constexpr std::string_view formula =
        "minimum + (learning_rate - minimum) (1 + cos(pi t / period)) / 2, t and period of this "
        "restart";
    static constexpr std::string_view source = "Loshchilov and Hutter 2017";
    static Options<Cosine> options() {
        return with_clock<Cosine>(
            {{"minimum", &Cosine::minimum, at_least(0), "the rate that it falls to (eta_min)"},
             {"period", &Cosine::period, between(1, 1e9),
              "epochs or steps to the first restart (T_0); without it, all of the training and no "
              "restart"},
             {"period_factor", &Cosine::period_factor, between(1, 1e9),
              "how much longer each period is than the one before (T_mult)"}});
    }
    std::string_view problem() const {
        return period_factor > 1 && !period ? "'period_factor' needs a 'period'" : "";
    }

    /// The minimum is what the time after the last one would have, as in PyTorch.
    double rate(double base, Index t, Index length) const {
        auto now = static_cast<double>(t);
        auto end = static_cast<double>(period.value_or(length));
        if (!period) {
            now = std::min(now, end);
        } else if (period_factor == 1) {
            now = std::fmod(now, end);
        } else {
            while (now >= end) {
                now -= end;
                end *= static_cast<double>(period_factor);
            }
        }
        return along_cosine(base, minimum, now / end);
    }
};

/// The 1cycle policy: OneCycleLR of PyTorch with its cosines, but momentum stays as it is. The
/// first rate is learning_rate/start_divisor; the top is reached at time warm_share·length − 1, and
/// the last rate, the first one divided by end_divisor, at length − 1.
struct OneCycle : ScheduleClock {
    double warm_share = 0.3;
    double start_divisor = 25;
    double end_divisor = 1e4;

    OneCycle() { per = "step"; }

    static constexpr std::string_view name = "one_cycle";
    static constexpr std::string_view help =
        "up to the optimizer's learning_rate and down to almost nothing; momentum is not cycled "
        "(PyTorch: OneCycleLR)";
    static constexpr std::string_view formula =
        "along cosines from learning_rate / start_divisor to learning_rate to learning_rate / "
        "start_divisor / end_divisor";
    static constexpr std::string_view source = "Smith and Topin 2019";
    static Options<OneCycle> options() {
        return with_clock<OneCycle>(
            {{"warm_share", &OneCycle::warm_share, between(0, 1),
              "share of the training in which the rate goes up (pct_start)"},
             {"start_divisor", &OneCycle::start_divisor, at_least(1),
              "learning_rate / the first rate (div_factor)"},
             {"end_divisor", &OneCycle::end_divisor, at_least(1),
              "the first rate / the last rate (final_div_factor)"}});
    }

    double rate(double base, Index time, Index length) const {
        const auto t = static_cast<double>(time);
        const double first = base / start_divisor;
        const double top = warm_share * static_cast<double>(length) - 1;
        if (t < top) return along_cosine(first, base, t / top);
        const auto last = static_cast<double>(length - 1);
        const double share = last > top ? std::min(1.0, (t - top) / (last - top)) : 0;
        return along_cosine(base, first / end_divisor, share);
    }
};

}  // namespace mlp::schedule
