#pragma once

#include "mlp/core/matrix.h"
#include "mlp/train/layer_report.h"
#include "mlp/train/metric.h"

#include <optional>
#include <string_view>
#include <vector>

namespace mlp {

/// One finished epoch.
struct EpochReport {
    Index epoch = 0;   ///< from 1 on
    Index epochs = 0;  ///< that the training is set to run
    Index steps = 0;   ///< optimizer steps since the start
    double learning_rate = 0;
    /// Means over the epoch's batches, each taken just before the step that learnt from it.
    Scores train;
    Scores validation;   ///< after the epoch; empty without validation samples
    double seconds = 0;  ///< since the start of training; 0 unless there are observers
    /// What passed through each layer; empty unless the trainer makes diagnostics, and in most
    /// epochs of a long training (see train/diagnostics.h).
    std::vector<LayerReport> layers{};

    /// What was measured by its name in measured_names(); none if there is none of that name.
    std::optional<double> find(std::string_view name) const;
    /// The same by its place in measured_names().
    double measured(std::size_t place) const {
        return place < train.size() ? train[place].second : validation[place - train.size()].second;
    }
};

/// Is told how training goes, on the training thread.
class TrainingObserver {
  public:
    virtual ~TrainingObserver() = default;
    /// After every optimizer step (from 1 on): the loss of its batch, before the update.
    virtual void on_step(Index /*step*/, double /*loss*/) {}
    /// After every epoch. Training stops where one observer returns false.
    virtual bool on_epoch(const EpochReport& /*report*/) { return true; }
    /// At the end, however it came about, with the report of the last finished epoch, if there is
    /// one.
    virtual void on_end(const EpochReport& /*last*/) {}
};

}  // namespace mlp
