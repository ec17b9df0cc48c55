#pragma once

#include "mlp/train/observer.h"

#include <filesystem>
#include <memory>

#include <spdlog/spdlog.h>

namespace mlp::app {

/// run.log: what happened when, with the same epochs as the screen shows.
class RunLog final : public TrainingObserver {
  public:
    RunLog(const std::filesystem::path& directory, Index every_epochs);
    spdlog::logger& log() { return *log_; }
    bool on_epoch(const EpochReport& report) override;

  private:
    std::shared_ptr<spdlog::logger> log_;
    Index every_epochs_;
};

}  // namespace mlp::app
