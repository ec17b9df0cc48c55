#pragma once

#include "mlp/optim/schedule.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mlp {

/// What all schedules have in common: the clock they go by, and a warm-up (Goyal et al. 2017) in
/// front of any of them.
///
/// The clock counts epochs or steps from 0. For its first `warmup` units the rate goes up linearly,
/// from warmup_start times the optimizer's to what the schedule itself starts with. Only then does
/// the schedule's own clock start, at 0; one that spans the training spans what is left of it.
struct ScheduleClock {
    std::string per = "epoch";
    Index warmup = 0;
    double warmup_start = 0.01;

    /// The options of S, which is a ScheduleClock, with those of the clock behind them.
    template <class S>
    static Options<S> with_clock(Options<S> options,
                                 const std::vector<std::string>& units = {"epoch", "step"}) {
        options.insert(
            options.end(),
            {{"per", &S::per, units, "what it counts: an 'epoch' or an optimizer 'step'"},
             {"warmup", &S::warmup, between(0, 1e9),
              "epochs or steps in which the rate rises, before the schedule itself starts"},
             {"warmup_start", &S::warmup_start, between(0, 1),
              "share of the optimizer's learning_rate that a warmup starts with"}});
        return options;
    }
};

/// Makes a Schedule of a struct S, which is a ScheduleClock with
/// - `name`, `help`, `formula`, `source`, `options()`: what catalogues know,
/// - the learning rate at time t of its own clock, which is less than length until training ends:
///     double rate(double base, Index t, Index length) const;
/// - if it watches the training, the name of what it watches, and what is called with the value
///   after each epoch but those of the warm-up:
///     std::string monitor;  void observe(double value);
/// - and then, for what it remembers of the values:
///     void visit_state(StateVisitor& state);
template <class S>
class ScheduleOf final : public Schedule {
  public:
    explicit ScheduleOf(const S& s) : s_(s), by_step_(s.per == "step") {}

    double rate(double base, Index epoch, Index step, const TrainingLength& length) const override {
        const Index now = by_step_ ? step : epoch;
        const Index all = by_step_ ? length.epochs * length.steps_per_epoch : length.epochs;
        const Index own = std::max<Index>(all - s_.warmup, 1);
        if (now >= s_.warmup) return s_.rate(base, now - s_.warmup, own);
        const double from = base * s_.warmup_start;
        const double to = s_.rate(base, 0, own);
        return from + (to - from) * static_cast<double>(now) / static_cast<double>(s_.warmup);
    }

    std::string monitor() const override {
        if constexpr (observes) return s_.monitor;
        return {};
    }
    void observe([[maybe_unused]] double value) override {
        if constexpr (observes) {
            if (++epochs_ > s_.warmup) s_.observe(value);
        }
    }

    void visit_state(StateVisitor& state) override {
        if constexpr (observes) state.visit("schedule.epochs", epochs_);
        if constexpr (requires { s_.visit_state(state); }) s_.visit_state(state);
    }

  private:
    static constexpr bool observes = requires(S & s, double value) { s.observe(value); };

    S s_;
    bool by_step_;
    Index epochs_ = 0;  ///< that are over
};

/// A schedule of your own: extensions.add(schedule_extension<Mine>()), and configs read with these
/// extensions may name it.
template <class S>
std::shared_ptr<const Extension> schedule_extension() {
    auto extension = std::make_shared<Extension>("schedule", entry_info<S>());
    extension->template add<Schedule>(catalogue_entry<Schedule, S, ScheduleOf<S>>());
    return extension;
}

}  // namespace mlp
