#include "mlp/experiment/sweep_worker.h"

#include "mlp/config/writer.h"
#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/experiment/run.h"
#include "mlp/report/summary_json.h"

#include <new>

#include <fmt/format.h>

namespace mlp {
namespace {

namespace fs = std::filesystem;

/// Ends a training where the sweep wants it.
class SweepObserver final : public TrainingObserver {
  public:
    SweepObserver(const std::function<bool()>& stop_wanted, Index pause_at)
        : stop_wanted_(stop_wanted), pause_at_(pause_at) {}

    bool on_epoch(const EpochReport& report) override {
        if (report.epoch == report.epochs) return true;
        paused_ = pause_at_ > 0 && report.epoch >= pause_at_;
        return !paused_ && !stop_wanted_();
    }
    bool paused() const { return paused_; }

  private:
    const std::function<bool()>& stop_wanted_;
    Index pause_at_;
    bool paused_ = false;
};

/// What the summary would have been after an epoch at which a run was made to wait.
fs::path pause_record(const fs::path& directory, Index epoch) {
    return directory / fmt::format("summary_{}.json", epoch);
}

}  // namespace

std::shared_ptr<const ExperimentData> SharedData::get(const ExperimentConfig& config) {
    const std::string key = write_choice(config.data, data_names()).dump() +
                            write_choice(config.plain_loss(), loss_names()).dump() +
                            config.precision +
                            (is_distribution(last_activation(config.network.layers)) ? "1" : "");
    const std::lock_guard lock(mutex_);
    if (data_ == nullptr || key != key_) {
        data_ = load_data(config);
        key_ = key;
    }
    return data_;
}

SweepWorker::SweepWorker(const Sweep& sweep, fs::path directory, std::function<bool()> stop_wanted)
    : sweep_(sweep), directory_(std::move(directory)), stop_wanted_(std::move(stop_wanted)) {
    if (!stop_wanted_) stop_wanted_ = [] { return false; };
}

fs::path SweepWorker::directory_of(const SweepRun& run) const {
    return directory_ / "runs" / fmt::format("{:04}", run.number);
}

void SweepWorker::execute(SweepRun& run, Index pause_at) {
    const fs::path path = directory_of(run);
    if (pause_at > 0 && read_summary(run, pause_record(path, pause_at))) {
        run.status = "paused";
        return;
    }
    if (read_summary(run, path / "summary.json") && run.status != "interrupted") return;
    run.status.clear();
    std::optional<ExperimentConfig> config;
    try {
        config = sweep_.config_of(run);
        with_precision(*config, [&](auto zero) { train<decltype(zero)>(run, pause_at, *config); });
    } catch (const InputError& error) {
        fail(run, error.what(), config);
    } catch (const std::bad_alloc&) {
        fail(run, "not enough memory for this network or data", config);
    }
}

void SweepWorker::stop(SweepRun& run, const std::string& message) const {
    run.status = "stopped";
    run.message = message;
    const fs::path path = directory_of(run) / "summary.json";
    auto json = nlohmann::ordered_json::parse(read_file(path), nullptr, false);
    if (!json.is_object()) return;
    json["status"] = run.status;
    json["stop_reason"] = run.message;
    write_file(path, json.dump(2) + "\n", Durability::in_time);
}

template <class T>
void SweepWorker::train(SweepRun& run, Index pause_at, ExperimentConfig config) {
    auto data = data_.get(config);
    Experiment<T> experiment(std::move(config), std::move(data));
    const fs::path path = directory_of(run);
    std::optional<RunCheckpoints::Found> found;
    try {
        found = RunCheckpoints::newest(path);
    } catch (const InputError&) {
        // A damaged one is as good as none: the run can be done again.
    }
    // Further than it was to come: the break was between the checkpoint and the record of the
    // pause.
    if (found && pause_at > 0 && found->epoch >= pause_at) found.reset();
    const auto directory = found ? RunDirectory::open(path) : RunDirectory::make(path, true);
    SweepObserver observer(stop_wanted_, pause_at);
    const Summary summary = mlp::run(experiment, directory,
                                     {.observers = {&observer},
                                      .checkpoint = found ? &found->checkpoint : nullptr,
                                      .in_sweep = true});
    take(run, summary);
    if (observer.paused()) {
        run.status = "paused";
        write_file(pause_record(path, pause_at), summary_json(summary).dump(2) + "\n",
                   Durability::in_time);
    } else if (summary.status == "interrupted") {
        run.status.clear();
    } else {
        std::error_code ignored;
        fs::remove_all(path / "checkpoints", ignored);
    }
}

void SweepWorker::fail(SweepRun& run, const std::string& message,
                       const std::optional<ExperimentConfig>& config) const {
    run.status = "failed";
    run.message = message;
    const auto directory = RunDirectory::make(directory_of(run), true);
    if (config) {
        write_file(directory.path() / "config.json", write_experiment(*config),
                   Durability::in_time);
    }
    Summary summary;
    summary.status = run.status;
    summary.stop_reason = message;
    write_file(directory.path() / "summary.json", summary_json(summary).dump(2) + "\n",
               Durability::in_time);
}

}  // namespace mlp
