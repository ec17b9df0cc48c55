#pragma once

#include "mlp/optim/schedule_of.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

/// Schedules that only ever lower the rate. t: the schedule's own clock, from 0 on.
namespace mlp::schedule {

struct Constant : ScheduleClock {
    static constexpr std::string_view name = "constant";
    static constexpr std::string_view help = "the optimizer's learning_rate all the time";
    static constexpr std::string_view formula = "learning_rate";
    static Options<Constant> options() { return with_clock<Constant>({}); }

    double rate(double base, Index, Index) const { return base; }
};

/// StepLR of PyTorch.
struct Step : ScheduleClock {
    Index every = 1;
    double factor = 0.1;

    static constexpr std::string_view name = "step";
    static constexpr std::string_view help = "times a factor every so often (PyTorch: StepLR)";
    static constexpr std::string_view formula = "learning_rate factor^floor(t / every)";
    static Options<Step> options() {
        return with_clock<Step>(
            {{"every", &Step::every, between(1, 1e9), "epochs or steps (step_size)", true},
             {"factor", &Step::factor, positive, "what the rate is multiplied with (gamma)"}});
    }

    double rate(double base, Index t, Index) const {
        const Index times = t / every;
        return base * std::pow(factor, static_cast<double>(times));
    }
};

/// MultiStepLR of PyTorch.
struct MultiStep : ScheduleClock {
    Integers milestones;
    double factor = 0.1;

    static constexpr std::string_view name = "multi_step";
    static constexpr std::string_view help =
        "times a factor at each milestone (PyTorch: MultiStepLR)";
    static constexpr std::string_view formula = "learning_rate factor^(milestones that t reached)";
    static Options<MultiStep> options() {
        return with_clock<MultiStep>(
            {{"milestones", &MultiStep::milestones, between(1, 1e18),
              "epochs or steps, counted from 0, from which on a lower rate applies", true},
             {"factor", &MultiStep::factor, positive, "what the rate is multiplied with (gamma)"}});
    }
    std::string_view problem() const {
        if (milestones.empty()) return "'milestones' must name at least one";
        const bool rise = std::adjacent_find(milestones.begin(), milestones.end(),
                                             std::greater_equal<>()) == milestones.end();
        return rise ? "" : "'milestones' must rise";
    }

    double rate(double base, Index t, Index) const {
        const auto reached = std::upper_bound(milestones.begin(), milestones.end(), t);
        return base * std::pow(factor, static_cast<double>(reached - milestones.begin()));
    }
};

/// ExponentialLR of PyTorch.
struct Exponential : ScheduleClock {
    double factor = 1;

    static constexpr std::string_view name = "exponential";
    static constexpr std::string_view help = "times a factor each time (PyTorch: ExponentialLR)";
    static constexpr std::string_view formula = "learning_rate factor^t";
    static Options<Exponential> options() {
        return with_clock<Exponential>({{"factor", &Exponential::factor, positive,
                                         "what the rate is multiplied with (gamma)", true}});
    }

    double rate(double base, Index t, Index) const {
        return base * std::pow(factor, static_cast<double>(t));
    }
};

/// InverseTimeDecay of Keras with decay_steps 1: the rates of Robbins and Monro 1951, whose sum has
/// no bound while that of their squares has one.
struct InverseTime : ScheduleClock {
    double decay = 0;

    static constexpr std::string_view name = "inverse_time";
    static constexpr std::string_view help = "falls as 1/t (Keras: InverseTimeDecay)";
    static constexpr std::string_view formula = "learning_rate / (1 + rate t)";
    static constexpr std::string_view source = "Robbins and Monro 1951";
    static Options<InverseTime> options() {
        return with_clock<InverseTime>({{"rate", &InverseTime::decay, positive,
                                         "1 / the time at which half is left (decay_rate)", true}});
    }

    double rate(double base, Index t, Index) const {
        return base / (1 + decay * static_cast<double>(t));
    }
};

/// PolynomialDecay of Keras; PolynomialLR of PyTorch, which ends at 0.
struct Polynomial : ScheduleClock {
    double end = 0;
    double power = 1;
    std::optional<Index> length;

    static constexpr std::string_view name = "polynomial";
    static constexpr std::string_view help =
        "falls to an end, in a straight line if power is 1 (PyTorch: PolynomialLR)";
    static constexpr std::string_view formula =
        "end + (learning_rate - end) (1 - min(t, length) / length)^power";
    static Options<Polynomial> options() {
        return with_clock<Polynomial>(
            {{"end", &Polynomial::end, at_least(0), "the rate after length"},
             {"power", &Polynomial::power, positive, "1: a straight line"},
             {"length", &Polynomial::length, between(1, 1e18),
              "epochs or steps until the end (total_iters); without it, all of the training"}});
    }

    double rate(double base, Index t, Index all) const {
        const auto last = static_cast<double>(length.value_or(all));
        const double left = 1 - std::min(static_cast<double>(t), last) / last;
        return end + (base - end) * std::pow(left, power);
    }
};

}  // namespace mlp::schedule
