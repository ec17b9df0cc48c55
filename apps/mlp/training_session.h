#pragma once

#include "mlp/experiment/run.h"

#include "commands.h"
#include "interrupt.h"

#include <string>

namespace mlp::app {

/// Of the option --chart.
inline constexpr const char* chart_help = "print the loss of train and validation as a chart";

struct SessionOptions {
    bool quiet = false;          ///< print nothing but the run directory
    bool json = false;           ///< print the summary as JSON
    bool chart = false;          ///< print the curves of the loss, too
    std::string command_line{};  ///< as typed, for the records
    CrossValidation cross_validation{};
    const Checkpoint* checkpoint = nullptr;  ///< to go on from
    Extensions extensions{};                 ///< those that config and network were made with
};

/// Runs an experiment before the eyes of the user: what it is, how it goes, what came out, where
/// that is. Returns the exit code of the program. `interrupt` ends it.
template <class T>
int run_session(Experiment<T>& experiment, const RunDirectory& directory,
                StopOnInterrupt& interrupt, SessionOptions options);

}  // namespace mlp::app
