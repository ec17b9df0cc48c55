#include "mlp/train/early_stopping.h"

#include "mlp/core/suggest.h"
#include "mlp/train/metric.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp {

Options<EarlyStoppingOptions> EarlyStoppingOptions::options() {
    using E = EarlyStoppingOptions;
    return {{"monitor", &E::monitor, anything,
             "what is watched: validation_loss, train_loss, or a metric, such as "
             "validation_accuracy"},
            {"mode", &E::mode, std::vector<std::string>{"auto", "min", "max"},
             "whether smaller or larger is better; auto: as the metric is"},
            {"patience", &E::patience, between(1, 1e9),
             "epochs without improvement after which training stops"},
            {"min_delta", &E::min_delta, at_least(0), "less than this is no improvement"},
            {"target", &E::target, any_number, "stop as soon as the value is as good as this"},
            {"restore_best", &E::restore_best, anything,
             "end with the weights of the best epoch instead of the last"}};
}

void check_monitor(const EarlyStoppingOptions& options, const std::vector<std::string>& measured) {
    if (std::ranges::find(measured, options.monitor) != measured.end()) return;
    const auto of_validation = [](const std::string& name) {
        return name.starts_with("validation_");
    };
    if (of_validation(options.monitor) && std::ranges::none_of(measured, of_validation)) {
        throw InputError(
            fmt::format("'{}' is not measured, as there are no validation samples; measured: {}",
                        options.monitor, fmt::join(measured, ", ")));
    }
    throw InputError(fmt::format("'{}' is not measured; {}", options.monitor,
                                 suggest(options.monitor, measured, "measured")));
}

EarlyStopping::EarlyStopping(EarlyStoppingOptions options)
    : options_(from_choice<EarlyStoppingOptions>(to_choice(options))) {  // checks them
    const bool larger =
        options_.mode == "max" || (options_.mode == "auto" && larger_is_better(options_.monitor));
    sign_ = larger ? -1 : 1;
}

bool EarlyStopping::observe(double value, Index epoch) {
    last_ = value;
    const double cost = sign_ * value;
    const bool better = cost < best_ - options_.min_delta;
    if (better) {
        best_ = cost;
        best_epoch_ = epoch;
    }
    waited_ = better ? 0 : waited_ + 1;
    return better;
}

bool EarlyStopping::target_reached() const {
    return options_.target && sign_ * last_ <= sign_ * *options_.target;
}

void EarlyStopping::visit_state(StateVisitor& state) {
    state.visit("early_stopping.best", best_);
    state.visit("early_stopping.last", last_);
    state.visit("early_stopping.best_epoch", best_epoch_);
    state.visit("early_stopping.waited", waited_);
}

std::string EarlyStopping::reason() const {
    if (target_reached()) {
        return fmt::format("{} reached its target {:g}: it is {:.6g}", options_.monitor,
                           *options_.target, last_);
    }
    if (!out_of_patience()) return {};
    if (best_epoch_ == 0) {
        return fmt::format("{} had no finite value for {} epochs", options_.monitor, waited_);
    }
    return fmt::format("{} did not improve on {:.6g} (epoch {}) for {} epochs", options_.monitor,
                       sign_ * best_, best_epoch_, waited_);
}

}  // namespace mlp
