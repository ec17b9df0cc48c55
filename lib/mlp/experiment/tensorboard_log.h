#pragma once

#include "mlp/core/state.h"
#include "mlp/experiment/experiment.h"
#include "mlp/report/metrics_files.h"
#include "mlp/report/summary.h"
#include "mlp/report/tensorboard/event.h"
#include "mlp/train/observer.h"

#include <filesystem>
#include <optional>
#include <string>

namespace mlp {

/// In a run directory. A file for TensorBoard must have "tfevents" in its name; the rest usually
/// tells of clock and host, but a run that goes on must find it again.
inline constexpr const char* tensorboard_file = "tensorboard/events.out.tfevents.0000000000.mlp";

/// Writes an event file for TensorBoard, if the config asks for it ("logging": {"tensorboard":
/// true}), and nothing otherwise. All steps in it are epochs:
/// - the scalars train/..., validation/... and learning_rate, when metrics.csv gets a row
/// - histograms of the network, at the snapshot epochs (train/snapshot_epochs.h), for the first
///   training samples
/// - the config as a text and as hyperparameters, and at the end the scores of the final weights
///   as final/train_..., final/validation_... and final/test_...
template <class T>
class TensorboardLog final : public TrainingObserver {
  public:
    /// `kept`: the file goes on, from where visit_state() puts it; otherwise it starts with the
    /// network as it is, as epoch 0. `in_sweep`: the run is one of many. The experiment must
    /// outlive this. Throws RunError.
    TensorboardLog(const std::filesystem::path& directory, const Experiment<T>& experiment,
                   bool kept, bool in_sweep);

    bool on_epoch(const EpochReport& report) override;
    void on_end(const EpochReport& last) override;
    /// The run goes on after this epoch with another config than before.
    void note_new_config(Index epoch);
    void finish(const Summary& summary);

    /// How long the file is. Putting that back takes away what was written later. A file that is
    /// not there, or not as long, starts again.
    void visit_state(StateVisitor& state);

  private:
    void begin();
    void add(const Event& event);
    void add_config(Event& event) const;
    void add_scalars(const EpochReport& report);
    void add_histograms(Index epoch);

    const Experiment<T>& experiment_;
    bool in_sweep_;
    Subset<T> samples_;  ///< that histograms are taken of
    std::optional<GrowingFile> file_;
    Index last_written_ = 0;  ///< the last epoch with scalars
};

}  // namespace mlp
