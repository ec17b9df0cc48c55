#pragma once

#include "mlp/core/extension.h"
#include "mlp/report/curves.h"
#include "mlp/report/decision_map.h"
#include "mlp/report/histogram.h"
#include "mlp/report/layer_curves.h"
#include "mlp/report/network_diagram.h"
#include "mlp/report/outcome.h"
#include "mlp/report/rate_range.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace mlp {

struct RunRecord;
class TrainedRun;

/// A run to look back at: its files and, where asked for, its trained network on its data, which is
/// read again by its config. Each part is worked out when it is first asked for. Nothing is
/// written.
///
/// Each function throws InputError that says what is missing, so that one can do without it: no
/// metrics, no model, data that is gone or has changed, three features where a plane takes two.
/// One thread.
class FinishedRun {
  public:
    /// Throws InputError if it is no run directory, or one of its records is damaged.
    /// `extensions` must hold those that config and network were made with.
    explicit FinishedRun(const std::filesystem::path& directory, Extensions extensions = {});
    ~FinishedRun();
    FinishedRun(const FinishedRun&) = delete;
    FinishedRun& operator=(const FinishedRun&) = delete;

    /// Its records as JSON, for which report/run_record.h is needed: no part of the interface.
    const RunRecord& record() const { return *record_; }
    /// Of the lowest loss, or of what early stopping watched; 0 if it is not known.
    Index best_epoch() const;
    /// Whose weights were saved; 0 if it is not known.
    Index saved_epoch() const;

    Curves curves() const;
    std::vector<LayerCurves> layer_curves() const;
    NetworkDiagram network() const;
    /// Of the test samples; where there are none of the validation, else of the training samples.
    Outcome outcome() const;
    /// With a frame for each snapshot of the training (see train/snapshot_epochs.h), or only the
    /// last one.
    enum class Frames { all, last };
    DecisionMap decision_map(Index size, Frames frames) const;
    UnitMaps unit_maps(Index size, Index max_units) const;
    /// The outputs of each layer for training samples.
    std::vector<Histogram> activations(Index bins) const;
    /// Trains the network of the config from its first weights, for some hundred steps.
    RateRange rate_range() const;

  private:
    TrainedRun& trained() const;

    std::unique_ptr<const RunRecord> record_;
    Extensions extensions_;
    mutable std::unique_ptr<TrainedRun> trained_;
};

}  // namespace mlp
