#pragma once

#include "mlp/config/experiment_config.h"
#include "mlp/config/sweep_config.h"
#include "mlp/core/extension.h"
#include "mlp/experiment/run_directory.h"
#include "mlp/experiment/sweep_plan.h"
#include "mlp/experiment/sweep_run.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace mlp {

/// How far a sweep is.
struct SweepProgress {
    std::size_t ended = 0;  ///< of the runs of this rung
    std::size_t runs = 0;   ///< of this rung
    std::size_t rung = 1;   ///< of successive halving; otherwise there is only one
    std::size_t rungs = 1;
    const SweepRun* last = nullptr;  ///< that ended; null at the start of a rung
};

struct SweepOptions {
    std::size_t jobs = 1;   ///< runs at once, each in a thread of its own
    std::string command{};  ///< as it was typed, for the records
    /// Is told of progress, by one thread at a time.
    std::function<void(const SweepProgress&)> on_progress{};
    /// Whether to stop: asked after every epoch, by many threads. Then the runs that are at work
    /// are left with a checkpoint.
    std::function<bool()> stop_wanted{};
};

/// Many runs of one experiment, with some of its keys varied.
class Sweep {
  public:
    /// Reads the base, plans the runs, and makes sure that one of them at least can begin. Throws
    /// InputError: where the base is wrong, a key does not exist, or the metric is not measured.
    /// `overrides` are keys of the base, such as "training.epochs=50".
    Sweep(SweepConfig config, const std::vector<std::string>& overrides,
          const Extensions& extensions = {});

    const SweepConfig& config() const { return config_; }
    const SweepPlan& plan() const { return plan_; }
    /// All of the plan, by number.
    const std::vector<SweepRun>& runs() const { return runs_; }
    /// What runs are judged by, "validation_loss", say.
    const std::string& metric() const { return metric_; }
    bool larger_is_better() const { return larger_is_better_; }
    std::vector<SweepRank> ranking() const { return rank_runs(runs_, metric_, larger_is_better_); }
    /// The directory that "logging" of the base names, for new sweeps.
    const std::string& base_directory() const { return base_directory_; }

    /// Does all runs that have not ended yet and writes the results: sweep.json, base.json and
    /// environment.json at first, a directory for each run in runs/, at the end sweep.csv,
    /// leaderboard.csv and best.json. What a run comes to depends on nothing but its config, so
    /// neither jobs nor interruptions change the results. A run that fails is recorded, and the
    /// sweep goes on. Returns whether all runs ended. Throws RunError if a file cannot be written,
    /// and InputError if data has changed since the sweep began.
    bool run(const RunDirectory& directory, const SweepOptions& options);

    /// The config of a run. Throws InputError if it is wrong.
    ExperimentConfig config_of(const SweepRun& run) const;

  private:
    void check_start();
    void choose_metric(const std::vector<std::string>& measured);
    /// Epochs at which successive halving compares; 0: no more stops.
    std::vector<Index> rungs() const;
    /// Those that go on after a rung.
    std::vector<SweepRun*> best_of(const std::vector<SweepRun*>& candidates,
                                   const std::vector<double>& values) const;

    SweepConfig config_;
    SweepPlan plan_;
    Extensions extensions_;
    std::shared_ptr<const Document> base_;
    std::string base_name_;
    std::string base_directory_;
    // Of the first run that can begin:
    Index epochs_ = 0;
    std::string precision_;
    std::vector<std::filesystem::path> data_files_;
    std::string metric_;
    bool larger_is_better_ = false;
    std::vector<SweepRun> runs_;
};

}  // namespace mlp
