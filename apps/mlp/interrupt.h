#pragma once

#include "mlp/train/observer.h"

namespace mlp::app {

/// Ends training after the epoch in which Ctrl-C is pressed; pressed again, it ends the program.
class StopOnInterrupt final : public TrainingObserver {
  public:
    StopOnInterrupt();
    ~StopOnInterrupt() override;
    StopOnInterrupt(const StopOnInterrupt&) = delete;
    StopOnInterrupt& operator=(const StopOnInterrupt&) = delete;
    bool on_epoch(const EpochReport& report) override;
};

}  // namespace mlp::app
