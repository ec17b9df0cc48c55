#pragma once

#include "mlp/config/sweep_config.h"
#include "mlp/experiment/sweep_plan.h"
#include "mlp/report/summary.h"

#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace mlp {

/// One run of a sweep, and what came of it.
struct SweepRun {
    Index number = 0;             ///< from 1 on; its directory is `runs/<number>`
    std::size_t combination = 0;  ///< of the plan
    std::optional<Index> seed;    ///< none: that of the base
    /// "" (not finished), "completed", "diverged", "failed" (it could not even begin),
    /// "paused" (successive halving is to decide), or "stopped" (it had better ones).
    std::string status;
    std::string message;  ///< why it ended
    Index epochs = 0;
    Index best_epoch = 0;
    Scores train;
    Scores validation;
    Scores test;

    /// The value of train_… or validation_…; NaN if it has none.
    double value(const std::string& measured_name) const;
};

/// Takes over how a run ended.
void take(SweepRun& run, const Summary& summary);

/// Takes over what a summary.json says. False if there is none, or it says nothing.
bool read_summary(SweepRun& run, const std::filesystem::path& path);

/// A combination of values, judged by all its seeds.
struct SweepRank {
    std::size_t combination = 0;
    std::vector<const SweepRun*> runs;  ///< that have a value of the metric
    Index failed = 0;                   ///< runs that have none
    Index epochs = 0;                   ///< the most of a run
    double mean = std::numeric_limits<double>::quiet_NaN();
    double sd = 0;  ///< with n − 1; 0 for a single run
};

/// The combinations, best first: those that came furthest (successive halving), then those of whose
/// runs none failed, then by the mean of the metric.
std::vector<SweepRank> rank_runs(const std::vector<SweepRun>& runs, const std::string& metric,
                                 bool larger_is_better);

}  // namespace mlp
