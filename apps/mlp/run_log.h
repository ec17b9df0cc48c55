#pragma once

#include "mlp/train/observer.h"

#include <filesystem>
#include <memory>

#include <spdlog/spdlog.h>

namespace mlp::app {

/// run.log: what happened when, with the same epochs as the screen shows.
class RunLog final : public TrainingObserver {
  public:
    /// `kept`: what is in the file already stays.
    RunLog(const std::filesystem::path& directory, Index epochs_per_row, bool kept = false);
    spdlog::logger& log() { return *log_; }
    bool on_epoch(const EpochReport& report) override;

  private:
    std::shared_ptr<spdlog::logger> log_;
    Index epochs_per_row_;
};

}  // namespace mlp::app
