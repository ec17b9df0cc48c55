#pragma once

#include "mlp/core/options.h"
#include "mlp/core/random.h"
#include "mlp/data/dataset.h"
#include "mlp/nn/network.h"
#include "mlp/nn/objective.h"
#include "mlp/optim/optimizer.h"
#include "mlp/train/observer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace mlp {

struct TrainingOptions {
    Index epochs = 100;
    Index batch_size = 32;
    bool shuffle = true;

    static constexpr std::string_view name = "training";
    static constexpr std::string_view help = "how long and in which batches to train";
    static Options<TrainingOptions> options();
};

enum class StopReason { epochs_done, stopped_by_observer, diverged };

struct TrainingResult {
    StopReason reason = StopReason::epochs_done;
    /// Where and why it diverged, if it did. The network then has the parameters after the last
    /// epoch from which a finite loss was computed.
    std::string message;
    Index epochs = 0;      ///< finished, with finite losses
    Index best_epoch = 0;  ///< of the lowest validation loss or, without validation, training loss
    double seconds = 0;
};

/// Trains a network by backpropagation: epochs over shuffled batches, an optimizer step each.
/// It prints nothing and owns nothing of what it works on. One thread.
template <class T>
class Trainer {
  public:
    /// All references must outlive the trainer. `seed` rules the order of the batches. Throws
    /// InputError at an unknown metric.
    Trainer(Network<T>& network, const Objective<T>& objective, Optimizer<T>& optimizer,
            const TrainingOptions& options, const std::vector<std::string>& metric_names = {},
            std::uint64_t seed = 42);

    /// Observers are told in this order; not owned.
    void add_observer(TrainingObserver& observer) { observers_.push_back(&observer); }

    /// `train` must not be empty; `validation` may be.
    TrainingResult fit(const Subset<T>& train, const Subset<T>& validation = {});

  private:
    /// Forward, loss, backward, update, of one batch. Returns the batch's loss.
    T step(const Dataset<T>& data, std::span<const Index> rows);
    std::string describe_divergence(Index epoch, double loss, Index samples) const;
    bool tell_observers(const EpochReport& report);

    Network<T>& network_;
    const Objective<T>& objective_;
    Optimizer<T>& optimizer_;
    TrainingOptions options_;
    Random shuffle_;
    ScoreBoard<T> train_board_;
    ScoreBoard<T> validation_board_;
    Workspace<T> workspace_;
    std::vector<TrainingObserver*> observers_;
};

}  // namespace mlp
