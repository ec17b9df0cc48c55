#pragma once

#include "mlp/core/state.h"
#include "mlp/nn/network.h"
#include "mlp/report/metrics_files.h"
#include "mlp/train/observer.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace mlp {

/// Writes down how a network looked at some epochs (train/snapshot_epochs.h), so that its training
/// can be replayed: snapshots.jsonl, a line {"epoch": n, "parameters": [...]} each, with every
/// number of the arena.
template <class T>
class SnapshotFile final : public TrainingObserver {
  public:
    /// `wanted`: otherwise nothing is written. `kept`: the file goes on, from where visit_state()
    /// puts it; otherwise it starts with the network as it is, as epoch 0. The network must outlive
    /// this. Throws RunError.
    SnapshotFile(const std::filesystem::path& directory, const Network<T>& network, bool wanted,
                 bool kept);

    bool on_epoch(const EpochReport& report) override;
    void on_end(const EpochReport& last) override;
    /// How long the file is (see visit_size()).
    void visit_state(StateVisitor& state);

  private:
    void write(Index epoch);

    std::optional<GrowingFile> file_;
    const Network<T>& network_;
};

struct Snapshot {
    Index epoch = 0;
    std::vector<double> parameters;
};

/// The snapshots of a run, by epoch; none if it has none. Throws InputError, with its line, at one
/// that is damaged. An unfinished last line is left out.
std::vector<Snapshot> read_snapshots(const std::filesystem::path& run_directory);

}  // namespace mlp
