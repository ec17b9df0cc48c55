#include "mlp/experiment/cross_validation.h"
#include "mlp/experiment/experiment.h"

#include "commands.h"
#include "progress.h"
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
    std::string config;
    std::vector<std::string> overrides;
    std::optional<std::string> output;
    bool force = false;
    bool quiet = false;
    bool json = false;
    bool chart = false;
    std::optional<Index> folds;
    std::string command_line;  ///< as typed, for the records
};

/// "fold 1 of 5", its scores; a row for each.
bool print_fold(const FoldResult& fold) {
    if (fold.fold == 1) {
        fmt::print("{}\n", bold(stdout, fmt::format("{:<12}{}{:>10}", "fold",
                                                    score_heading(fold.scores), "epochs")));
    }
    fmt::print("{:<12}{}{:>10}\n", fmt::format("{} of {}", fold.fold, fold.folds),
               score_cells(fold.scores), fold.training.epochs);
    std::fflush(stdout);
    return true;
}

void print_mean(const CrossValidation& cross_validation) {
    const Scores mean = cross_validation.mean();
    const Scores sd = cross_validation.sd();
    fmt::print("{:<12}{}\n{:<12}{}\n\n", "mean", score_cells(mean), "sd", score_cells(sd));
    for (std::size_t i = 0; i < mean.size(); ++i) {
        fmt::print("{}\n", bold(stdout, fmt::format("cross-validation {}: {:.4g} ± {:.2g}",
                                                    mean[i].first, mean[i].second, sd[i].second)));
    }
}

template <class T>
int train(const Arguments& arguments, ExperimentConfig config, const Extensions& extensions) {
    auto data = load_data(config);
    CrossValidation cross_validation;
    StopOnInterrupt interrupt;
    const bool show = !arguments.quiet && !arguments.json;
    if (arguments.folds) {
        const FoldObserver on_fold = show ? print_fold : [](const FoldResult&) { return true; };
        cross_validation = cross_validate<T>(config, data, *arguments.folds, {&interrupt}, on_fold);
        if (cross_validation.empty()) {
            say("interrupted in the cross-validation; nothing was written\n");
            return interrupted;
        }
        if (show) print_mean(cross_validation);
        if (show) say("\nThe network of the config itself:\n\n");
    }
    // The raw table is let go as soon as the network has its samples.
    Experiment<T> experiment(std::move(config), std::move(data));
    const auto directory =
        arguments.output
            ? RunDirectory::make(*arguments.output, arguments.force)
            : RunDirectory::make(experiment.config().logging.directory, experiment.config().name);
    return run_session(experiment, directory, interrupt,
                       {.quiet = arguments.quiet,
                        .json = arguments.json,
                        .chart = arguments.chart,
                        .command_line = arguments.command_line,
                        .cross_validation = std::move(cross_validation),
                        .extensions = extensions});
}

}  // namespace

Command train_command(CLI::App& program, const Context& context) {
    auto arguments = std::make_shared<Arguments>();
    arguments->command_line = context.command_line;
    auto* app = program.add_subcommand("train", "Train the network that a config describes");
    app->add_option("CONFIG", arguments->config, "the JSON file of the experiment")->required();
    app->add_option("--set", arguments->overrides, "override a key: --set training.epochs=50")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->take_all();
    app->add_option("-o,--output", arguments->output,
                    "the run directory (default: a new one in runs/)")
        ->type_name("DIR");
    app->add_flag("--force", arguments->force, "write into --output even if it is not empty")
        ->needs("--output");
    app->add_flag("-q,--quiet", arguments->quiet, "print nothing but the run directory");
    app->add_flag("--json", arguments->json, "print the summary as JSON");
    app->add_flag("--chart", arguments->chart, chart_help);
    app->add_option("--cross-validate", arguments->folds,
                    "first judge by cross-validation: train on all but one of so many parts, judge "
                    "on that, in turn")
        ->type_name("FOLDS")
        ->check(CLI::Range(2, 1000000));
    return {app, [arguments, &context] {
                const auto config =
                    read_experiment(arguments->config, arguments->overrides, context.extensions);
                if (!arguments->quiet) print_warnings(config);
                return with_precision(config, [&](auto zero) {
                    return train<decltype(zero)>(*arguments, config, context.extensions);
                });
            }};
}

}  // namespace mlp::app
