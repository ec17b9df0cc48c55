#pragma once

#include "mlp/experiment/sweep.h"

#include "commands.h"

#include <optional>
#include <string>

namespace mlp::app {

struct SweepSessionOptions {
    std::optional<Index> jobs{};  ///< runs at once; default: one a core
    Index top = 50;               ///< rows of the leaderboard that are shown
    bool quiet = false;           ///< print nothing but the directory
    bool json = false;            ///< print the leaderboard as JSON
    std::string command_line{};   ///< as typed, for the records
};

/// The options that all commands have that run sweeps.
void add_sweep_options(CLI::App& app, SweepSessionOptions& options);

/// Runs a sweep before the eyes of the user: how far it is, which values are best, where all is.
/// Returns the exit code of the program.
int run_sweep(Sweep& sweep, const RunDirectory& directory, const SweepSessionOptions& options);

}  // namespace mlp::app
