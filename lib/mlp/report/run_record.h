#pragma once

#include "mlp/config/document.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mlp {

/// What the files of a run say.
struct RunRecord {
    std::filesystem::path directory;
    Json config;       ///< an object
    Json summary;      ///< null while it runs, or if it was killed
    Json environment;  ///< that of the sweep, if it is one of its runs; null if there is none
};

/// Throws InputError unless the directory is there and holds a config.json.
void check_run_directory(const std::filesystem::path& path);

/// Throws InputError if it is no run directory, and, with file and place, where one of its files is
/// damaged.
RunRecord read_run(const std::filesystem::path& path);

bool is_sweep_directory(const std::filesystem::path& path);
/// The run directories of a sweep, in order; none if this is no directory of a sweep.
std::vector<std::filesystem::path> runs_of_sweep(const std::filesystem::path& path);

/// What a sweep is to find the best of.
struct SweepGoal {
    std::string metric;  ///< empty: the loss, of validation samples if there are any
    std::string goal;    ///< "minimize", "maximize" or "auto": as the metric is
};

/// Throws InputError if this is no directory of a sweep, or its sweep.json is damaged.
SweepGoal goal_of_sweep(const std::filesystem::path& path);

}  // namespace mlp
