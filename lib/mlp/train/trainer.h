#pragma once

#include "mlp/core/options.h"
#include "mlp/core/random.h"
#include "mlp/core/state.h"
#include "mlp/data/dataset.h"
#include "mlp/nn/network.h"
#include "mlp/nn/objective.h"
#include "mlp/optim/optimizer.h"
#include "mlp/optim/schedule.h"
#include "mlp/train/diagnostics.h"
#include "mlp/train/early_stopping.h"
#include "mlp/train/kept_weights.h"
#include "mlp/train/network_batch.h"
#include "mlp/train/observer.h"
#include "mlp/train/penalty.h"
#include "mlp/train/spread_batch.h"
#include "mlp/train/training_options.h"
#include "mlp/train/weight_update.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mlp {

enum class StopReason {
    epochs_done,
    stopped_early,
    target_reached,
    out_of_time,
    stopped_by_observer,
    diverged
};

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
/// It prints nothing and owns nothing of what it works on. Threads: to be used by one thread; it
/// may have helpers of its own, see set_threads().
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
    /// Has the layers looked at: EpochReport::layers. The training stays the same, to the bit.
    void make_diagnostics() { diagnostics_.emplace(network_); }
    /// How many threads may work on a batch; 0: as many as pay, up to the processors that this
    /// process may use. The numbers are the same, to the bit, for every number of threads. One
    /// thread does the work where the network or the optimizer cannot be spread over several
    /// (LayerTraits::separable, OptimizerTraits::needs_batch_loss). 1 by default.
    void set_threads(int threads) { threads_ = threads; }
    /// How many threads begin() chose.
    int threads() const { return team_ ? team_->members() : 1; }
    /// Observers are told in this order; not owned.
    void add_observer(TrainingObserver& observer) { observers_.push_back(&observer); }

    /// Trains to the end: begin(), run_epoch() for as long as it returns true, and finish().
    TrainingResult fit(const Subset<T>& train, const Subset<T>& validation = {});

    /// Checks the samples and makes ready. `train` must not be empty; `validation` may be; their
    /// data must outlive the training. Throws InputError where samples do not fit the network, or
    /// schedule or early stopping watch what is not measured.
    void begin(const Subset<T>& train, const Subset<T>& validation = {});
    /// Runs an epoch, if there is one left to run. Returns whether there is another one. Between
    /// two epochs the network has the weights that validation judged: their average, if there is.
    bool run_epoch();
    /// Decides which weights are the final ones, and tells how training went.
    TrainingResult finish();

    /// Between two epochs: all that the rest of the training depends on, but for the options and
    /// the parameters of the network. A trainer of the same options that is given them, after its
    /// begin(), goes on to the very same bits.
    void visit_state(StateVisitor& state);
    /// The last epoch that was run; 0: none yet.
    Index epoch() const { return epoch_; }
    /// Of that epoch; nothing, with an epoch of 0, if there was none.
    const EpochReport& last_report() const { return last_report_; }
    /// Why there is no other epoch to run; epochs_done as long as there is.
    StopReason reason() const { return result_.reason; }

  private:
    /// Forward, loss, backward, and an update if it is time. Returns the batch's loss.
    T step(const Dataset<T>& data, std::span<const Index> rows, bool last);
    /// Forward and loss; the outputs are judged. By the team, or by this thread.
    T begin_batch(const Dataset<T>& data, std::span<const Index> rows, T weight, bool spread);
    T begin_alone(const Dataset<T>& data, std::span<const Index> rows);
    void choose_threads();
    /// The steps of an epoch. Returns whether all losses were finite, else notes the divergence.
    bool run_steps();
    /// Judges the weights that an epoch led to. Returns whether the loss is finite, else notes the
    /// divergence.
    bool judge();
    /// Notes why no epoch is to follow, if none is. Returns whether one is.
    bool goes_on();
    void diverge(const std::string& when, double loss, Index samples);
    bool tell_observers();
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
    int threads_ = 1;
    std::unique_ptr<Team> team_;            ///< null: one thread
    std::optional<SpreadBatch<T>> spread_;  ///< if there is a team
    std::vector<TrainingObserver*> observers_;
    std::optional<Diagnostics<T>> diagnostics_;
    Diagnostics<T>* looking_ = nullptr;  ///< in the epochs that are looked at
    // Of the training that runs:
    Subset<T> train_;  ///< in the order of this epoch
    Subset<T> validation_;
    std::optional<KeptWeights<T>> kept_;
    std::optional<EarlyStopping> watch_;  ///< always there, be it only to note the best epoch
    TrainingLength length_;
    TrainingResult result_;
    Clock::time_point start_;
    Index batch_size_ = 1;
    Index epoch_ = 0;         ///< from 1 on
    Index steps_ = 0;         ///< that the optimizer made
    WeightedMean step_loss_;  ///< of the batches since the last of them
    EpochReport last_report_;
    std::size_t watched_ = 0;  ///< the place of what early stopping watches among what is measured
    std::size_t scheduled_ = 0;  ///< and of what the schedule does
};

}  // namespace mlp
