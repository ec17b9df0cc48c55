#pragma once

#include "mlp/config/experiment_config.h"
#include "mlp/data/dataset.h"
#include "mlp/experiment/experiment_data.h"
#include "mlp/io/checkpoint.h"
#include "mlp/io/model.h"
#include "mlp/nn/objective.h"
#include "mlp/optim/optimizer.h"
#include "mlp/optim/schedule.h"
#include "mlp/report/summary.h"
#include "mlp/train/gradient_check.h"
#include "mlp/train/trainer.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// Everything that one config describes, ready to train: the samples, the network with its first
/// weights, the loss, the optimizer. One thread.
///
/// The constructor does all that can fail because of the config or the data, and throws InputError
/// saying where; nothing is written to disk.
template <class T>
class Experiment {
  public:
    explicit Experiment(ExperimentConfig config);
    /// The same with samples that were read before, by this config or one that differs in nothing
    /// that reading depends on, and split as given instead of as the config says.
    Experiment(ExperimentConfig config, std::shared_ptr<const ExperimentData> data,
               std::optional<Split> split = std::nullopt);
    Experiment(const Experiment&) = delete;
    Experiment& operator=(const Experiment&) = delete;

    /// The config with every default filled in, also those that depend on the data.
    const ExperimentConfig& config() const { return config_; }
    const Model<T>& model() const { return *model_; }
    const Objective<T>& objective() const { return *objective_; }
    /// What was noticed in the data that is allowed, but hardly meant.
    const std::vector<std::string>& warnings() const { return warnings_; }
    /// How outputs are to be read.
    const Judging& judging() const { return judging_; }
    /// The samples are ready for the network.
    const Subset<T>& train_samples() const { return train_; }
    const Subset<T>& validation_samples() const { return validation_; }
    const Subset<T>& test_samples() const { return test_; }
    /// The files that samples and initial weights were read from.
    const std::vector<std::filesystem::path>& data_files() const { return data_files_; }

    /// Trains the network to the end of the config, or until an observer stops it, or until it
    /// diverges. Call it once.
    TrainingResult train(const std::vector<TrainingObserver*>& observers);
    /// The same, epoch by epoch: a trainer that has begun and is the caller's to run and finish,
    /// while the experiment lives.
    /// `threads`: how many may work on a batch; none: as the config says.
    std::unique_ptr<Trainer<T>> start(const std::vector<TrainingObserver*>& observers,
                                      std::optional<int> threads = std::nullopt);
    /// Puts a training back where it was when the checkpoint was saved: the network, and all that
    /// `visit` visits, which should be the trainer that start() gave.
    void restore(const Checkpoint& checkpoint, const std::function<void(StateVisitor&)>& visit) {
        checkpoint.restore(model_->network, visit);
    }

    /// Notes how the model came about, to be saved with it.
    void set_training(TrainingRecord record) { model_->training = std::move(record); }

    /// Judges the network as it is now.
    Scores score(const Subset<T>& samples) const;

    /// Compares backpropagation with central differences on the first training samples and the
    /// network as it is, but for a thousandth of noise on every parameter; for double only (see
    /// train/gradient_check.h).
    std::vector<TensorCheck> check_gradients(Index samples);

  private:
    void prepare_data(const ExperimentData& data, std::optional<Split> given);
    void check_classes(const ExperimentData& data, const Split& split) const;
    void build_network();
    void take_initial_weights();
    void choose_metrics();
    void weigh_classes();
    Index natural_outputs() const;
    std::unique_ptr<Dataset<T>> ready(std::shared_ptr<const RawData> raw,
                                      std::vector<Index> samples, std::string_view what);
    Subset<T> hold_out(const ExperimentData& data, const std::optional<HoldOut>& part,
                       std::string_view name, std::vector<Index>&& rows,
                       std::unique_ptr<Dataset<T>>& own_data);

    ExperimentConfig config_;
    Targets targets_;
    Preprocessing preprocessing_;
    std::vector<std::filesystem::path> data_files_;
    std::vector<std::string> warnings_;
    std::unique_ptr<Dataset<T>> data_;
    std::unique_ptr<Dataset<T>> validation_data_;  ///< from a file of its own
    std::unique_ptr<Dataset<T>> test_data_;
    Subset<T> train_;
    Subset<T> validation_;
    Subset<T> test_;
    Judging judging_;
    std::unique_ptr<Model<T>> model_;
    std::unique_ptr<Objective<T>> objective_;
    std::unique_ptr<Optimizer<T>> optimizer_;
    std::unique_ptr<Schedule> schedule_;
};

/// Calls `work` with a value of the number type that a config asks for: float or double.
template <class Work>
decltype(auto) with_precision(const ExperimentConfig& config, Work work) {
    return config.precision == "float64" ? work(double{}) : work(float{});
}

}  // namespace mlp
