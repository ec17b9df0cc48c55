#pragma once

#include "mlp/train/observer.h"

namespace mlp::app {

/// While it lives: ends training after the epoch in which Ctrl-C is pressed, or the program is
/// asked to terminate; asked again, the program ends at once. A reader of our output that goes away
/// ends nothing.
class StopOnInterrupt final : public TrainingObserver {
  public:
    StopOnInterrupt();
    ~StopOnInterrupt() override;
    StopOnInterrupt(const StopOnInterrupt&) = delete;
    StopOnInterrupt& operator=(const StopOnInterrupt&) = delete;
    void on_step(Index step, double loss) override;
    bool on_epoch(const EpochReport& report) override;
    /// Whether it was asked for.
    bool wanted() const;

  private:
    bool told_ = false;
};

}  // namespace mlp::app
