#include "mlp/experiment/run.h"

#include "mlp/core/build_info.h"
#include "mlp/core/denormals.h"
#include "mlp/core/file.h"
#include "mlp/core/team.h"
#include "mlp/experiment/tensorboard_log.h"
#include "mlp/report/data_record.h"
#include "mlp/report/diagnostics_file.h"
#include "mlp/report/environment.h"
#include "mlp/report/metrics_files.h"
#include "mlp/report/snapshots.h"
#include "mlp/report/summary_json.h"

#include <optional>

#include <fmt/format.h>

namespace mlp {
namespace {

namespace fs = std::filesystem;

void describe_end(Summary& summary) {
    const TrainingResult& training = summary.training;
    switch (training.reason) {
        case StopReason::epochs_done:
            summary.status = "completed";
            summary.stop_reason = fmt::format("all {} epochs done", training.epochs);
            break;
        case StopReason::stopped_early:
        case StopReason::target_reached:
        case StopReason::out_of_time:
            summary.status = "completed";
            summary.stop_reason = training.message;
            break;
        case StopReason::stopped_by_observer:
            summary.status = "interrupted";
            summary.stop_reason = fmt::format("stopped after epoch {}", training.epochs);
            break;
        case StopReason::diverged:
            summary.status = "diverged";
            summary.stop_reason = training.message;
            break;
    }
}

/// What the model file is to say of its training.
TrainingRecord training_record(const ExperimentConfig& config, const Summary& summary) {
    return {.program = fmt::format("mlp {}", build_info().version),
            .name = config.name,
            .seed = config.seed,
            .status = summary.status,
            .stop_reason = summary.stop_reason,
            .epochs = summary.training.epochs,
            .best_epoch = summary.training.best_epoch,
            .train = summary.train,
            .validation = summary.validation,
            .test = summary.test};
}

/// The largest network whose snapshots are written without being asked for.
constexpr Index small_network = 10'000;

/// Where a decision boundary can be drawn, it can be replayed as well.
template <class T>
bool wants_snapshots(const Experiment<T>& experiment, bool in_sweep) {
    const Model<T>& model = experiment.model();
    const bool plane =
        model.preprocessing.columns().size() == 2 && model.preprocessing.numbers_only();
    return !in_sweep && experiment.config().logging.snapshots.value_or(
                            plane && model.network.parameters().size() <= small_network);
}

/// What an earlier part of the run said of its cross-validation still holds.
void keep_cross_validation(const fs::path& path, nlohmann::ordered_json& summary) {
    std::error_code error;
    if (!fs::exists(path, error)) return;
    const auto before = nlohmann::ordered_json::parse(read_file(path), nullptr, false);
    if (before.is_object() && before.contains("cross_validation")) {
        summary["cross_validation"] = before.at("cross_validation");
    }
}

/// Runs all epochs that are left, and saves checkpoints on the way and at the end.
template <class T>
TrainingResult train(Trainer<T>& trainer, const Model<T>& model, RunCheckpoints& checkpoints,
                     const std::function<void(StateVisitor&)>& visit, bool in_sweep) {
    Index saved = trainer.epoch();
    const auto save = [&] {
        saved = trainer.epoch();
        checkpoints.save(model, trainer.last_report(), visit);
    };
    const FlushDenormals flush;  // once for all epochs
    while (trainer.run_epoch()) {
        if (!in_sweep && checkpoints.due(trainer.last_report())) save();
    }
    // The last state is worth keeping, too: more epochs may be wanted later.
    const bool stopped = trainer.reason() == StopReason::stopped_by_observer;
    const bool wanted = stopped || (checkpoints.wanted() && !in_sweep);
    if (wanted && trainer.reason() != StopReason::diverged && trainer.epoch() > saved) save();
    return trainer.finish();
}

/// That it may use at most.
int threads_of(const ExperimentConfig& config) {
    const auto* wanted = std::get_if<Index>(&config.threads);
    return wanted != nullptr ? static_cast<int>(*wanted) : available_threads();
}

}  // namespace

template <class T>
Checkpoint::Origin origin_of(const Experiment<T>& experiment) {
    return {write_experiment(experiment.config()), data_record(experiment.data_files())};
}

template <class T>
Summary run(Experiment<T>& experiment, const RunDirectory& directory, RunOptions options) {
    const ExperimentConfig& config = experiment.config();
    const fs::path& path = directory.path();
    const auto durability = options.in_sweep ? Durability::in_time : Durability::flushed;
    const bool goes_on = options.checkpoint != nullptr;
    const Checkpoint::Origin origin{write_experiment(config),
                                    options.in_sweep ? "[]" : data_record(experiment.data_files())};
    const auto write_records = [&] {
        if (!options.in_sweep) {
            const Environment environment{options.command,    config.seed, config.precision,
                                          threads_of(config), origin.data, config.backend};
            const fs::path file = path / "environment.json";
            write_file(file, goes_on ? resumed_environment_text(file, environment)
                                     : environment_text(environment));
        }
        // With this file the directory is that of a run.
        write_file(path / "config.json", origin.config, durability);
    };
    if (!goes_on) write_records();

    MetricsFiles metrics(path, {.every_epochs = config.logging.every_epochs,
                                .every_steps = config.logging.every_steps,
                                .kept = goes_on,
                                .with_times = !options.in_sweep});
    options.observers.insert(options.observers.begin(), &metrics);
    SnapshotFile<T> snapshots(path, experiment.model().network,
                              wants_snapshots(experiment, options.in_sweep), goes_on);
    DiagnosticsFile diagnostics(path, config.logging.diagnostics, goes_on);
    TensorboardLog<T> tensorboard(path, experiment, goes_on, options.in_sweep);
    options.observers.push_back(&snapshots);
    options.observers.push_back(&diagnostics);
    options.observers.push_back(&tensorboard);
    // Runs of a sweep already share the processor.
    const auto trainer = experiment.start(options.observers,
                                          options.in_sweep ? std::optional<int>(1) : std::nullopt);
    const auto visit = [&](StateVisitor& state) {
        trainer->visit_state(state);
        metrics.visit_state(state);
        snapshots.visit_state(state);
        diagnostics.visit_state(state);
        tensorboard.visit_state(state);
    };
    if (goes_on) {
        experiment.restore(*options.checkpoint, visit);
        write_records();
        if (options.checkpoint->origin().config != origin.config) {
            tensorboard.note_new_config(trainer->epoch());
        }
    }
    RunCheckpoints checkpoints(path, config.checkpoint, origin, trainer->last_report().seconds);

    Summary summary;
    summary.cross_validation = std::move(options.cross_validation);
    summary.training = train(*trainer, experiment.model(), checkpoints, visit, options.in_sweep);
    metrics.flush();
    describe_end(summary);
    summary.train = experiment.score(experiment.train_samples());
    summary.validation = experiment.score(experiment.validation_samples());
    summary.test = experiment.score(experiment.test_samples());
    experiment.set_training(training_record(config, summary));
    save_model(path / "model.safetensors", experiment.model(), durability);
    auto json = summary_json(summary);
    if (goes_on) keep_cross_validation(path / "summary.json", json);
    write_file(path / "summary.json", json.dump(2) + "\n", durability);
    tensorboard.finish(summary);
    return summary;
}

#define MLP_INSTANTIATE(T)                                                         \
    template Summary run(Experiment<T>&, const RunDirectory&, RunOptions options); \
    template Checkpoint::Origin origin_of(const Experiment<T>&);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
