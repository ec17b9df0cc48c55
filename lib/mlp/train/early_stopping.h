#pragma once

#include "mlp/core/matrix.h"
#include "mlp/core/options.h"
#include "mlp/core/state.h"

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// When to stop before all epochs are done (Prechelt, "Early stopping - but when?", 1998).
struct EarlyStoppingOptions {
    std::string monitor = "validation_loss";
    std::string mode = "auto";
    Index patience = 30;
    double min_delta = 0;
    std::optional<double> target;
    bool restore_best = true;

    static constexpr std::string_view name = "early_stopping";
    static constexpr std::string_view help = "when to stop before all epochs are done";
    static Options<EarlyStoppingOptions> options();
};

/// Throws InputError unless what is watched is among `measured`.
void check_monitor(const EarlyStoppingOptions& options, const std::vector<std::string>& measured);

/// Watches one measured value from epoch to epoch. One thread.
class EarlyStopping {
  public:
    explicit EarlyStopping(EarlyStoppingOptions options);

    const EarlyStoppingOptions& options() const { return options_; }

    /// The value after an epoch. Returns whether it is better than all before by more than
    /// min_delta, which NaN never is.
    bool observe(double value, Index epoch);

    /// Whether the last value is as good as the target.
    bool target_reached() const;
    /// Whether the value did not improve for `patience` epochs.
    bool out_of_patience() const { return waited_ >= options_.patience; }
    /// Why training is to stop, in words; empty if it is to go on.
    std::string reason() const;

    Index best_epoch() const { return best_epoch_; }  ///< 0 if there is none

    void visit_state(StateVisitor& state);

  private:
    EarlyStoppingOptions options_;
    double sign_;             ///< −1 where larger is better, so that smaller always is
    double best_ = infinity;  ///< times the sign
    double last_ = std::numeric_limits<double>::quiet_NaN();
    Index best_epoch_ = 0;
    Index waited_ = 0;
};

}  // namespace mlp
