#pragma once

#include "mlp/experiment/experiment.h"
#include "mlp/report/summary.h"
#include "mlp/train/observer.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mlp {

/// Makes the directory of a new run: runs/<name>/<YYYY-MM-DD_HH-MM-SS>, with "-2", "-3", ... behind
/// it where that is taken. Throws RunError if it cannot be made.
std::filesystem::path make_run_directory(const ExperimentConfig& config);

/// Makes exactly this directory for a run. Throws InputError if it holds anything, unless `force`.
std::filesystem::path make_run_directory(const std::filesystem::path& path, bool force);

/// Trains an experiment and writes all files of a run (see the README) into its directory: first
/// config.json and environment.json, the metrics while it trains, at the end the model and
/// summary.json. `command` is for the records. Throws RunError if a file cannot be written.
/// What a cross-validation said before goes into the summary.
template <class T>
Summary run(Experiment<T>& experiment, const std::filesystem::path& directory,
            const std::string& command, std::vector<TrainingObserver*> observers,
            CrossValidation cross_validation = {});

}  // namespace mlp
