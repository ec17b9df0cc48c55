#pragma once

#include "mlp/core/options.h"
#include "mlp/core/random.h"
#include "mlp/data/dataset.h"
#include "mlp/nn/network.h"
#include "mlp/nn/objective.h"
#include "mlp/optim/optimizer.h"
#include "mlp/optim/schedule.h"
#include "mlp/train/early_stopping.h"
#include "mlp/train/kept_weights.h"
#include "mlp/train/network_batch.h"
#include "mlp/train/observer.h"
#include "mlp/train/penalty.h"
#include "mlp/train/training_options.h"
#include "mlp/train/weight_update.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mlp {

enum class StopReason { epochs_done, stopped_early, target_reached, stopped_by_observer, diverged };

struct TrainingResult {
    StopReason reason = StopReason::epochs_done;
    /// Where and why it diverged, or stopped early, if it did. After a divergence the network has
    /// the parameters after the last epoch from which a finite loss was computed.
    std::string message;
    Index epochs = 0;  ///< finished, with finite losses
    /// Of the best value that early stopping watches; without it, of the lowest validation loss or,
    /// without validation, training loss. 0 if there is none.
    Index best_epoch = 0;
    /// Whose weights early stopping gave back to the network as the best; 0: none, it has the last.
    Index restored_epoch = 0;
    double seconds = 0;
};

/// Trains a network by backpropagation: epochs over shuffled batches, an optimizer step each.
/// It prints nothing and owns nothing of what it works on. One thread.
template <class T>
class Trainer {
  public:
    /// All references must outlive the trainer. `seed` rules the order of the batches and all
    /// noise. Throws InputError at an unknown metric or impossible options, and where an activation
    /// has no derivative to learn by or the optimizer cannot train this network.
    /// `judging` says how outputs are read for the metrics; by default as the loss says, classes
    /// being one an output.
    Trainer(Network<T>& network, const Objective<T>& objective, Optimizer<T>& optimizer,
            const TrainingOptions& options, const std::vector<Choice>& metrics = {},
            std::uint64_t seed = 42, const std::optional<Judging>& judging = std::nullopt);

    /// Without one, the learning rate stays that of the optimizer. Not owned.
    void set_schedule(Schedule& schedule) { schedule_ = &schedule; }
    /// Without it, all epochs are done, and the last weights are the final ones.
    void set_early_stopping(EarlyStoppingOptions options) {
        early_stopping_.emplace(std::move(options));
    }
    /// Observers are told in this order; not owned.
    void add_observer(TrainingObserver& observer) { observers_.push_back(&observer); }

    /// `train` must not be empty; `validation` may be. Throws InputError where samples do not fit
    /// the network, or schedule or early stopping watch what is not measured.
    TrainingResult fit(const Subset<T>& train, const Subset<T>& validation = {});

  private:
    /// Forward, loss, backward, and an update if it is time. Returns the batch's loss.
    T step(const Dataset<T>& data, std::span<const Index> rows, bool last);
    Scores score(const Subset<T>& samples, ScoreBoard<T>& board);
    std::string describe_divergence(const std::string& when, double loss, Index samples) const;
    bool tell_observers(const EpochReport& report);
    /// Whether training is to go on after this epoch; else the result says why not.
    bool goes_on(const EpochReport& report, TrainingResult& result);
    /// The steps of one epoch. Returns whether all losses were finite, else fills the result.
    bool run_steps(const Subset<T>& train, KeptWeights<T>& kept, TrainingResult& result);
    TrainingResult run_epochs(const Subset<T>& train, const Subset<T>& validation,
                              KeptWeights<T>& kept);
    double seconds() const;

    using Clock = std::chrono::steady_clock;

    Network<T>& network_;
    const Objective<T>& objective_;
    Optimizer<T>& optimizer_;
    Schedule* schedule_ = nullptr;
    std::optional<EarlyStoppingOptions> early_stopping_;
    TrainingOptions options_;
    double base_rate_;  ///< the optimizer's own learning rate
    std::vector<Choice> metrics_;
    Random shuffle_;
    ScoreBoard<T> train_board_;
    ScoreBoard<T> validation_board_;
    Workspace<T> workspace_;
    Penalty<T> penalty_;
    NetworkBatch<T> batch_;
    WeightUpdate<T> update_;
    std::vector<TrainingObserver*> observers_;
    // Of the fit() that runs:
    Clock::time_point start_;
    TrainingLength length_;
    std::vector<Index> order_;
    Index batch_size_ = 1;
    Index epoch_ = 0;         ///< from 1 on
    Index steps_ = 0;         ///< that the optimizer made
    WeightedMean step_loss_;  ///< of the batches since the last of them
    EpochReport last_report_;
    std::optional<EarlyStopping> watch_;  ///< always there, be it only to note the best epoch
};

}  // namespace mlp
