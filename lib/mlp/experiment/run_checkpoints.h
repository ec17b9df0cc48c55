#pragma once

#include "mlp/config/experiment_config.h"
#include "mlp/io/checkpoint.h"
#include "mlp/train/observer.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace mlp {

/// The checkpoints of a run: `RUN_DIR/checkpoints/epoch_<number>.safetensors`.
class RunCheckpoints {
  public:
    /// Writes nothing yet. `origin` is written into each. `seconds`: of training so far.
    RunCheckpoints(const std::filesystem::path& run_directory, const CheckpointConfig& config,
                   Checkpoint::Origin origin, double seconds = 0);

    /// Whether one is to be saved after this epoch.
    bool due(const EpochReport& report) const;
    /// Whether one is wanted at the end of a training that nothing interrupted.
    bool wanted() const { return config_.keep_last > 0; }

    /// Saves one, then takes away all but the newest. Parameters that are not finite are not saved:
    /// that training is about to diverge. Throws RunError if it cannot be written; then those from
    /// before are still there.
    template <class T>
    void save(const Model<T>& model, const EpochReport& report,
              const std::function<void(StateVisitor&)>& visit);

    struct Found {
        Checkpoint checkpoint;
        std::filesystem::path path;
        Index epoch = 0;
        std::vector<std::string> damaged;  ///< newer ones that cannot be used, and why
    };
    /// The newest one of a run that is whole; none if none was ever written. Throws InputError if
    /// all are damaged.
    static std::optional<Found> newest(const std::filesystem::path& run_directory);

  private:
    std::filesystem::path directory_;
    CheckpointConfig config_;
    Checkpoint::Origin origin_;
    double last_seconds_;  ///< of training, when the last one was saved
};

/// How a training would go on differently from how it began: messages, one a difference, that name
/// the keys of the config and the files of the data. The length of the training, when it is to stop
/// early, what is written down, and the learning rate may change.
std::vector<std::string> differences(const Checkpoint::Origin& began,
                                     const Checkpoint::Origin& now);

}  // namespace mlp
