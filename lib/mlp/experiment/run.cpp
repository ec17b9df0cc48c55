#include "mlp/experiment/run.h"

#include "mlp/core/file.h"
#include "mlp/report/environment.h"
#include "mlp/report/metrics_files.h"
#include "mlp/report/summary_json.h"

#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace mlp {
namespace {

namespace fs = std::filesystem;

/// A name that is safe as that of a directory.
std::string directory_name(const std::string& name) {
    std::string result;
    for (const char c : name) {
        const bool unsafe = c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' ';
        result += unsafe ? '_' : c;
    }
    if (result.empty() || result == "." || result == "..") return "experiment";
    return result;
}

bool create(const fs::path& path) {
    std::error_code error;
    fs::create_directories(path.parent_path().empty() ? "." : path.parent_path(), error);
    const bool is_new = !error && fs::create_directory(path, error);
    if (error) {
        throw RunError(fmt::format("{}: cannot be made: {}", path.string(), error.message()));
    }
    return is_new;
}

}  // namespace

fs::path make_run_directory(const ExperimentConfig& config) {
    const std::time_t now = std::time(nullptr);
    const fs::path base = fs::path(config.logging.directory) / directory_name(config.name) /
                          fmt::format("{:%Y-%m-%d_%H-%M-%S}", fmt::localtime(now));
    fs::path path = base;
    for (int i = 2; !create(path); ++i) path = fmt::format("{}-{}", base.string(), i);
    return path;
}

fs::path make_run_directory(const fs::path& path, bool force) {
    std::error_code error;
    if (fs::exists(path, error) && !fs::is_directory(path, error)) {
        throw InputError(fmt::format("{}: is not a directory", path.string()));
    }
    if (!create(path) && !force && !fs::is_empty(path, error)) {
        throw InputError(
            fmt::format("{}: is not empty; name another directory, or write into it with "
                        "--force",
                        path.string()));
    }
    // Nothing of an earlier run may be taken for a part of the new one.
    for (const char* name : {"model.safetensors", "summary.json", "metrics.csv", "metrics.jsonl"}) {
        fs::remove(path / name, error);
    }
    return path;
}

template <class T>
Summary run(Experiment<T>& experiment, const fs::path& directory, const std::string& command,
            std::vector<TrainingObserver*> observers, CrossValidation cross_validation) {
    const ExperimentConfig& config = experiment.config();
    write_file(directory / "config.json", write_experiment(config));
    write_file(
        directory / "environment.json",
        environment_text({command, config.seed, config.precision, 1, experiment.data_files()}));

    MetricsFiles metrics(directory, config.logging.every_epochs, config.logging.every_steps);
    observers.insert(observers.begin(), &metrics);
    Summary summary;
    summary.cross_validation = std::move(cross_validation);
    summary.training = experiment.train(observers);
    metrics.flush();

    switch (summary.training.reason) {
        case StopReason::epochs_done:
            summary.status = "completed";
            summary.stop_reason = fmt::format("all {} epochs done", summary.training.epochs);
            break;
        case StopReason::stopped_early:
        case StopReason::target_reached:
            summary.status = "completed";
            summary.stop_reason = summary.training.message;
            break;
        case StopReason::stopped_by_observer:
            summary.status = "interrupted";
            summary.stop_reason = fmt::format("stopped after epoch {}", summary.training.epochs);
            break;
        case StopReason::diverged:
            summary.status = "diverged";
            summary.stop_reason = summary.training.message;
            break;
    }
    summary.train = experiment.score(experiment.train_samples());
    summary.validation = experiment.score(experiment.validation_samples());
    summary.test = experiment.score(experiment.test_samples());
    save_model(directory / "model.safetensors", experiment.model());
    write_file(directory / "summary.json", summary_json(summary).dump(2) + "\n");
    return summary;
}

template Summary run(Experiment<float>&, const fs::path&, const std::string&,
                     std::vector<TrainingObserver*>, CrossValidation);
template Summary run(Experiment<double>&, const fs::path&, const std::string&,
                     std::vector<TrainingObserver*>, CrossValidation);

}  // namespace mlp
