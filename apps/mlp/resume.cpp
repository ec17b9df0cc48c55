#include "mlp/core/text.h"
#include "mlp/experiment/experiment.h"
#include "mlp/experiment/run_checkpoints.h"

#include "commands.h"
#include "terminal.h"
#include "training_session.h"
#include "warnings.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace mlp::app {
namespace {

struct Arguments {
    std::string directory;
    std::vector<std::string> overrides;
    bool quiet = false;
    bool json = false;
    std::string command_line;  ///< as typed, for the records
};

/// Throws InputError if the checkpoint belongs to another experiment than this.
template <class T>
void check_same(const RunCheckpoints::Found& found, const Experiment<T>& experiment) {
    const auto changes = differences(found.checkpoint.origin(), origin_of(experiment));
    if (changes.empty()) return;
    throw InputError(fmt::format(
        "{}: this is the state of another training:\n  {}\n  help: undo that, or train anew; "
        "what may change: training.epochs, training.time_limit_seconds, optimizer.learning_rate, "
        "patience, min_delta and target of early_stopping, checkpoint, logging",
        found.path.string(), join(changes, "\n  ")));
}

template <class T>
int resume(const Arguments& arguments, const RunDirectory& directory, ExperimentConfig config) {
    const auto found = RunCheckpoints::newest(directory.path());
    Experiment<T> experiment(std::move(config));
    if (found) check_same(*found, experiment);
    if (!arguments.quiet) {
        if (found) {
            for (const auto& problem : found->damaged) say("warning: {}\n", problem);
            say("going on from {}\n", found->path.string());
        } else {
            say("no checkpoint was written yet: training starts from the beginning\n");
        }
    }
    StopOnInterrupt interrupt;
    return run_session(experiment, directory, interrupt,
                       {.quiet = arguments.quiet,
                        .json = arguments.json,
                        .command_line = arguments.command_line,
                        .checkpoint = found ? &found->checkpoint : nullptr});
}

}  // namespace

Command resume_command(CLI::App& program, const Context& context) {
    auto arguments = std::make_shared<Arguments>();
    arguments->command_line = context.command_line;
    auto* app = program.add_subcommand("resume", "Go on with a training that was interrupted");
    app->add_option("RUN_DIR", arguments->directory, "the directory of the run")->required();
    app->add_option("--set", arguments->overrides,
                    "change a key that may change: --set training.epochs=500")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->take_all();
    app->add_flag("-q,--quiet", arguments->quiet, "print nothing but the run directory");
    app->add_flag("--json", arguments->json, "print the summary as JSON");
    return {app, [arguments, &context] {
                const auto directory = RunDirectory::open(arguments->directory);
                const auto config = read_experiment(directory.path() / "config.json",
                                                    arguments->overrides, context.extensions);
                if (!arguments->quiet) print_warnings(config);
                return with_precision(config, [&](auto zero) {
                    return resume<decltype(zero)>(*arguments, directory, config);
                });
            }};
}

}  // namespace mlp::app
