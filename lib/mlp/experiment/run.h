#pragma once

#include "mlp/experiment/experiment.h"
#include "mlp/experiment/run_checkpoints.h"
#include "mlp/experiment/run_directory.h"
#include "mlp/report/summary.h"
#include "mlp/train/observer.h"

#include <string>
#include <vector>

namespace mlp {

struct RunOptions {
    std::string command{};                       ///< as it was typed, for the records
    std::vector<TrainingObserver*> observers{};  ///< not owned
    CrossValidation cross_validation{};          ///< what it said before, for the summary
    const Checkpoint* checkpoint = nullptr;      ///< to go on from; none: from the beginning
    bool in_sweep = false;  ///< one of many: no environment.json or metrics.jsonl of its own,
                            ///< nothing flushed to disk, a checkpoint only where it is stopped
};

/// Trains an experiment and writes all files of a run (see the README) into its directory: first
/// environment.json and config.json, the metrics while it trains, checkpoints, at the end the model
/// and summary.json. Killed at any moment, it can go on from its newest checkpoint, or, if there is
/// none yet, from the beginning, and leaves the very bytes in metrics.csv and the model that it
/// would have left without the break. An observer that stops it has a checkpoint written.
/// Throws RunError if a file cannot be written.
template <class T>
Summary run(Experiment<T>& experiment, const RunDirectory& directory, RunOptions options);

/// What a checkpoint of this experiment would say of where it comes from.
template <class T>
Checkpoint::Origin origin_of(const Experiment<T>& experiment);

}  // namespace mlp
