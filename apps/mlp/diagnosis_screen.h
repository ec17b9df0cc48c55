#pragma once

#include "mlp/train/diagnosis.h"

#include <vector>

#include <spdlog/logger.h>

namespace mlp::app {

class Progress;

/// Tells what looks wrong in a training with diagnostics, in its log and, unless it is quiet, on
/// standard error; and keeps what was last seen of the layers. All must outlive it.
class DiagnosisScreen final : public TrainingObserver {
  public:
    /// `progress`: what else is on the screen; null if there is nothing.
    DiagnosisScreen(spdlog::logger& log, Progress* progress, bool quiet);

    bool on_epoch(const EpochReport& report) override;
    /// A table of the layers in the last epoch that was looked at, on standard output.
    void print_layers() const;

  private:
    void tell(const Finding& finding);

    spdlog::logger& log_;
    Progress* progress_;
    bool quiet_;
    Diagnosis diagnosis_;
    Index epoch_ = 0;  ///< the last one that was looked at; 0: none
    std::vector<LayerReport> layers_;
};

}  // namespace mlp::app
