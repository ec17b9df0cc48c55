#include "mlp/core/text.h"
#include "mlp/experiment/cross_validation.h"
#include "mlp/experiment/experiment.h"
#include "mlp/experiment/run.h"
#include "mlp/report/summary_json.h"
#include "mlp/train/evaluate.h"

#include "commands.h"
#include "interrupt.h"
#include "network_table.h"
#include "progress.h"
#include "run_log.h"
#include "terminal.h"
#include "warnings.h"

#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mlp::app {
namespace {

/// Problems of up to this many training samples are shown sample by sample.
constexpr Index truth_table_samples = 16;
constexpr Index truth_table_features = 6;

struct Arguments {
    std::string config;
    std::vector<std::string> overrides;
    std::optional<std::string> output;
    bool force = false;
    bool quiet = false;
    bool json = false;
    std::optional<Index> folds;
    std::string command_line;  ///< as typed, for the records
};

template <class T>
void print_start(const Experiment<T>& experiment) {
    const auto& [network, preprocessing, targets, loss] = experiment.model();
    say("{}: {} training, {} validation and {} test samples of {} features; {}\n\n",
        bold(stderr, experiment.config().name), experiment.train_samples().samples(),
        experiment.validation_samples().samples(), experiment.test_samples().samples(),
        preprocessing.columns().size(),
        targets.classification() ? fmt::format("classes: {}", join(targets.classes))
                                 : fmt::format("targets: {}", join(targets.names)));
    say("{}\n", network_table(network));
}

void print_scores(const Summary& summary) {
    fmt::print("\n{}\n", bold(stdout, fmt::format("{:<12}{}", "", score_heading(summary.train))));
    const auto print = [](const char* part, const Scores& scores) {
        if (!scores.empty()) fmt::print("{:<12}{}\n", part, score_cells(scores));
    };
    print("train", summary.train);
    print("validation", summary.validation);
    print("test", summary.test);
}

/// Every training sample with its target and what the network says.
template <class T>
void print_truth_table(const Experiment<T>& experiment) {
    const auto& model = experiment.model();
    const Targets& targets = model.targets;
    const auto& samples = experiment.train_samples();
    const Index features = samples.data->features();
    if (samples.samples() > truth_table_samples || features > truth_table_features) return;
    if (samples.data->stored) return;
    Matrix<T> outputs = predict(model.network, view(samples.data->inputs));
    model.unscale(view(outputs));

    std::string heading;
    for (const auto& name : model.preprocessing.input_names())
        heading += fmt::format("{:>8} ", name);
    for (const auto& name : targets.names) heading += fmt::format("{:>10}", name);
    heading += fmt::format("{:>14}", "prediction");
    if (targets.classification()) heading += fmt::format("{:>10}", "output");
    fmt::print("\n{}\n", bold(stdout, heading));

    Index right = 0;
    const T decision = T(experiment.judging().decision);
    for (const Index row : samples.rows) {
        for (Index i = 0; i < features; ++i) {
            const auto scaled = static_cast<double>(samples.data->inputs(i, row));
            // Scaling there and back leaves a trace of rounding, which is no part of the data.
            fmt::print("{:>8.4g} ",
                       std::round(model.preprocessing.original(i, scaled) * 1e6) / 1e6);
        }
        const ConstView<T> output(outputs.col(row).data(), outputs.rows(), 1);
        const std::string numbers =
            fmt::format("{:.4f}", fmt::join(output.data(), output.data() + output.size(), " "));
        if (targets.classification()) {
            const std::size_t label = samples.data->labels[static_cast<std::size_t>(row)];
            const auto guess = static_cast<std::size_t>(class_of(output, decision));
            right += guess == label;
            fmt::print("{:>10}{:>14}  {:>8}{}\n", targets.classes[label], targets.classes[guess],
                       numbers, guess == label ? "" : "  wrong");
        } else {
            for (Index i = 0; i < outputs.rows(); ++i) {
                const auto target = static_cast<double>(samples.data->targets(i, row));
                fmt::print("{:>10.4g}",
                           targets.scaling.empty()
                               ? target
                               : targets.scaling[static_cast<std::size_t>(i)].invert(target));
            }
            fmt::print("{:>14}\n", numbers);
        }
    }
    if (targets.classification()) fmt::print("{} of {} right\n", right, samples.samples());
}

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
int train(const Arguments& arguments, ExperimentConfig config) {
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
    if (!arguments.quiet) {
        for (const auto& warning : experiment.warnings()) say("warning: {}\n", warning);
    }
    const auto directory = arguments.output ? make_run_directory(*arguments.output, arguments.force)
                                            : make_run_directory(experiment.config());
    const Index every_epochs = experiment.config().logging.every_epochs;
    RunLog log(directory, every_epochs);
    Progress progress(every_epochs);
    std::vector<TrainingObserver*> observers{&log, &interrupt};
    if (show) {
        observers.push_back(&progress);
        print_start(experiment);
    }
    log.log().info("{}", arguments.command_line);
    log.log().info("network:\n{}", network_table(experiment.model().network));

    const Summary summary =
        run(experiment, directory, arguments.command_line, observers, std::move(cross_validation));
    const bool diverged = summary.training.reason == StopReason::diverged;
    log.log().log(diverged ? spdlog::level::err : spdlog::level::info, "{}", summary.stop_reason);
    if (diverged) {
        say("error: {}\n  help: a lower optimizer.learning_rate, or scaled inputs "
            "(\"preprocessing\": \"standardize\"), usually help\n",
            summary.stop_reason);
    }
    if (arguments.json) {
        auto json = summary_json(summary);
        json["directory"] = directory.string();
        fmt::print("{}\n", json.dump(2));
    } else {
        if (show) {
            const auto& training = summary.training;
            fmt::print(
                "\n{}: {} in {:.3g} s; {} epoch {}\n", bold(stdout, summary.status),
                summary.stop_reason, training.seconds,
                training.restored_epoch > 0 ? "the weights are those of" : "the loss was lowest in",
                training.best_epoch);
            print_scores(summary);
            print_truth_table(experiment);
            fmt::print("\nThe run is in\n");
        }
        fmt::print("{}\n", directory.string());
    }
    if (diverged) return failed;
    return summary.training.reason == StopReason::stopped_by_observer ? interrupted : done;
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
    app->add_option("--cross-validate", arguments->folds,
                    "first judge by cross-validation: train on all but one of so many parts, judge "
                    "on that, in turn")
        ->type_name("FOLDS")
        ->check(CLI::Range(2, 1000000));
    return {app, [arguments, &context] {
                const auto config =
                    read_experiment(arguments->config, arguments->overrides, context.extensions);
                if (!arguments->quiet) print_warnings(config);
                return with_precision(
                    config, [&](auto zero) { return train<decltype(zero)>(*arguments, config); });
            }};
}

}  // namespace mlp::app
