#pragma once

#include "mlp/experiment/experiment_data.h"
#include "mlp/experiment/sweep.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace mlp {

/// The samples that runs share, as long as they are read alike. Many threads.
class SharedData {
  public:
    /// Reads the samples of a config, or gives those that another run has read by the same words.
    std::shared_ptr<const ExperimentData> get(const ExperimentConfig& config);

  private:
    std::mutex mutex_;
    std::string key_;  ///< of the samples that were asked for last: runs that follow want the same
    std::shared_ptr<const ExperimentData> data_;
};

/// Does single runs of a sweep. Many threads.
class SweepWorker {
  public:
    /// The sweep must outlive it.
    SweepWorker(const Sweep& sweep, std::filesystem::path directory,
                std::function<bool()> stop_wanted);

    /// Trains a run, from its checkpoint if it has one, until it ends, or after epoch `pause_at`
    /// (0: never), or until a stop is wanted. Its status is then that of the end, or "paused", or
    /// empty. If that was done before, this only reads what came of it. What is wrong with the run
    /// itself becomes its status "failed". Throws RunError where a file cannot be written.
    void execute(SweepRun& run, Index pause_at);

    /// Ends a run that waited: it is not to go on.
    void stop(SweepRun& run, const std::string& message) const;

    /// The directory of a run.
    std::filesystem::path directory_of(const SweepRun& run) const;

  private:
    template <class T>
    void train(SweepRun& run, Index pause_at, ExperimentConfig config);
    void fail(SweepRun& run, const std::string& message,
              const std::optional<ExperimentConfig>& config) const;

    const Sweep& sweep_;
    std::filesystem::path directory_;
    std::function<bool()> stop_wanted_;
    SharedData data_;
};

}  // namespace mlp
