#pragma once

#include "mlp/experiment/sweep.h"

#include <filesystem>
#include <string>

namespace mlp {

/// One row a run, in order of their numbers: the swept values, the seed, how it ended, and all
/// scores of the final weights. No clock values: equal sweeps give equal bytes.
std::string sweep_csv(const Sweep& sweep);

/// One row a combination, best first: the swept values, and mean and standard deviation of the
/// metric over the seeds.
std::string leaderboard_csv(const Sweep& sweep);

/// Of the best combination the run with the best value; null if no run has a value.
const SweepRun* best_run(const Sweep& sweep);

/// Writes sweep.csv, leaderboard.csv and, if there is a best run, best.json: its config, ready to
/// run. Throws RunError if one cannot be written.
void write_results(const Sweep& sweep, const std::filesystem::path& directory);

}  // namespace mlp
