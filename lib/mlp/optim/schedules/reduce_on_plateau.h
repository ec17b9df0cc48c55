#pragma once

#include "mlp/optim/schedule_of.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace mlp::schedule {

/// ReduceLROnPlateau of PyTorch, with its relative threshold. NaN is never better. It knows epochs
/// only, so a warm-up is counted in epochs too; values of the warm-up do not count.
struct ReduceOnPlateau : ScheduleClock {
    std::string monitor = "validation_loss";
    std::string mode = "min";
    double factor = 0.1;
    Index patience = 10;
    double threshold = 1e-4;
    Index cooldown = 0;
    double minimum = 0;

    static constexpr std::string_view name = "reduce_on_plateau";
    static constexpr std::string_view help =
        "times a factor when a metric stops getting better (PyTorch: ReduceLROnPlateau)";
    static constexpr std::string_view formula =
        "rate = max(minimum, factor rate) after more than patience epochs without a better value";
    static Options<ReduceOnPlateau> options() {
        using S = ReduceOnPlateau;
        return with_clock<S>(
            {{"monitor", &S::monitor, anything, "what it watches: a column of metrics.csv"},
             {"mode", &S::mode, std::vector<std::string>{"min", "max"},
              "whether less or more is better"},
             {"factor", &S::factor, open(0, 1), "what the rate is multiplied with"},
             {"patience", &S::patience, between(0, 1e9), "epochs without a better value"},
             {"threshold", &S::threshold, half_open(0, 1),
              "how much better a value must be, as a share of the best"},
             {"cooldown", &S::cooldown, between(0, 1e9),
              "epochs after a change that do not count as worse"},
             {"minimum", &S::minimum, at_least(0), "the rate does not fall below this (min_lr)"}},
            {"epoch"});
    }
    std::string_view problem() const {
        return monitor.empty() ? "'monitor' must name what it watches" : "";
    }

    double rate(double base, Index, Index) const {
        return std::max(base * scale_, std::min(minimum, base));
    }

    void observe(double value) {
        if (is_better(value)) {
            best_ = value;
            bad_epochs_ = 0;
        } else {
            ++bad_epochs_;
        }
        if (cooldown_left_ > 0) {
            --cooldown_left_;
            bad_epochs_ = 0;
        }
        if (bad_epochs_ > patience) {
            scale_ *= factor;
            cooldown_left_ = cooldown;
            bad_epochs_ = 0;
        }
    }

    void visit_state(StateVisitor& state) {
        state.visit("schedule.scale", scale_);
        state.visit("schedule.best", best_);
        state.visit("schedule.bad_epochs", bad_epochs_);
        state.visit("schedule.cooldown_left", cooldown_left_);
    }

  private:
    bool is_better(double value) const {
        if (!best_) return !std::isnan(value);
        const double margin = threshold * std::abs(*best_);
        return mode == "min" ? value < *best_ - margin : value > *best_ + margin;
    }

    double scale_ = 1;
    std::optional<double> best_;
    Index bad_epochs_ = 0;
    Index cooldown_left_ = 0;
};

}  // namespace mlp::schedule
