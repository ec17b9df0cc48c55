#pragma once

#include "mlp/core/state.h"
#include "mlp/report/metrics_files.h"
#include "mlp/train/observer.h"

#include <filesystem>
#include <optional>

namespace mlp {

/// Writes diagnostics.csv: a row for each layer in each epoch that was looked at (see
/// train/diagnostics.h for the numbers); an empty cell where a layer does not have a number. No
/// clock values, so that equal runs give equal bytes. read_layer_curves() reads it.
class DiagnosticsFile final : public TrainingObserver {
  public:
    /// `wanted`: otherwise nothing is written. `kept`: the file goes on, from where visit_state()
    /// puts it. Throws RunError.
    DiagnosticsFile(const std::filesystem::path& directory, bool wanted, bool kept);

    bool on_epoch(const EpochReport& report) override;
    void on_end(const EpochReport& last) override;
    /// How long the file is (see visit_size()).
    void visit_state(StateVisitor& state);

  private:
    void begin();

    std::optional<GrowingFile> file_;
};

}  // namespace mlp
