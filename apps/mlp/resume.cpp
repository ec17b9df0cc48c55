#include "mlp/core/text.h"
#include "mlp/experiment/experiment.h"
#include "mlp/experiment/run_checkpoints.h"
#include "mlp/report/run_record.h"

#include "commands.h"
#include "sweep_session.h"
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
    bool chart = false;
    SweepSessionOptions session;  ///< of a sweep; quiet and json of a run as well
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
int resume(const Arguments& arguments, const RunDirectory& directory, ExperimentConfig config,
           const Extensions& extensions) {
    const auto found = RunCheckpoints::newest(directory.path());
    Experiment<T> experiment(std::move(config));
    if (found) check_same(*found, experiment);
    const Index epochs = experiment.config().training.epochs;
    if (found && found->epoch > epochs) {
        throw experiment.config().error(
            "/training/epochs",
            fmt::format("{} are fewer than the {} that are done already", epochs, found->epoch));
    }
    if (!arguments.session.quiet) {
        if (found) {
            for (const auto& problem : found->damaged) say("warning: {}\n", problem);
            say("going on from {}\n", found->path.string());
            if (found->epoch == epochs) {
                say("all {} epochs are done; to train on: --set training.epochs={}\n", found->epoch,
                    2 * found->epoch);
            }
        } else {
            say("no checkpoint was written yet: training starts from the beginning\n");
        }
    }
    StopOnInterrupt interrupt;
    return run_session(experiment, directory, interrupt,
                       {.quiet = arguments.session.quiet,
                        .json = arguments.session.json,
                        .chart = arguments.chart,
                        .command_line = arguments.session.command_line,
                        .checkpoint = found ? &found->checkpoint : nullptr,
                        .extensions = extensions});
}

int resume_sweep(const Arguments& arguments, const RunDirectory& directory,
                 const Extensions& extensions) {
    if (!arguments.overrides.empty()) {
        throw InputError("--set: a sweep goes on as it began; its description is " +
                         (directory.path() / "sweep.json").string());
    }
    if (arguments.chart) {
        throw InputError("--chart: a sweep has no curve of its own, only its runs have");
    }
    Sweep sweep(read_sweep(directory.path() / "sweep.json"), {}, extensions);
    return run_sweep(sweep, directory, arguments.session);
}

}  // namespace

Command resume_command(CLI::App& program, const Context& context) {
    auto arguments = std::make_shared<Arguments>();
    arguments->session.command_line = context.command_line;
    auto* app =
        program.add_subcommand("resume", "Go on with a run, or a sweep, that was broken off");
    app->add_option("DIR", arguments->directory, "the directory of the run or the sweep")
        ->required();
    app->add_option("--set", arguments->overrides,
                    "change a key that may change: --set training.epochs=500")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->take_all();
    app->add_flag("--chart", arguments->chart, chart_help);
    add_sweep_options(*app, arguments->session);
    return {app, [arguments, &context] {
                const auto directory = RunDirectory::open(arguments->directory);
                if (is_sweep_directory(directory.path())) {
                    return resume_sweep(*arguments, directory, context.extensions);
                }
                const auto config = read_experiment(directory.path() / "config.json",
                                                    arguments->overrides, context.extensions);
                if (!arguments->session.quiet) print_warnings(config);
                return with_precision(config, [&](auto zero) {
                    return resume<decltype(zero)>(*arguments, directory, config,
                                                  context.extensions);
                });
            }};
}

}  // namespace mlp::app
