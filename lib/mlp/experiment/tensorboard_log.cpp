#include "mlp/experiment/tensorboard_log.h"

#include "mlp/core/error.h"
#include "mlp/report/tensorboard/hyperparameters.h"
#include "mlp/report/tensorboard/network_histograms.h"
#include "mlp/report/tensorboard/record.h"
#include "mlp/train/snapshot_epochs.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::size_t most_samples = 256;

/// In seconds since 1970.
double now() {
    const auto time = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration<double>(time).count();
}

/// The parts of the data that there are, and what is measured of each at the end.
template <class T>
std::vector<std::string> final_tags(const Experiment<T>& experiment) {
    const std::array parts{std::pair("train", &experiment.train_samples()),
                           std::pair("validation", &experiment.validation_samples()),
                           std::pair("test", &experiment.test_samples())};
    std::vector<std::string> tags;
    for (const auto& [part, samples] : parts) {
        if (samples->empty()) continue;
        tags.push_back(fmt::format("final/{}_loss", part));
        for (const auto& metric : *experiment.config().metrics) {
            tags.push_back(fmt::format("final/{}_{}", part, metric.type));
        }
    }
    return tags;
}

void add_scores(Event& event, const std::string& start, const Scores& scores) {
    for (const auto& [name, value] : scores) event.add_scalar(start + name, value);
}

}  // namespace

template <class T>
TensorboardLog<T>::TensorboardLog(const std::filesystem::path& directory,
                                  const Experiment<T>& experiment, bool kept, bool in_sweep)
    : experiment_(experiment), in_sweep_(in_sweep) {
    if (!experiment.config().logging.tensorboard) return;
    const auto path = directory / tensorboard_file;
    std::error_code error;
    std::filesystem::create_directory(path.parent_path(), error);
    if (error) {
        throw RunError(
            fmt::format("{}: cannot be made: {}", path.parent_path().string(), error.message()));
    }
    const Subset<T>& train = experiment.train_samples();
    const auto count = static_cast<std::ptrdiff_t>(std::min(train.rows.size(), most_samples));
    samples_ = {train.data, {train.rows.begin(), train.rows.begin() + count}};
    file_.emplace(path, kept);
    if (kept) return;
    begin();
    add_histograms(0);
}

template <class T>
void TensorboardLog<T>::begin() {
    const double time = now();
    file_->add(tensorflow_record(Event::file_version(time)));
    Event event(0, time);
    add_config(event);
    const auto parameters = hyperparameters(write_experiment(experiment_.config()));
    // There is to be one description of all runs that are compared. Where none is, TensorBoard
    // gathers it from them.
    if (!in_sweep_) {
        event.add_hyperparameters("_hparams_/experiment",
                                  hparams_experiment(parameters, final_tags(experiment_)));
    }
    event.add_hyperparameters("_hparams_/session_start_info",
                              hparams_session_start(parameters, time));
    add(event);
}

template <class T>
void TensorboardLog<T>::add(const Event& event) {
    file_->add(tensorflow_record(event.encoded()));
}

template <class T>
void TensorboardLog<T>::add_config(Event& event) const {
    event.add_text("config/text_summary",
                   "```json\n" + write_experiment(experiment_.config()) + "```\n");
}

template <class T>
void TensorboardLog<T>::add_scalars(const EpochReport& report) {
    last_written_ = report.epoch;
    Event event(report.epoch, now());
    add_scores(event, "train/", report.train);
    add_scores(event, "validation/", report.validation);
    event.add_scalar("learning_rate", report.learning_rate);
    add(event);
}

template <class T>
void TensorboardLog<T>::add_histograms(Index epoch) {
    Event event(epoch, now());
    add_network_histograms(event, experiment_.model().network, experiment_.objective(), samples_,
                           static_cast<std::uint64_t>(experiment_.config().seed));
    add(event);
}

template <class T>
bool TensorboardLog<T>::on_epoch(const EpochReport& report) {
    if (!file_) return true;
    if (report.epoch % experiment_.config().logging.every_epochs == 0) add_scalars(report);
    if (is_snapshot_epoch(report.epoch)) add_histograms(report.epoch);
    return true;
}

template <class T>
void TensorboardLog<T>::on_end(const EpochReport& last) {
    if (file_ && last.epoch != last_written_) add_scalars(last);
}

template <class T>
void TensorboardLog<T>::note_new_config(Index epoch) {
    if (!file_) return;
    Event event(epoch, now());
    add_config(event);
    add(event);
}

template <class T>
void TensorboardLog<T>::finish(const Summary& summary) {
    if (!file_) return;
    const double time = now();
    Event event(summary.training.epochs, time);
    add_scores(event, "final/train_", summary.train);
    add_scores(event, "final/validation_", summary.validation);
    add_scores(event, "final/test_", summary.test);
    // What was interrupted is to go on.
    if (summary.status != "interrupted") {
        event.add_hyperparameters("_hparams_/session_end_info",
                                  hparams_session_end(summary.status == "completed", time));
    }
    add(event);
    file_->flush();
}

template <class T>
void TensorboardLog<T>::visit_state(StateVisitor& state) {
    const bool goes_on = visit_size(state, "tensorboard.size", file_);
    state.visit("tensorboard.last_written", last_written_);
    if (!goes_on) begin();
}

template class TensorboardLog<float>;
template class TensorboardLog<double>;

}  // namespace mlp
