#include "training_session.h"

#include "mlp/core/shell_word.h"
#include "mlp/core/text.h"
#include "mlp/experiment/run_report.h"
#include "mlp/report/summary_json.h"
#include "mlp/report/text_table.h"
#include "mlp/report/wrapped.h"
#include "mlp/train/evaluate.h"

#include "diagnosis_screen.h"
#include "loss_chart.h"
#include "network_table.h"
#include "progress.h"
#include "run_log.h"
#include "terminal.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <optional>

#include <nlohmann/json.hpp>

namespace mlp::app {
namespace {

/// Problems of up to this many training samples are shown sample by sample.
constexpr Index truth_table_samples = 16;
constexpr Index truth_table_features = 6;

template <class T>
void print_start(const Experiment<T>& experiment) {
    const auto& [network, preprocessing, targets, loss, training] = experiment.model();
    say("{}: {} training, {} validation and {} test samples of {} features; {}\n\n",
        bold(stderr, experiment.config().name), experiment.train_samples().samples(),
        experiment.validation_samples().samples(), experiment.test_samples().samples(),
        preprocessing.columns().size(),
        targets.classification() ? fmt::format("classes: {}", join(targets.classes))
                                 : fmt::format("targets: {}", join(targets.names)));
    if (const auto& description = experiment.config().description) {
        constexpr std::size_t readable = 80;
        say("{}\n", wrapped(*description, std::min(terminal_width(stderr), readable)));
    }
    say("{}\n", network_table(network));
}

template <class T>
TrainingPlan plan_of(const Experiment<T>& experiment) {
    const auto& config = experiment.config();
    const Index samples = experiment.train_samples().samples();
    const Index of_step =
        std::min(samples, config.training.batch_size * config.training.accumulate_batches);
    const Index epochs = config.training.epochs;
    return {.epochs = epochs,
            .epochs_per_row = epochs_per_row(epochs, config.logging.every_epochs),
            .samples = samples,
            .steps = (samples + of_step - 1) / of_step};
}

/// Too many for a line of the terminal, they stand below each other.
void print_scores(const Summary& summary) {
    constexpr std::size_t part_width = 12;
    if (part_width + score_heading(summary.train).size() > widest_line(stdout)) {
        std::vector<std::string> headings{""};
        for (const auto& [name, value] : summary.train) headings.push_back(name);
        std::vector<std::vector<std::string>> rows;
        const auto add = [&](const char* part, const Scores& scores) {
            if (scores.empty()) return;
            auto& row = rows.emplace_back(1, part);
            for (const auto& [name, value] : scores) row.push_back(fmt::format("{:.5g}", value));
        };
        add("train", summary.train);
        add("validation", summary.validation);
        add("test", summary.test);
        fmt::print("\n{}", transposed_text_table(headings, rows));
        return;
    }
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

/// The page of a run that has ended. The run is none the worse where it cannot be made.
void write_page(const RunDirectory& directory, const Extensions& extensions) {
    try {
        write_report(FinishedRun(directory.path(), extensions));
    } catch (const std::exception& error) {
        say("warning: no report.html was written: {}\n", error.what());
    }
}

}  // namespace

template <class T>
int run_session(Experiment<T>& experiment, const RunDirectory& directory,
                StopOnInterrupt& interrupt, SessionOptions options) {
    const bool show = !options.quiet && !options.json;
    if (!options.quiet) {
        for (const auto& warning : experiment.warnings()) say("warning: {}\n", warning);
    }
    const TrainingPlan plan = plan_of(experiment);
    RunLog log(directory.path(), plan.epochs_per_row, options.checkpoint != nullptr);
    std::optional<Progress> progress;
    std::vector<TrainingObserver*> observers{&log, &interrupt};
    if (show) {
        observers.push_back(&progress.emplace(plan));
        print_start(experiment);
    }
    std::optional<DiagnosisScreen> diagnosis;
    if (experiment.config().logging.diagnostics) {
        diagnosis.emplace(log.log(), progress ? &*progress : nullptr, options.quiet);
        observers.push_back(&*diagnosis);
    }
    log.log().info("{}", options.command_line);
    log.log().info("network:\n{}", network_table(experiment.model().network));

    const Summary summary = run(experiment, directory,
                                {.command = options.command_line,
                                 .observers = observers,
                                 .cross_validation = std::move(options.cross_validation),
                                 .checkpoint = options.checkpoint});
    if (progress) progress->make_room();  // wherever the training broke off
    if (experiment.config().logging.report) write_page(directory, options.extensions);
    const auto& training = summary.training;
    const bool diverged = training.reason == StopReason::diverged;
    const bool was_interrupted = training.reason == StopReason::stopped_by_observer;
    log.log().log(diverged ? spdlog::level::err : spdlog::level::info, "{}", summary.stop_reason);
    if (diverged) {
        say("error: {}\n  help: a lower optimizer.learning_rate, or scaled inputs "
            "(\"preprocessing\": \"standardize\"), usually help\n",
            summary.stop_reason);
    }
    if (options.json) {
        auto json = summary_json(summary);
        json["directory"] = directory.path().string();
        fmt::print("{}\n", json.dump(2));
    } else {
        if (show) {
            fmt::print(
                "\n{}: {} in {:.3g} s; {} epoch {}\n", bold(stdout, summary.status),
                summary.stop_reason, training.seconds,
                training.restored_epoch > 0 ? "the weights are those of" : "the loss was lowest in",
                training.best_epoch);
            print_scores(summary);
            if (diagnosis) diagnosis->print_layers();
            if (options.chart) print_loss_chart(directory.path(), training.best_epoch);
            print_truth_table(experiment);
            fmt::print("\nThe run is in\n");
        }
        fmt::print("{}\n", directory.path().string());
    }
    if (was_interrupted) {
        say("to go on with it: mlp resume {}\n", for_shell(directory.path().string()));
    }
    if (diverged) return failed;
    return was_interrupted ? interrupted : done;
}

template int run_session(Experiment<float>&, const RunDirectory&, StopOnInterrupt&, SessionOptions);
template int run_session(Experiment<double>&, const RunDirectory&, StopOnInterrupt&,
                         SessionOptions);

}  // namespace mlp::app
