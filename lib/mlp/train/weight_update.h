#pragma once

#include "mlp/core/parameters.h"
#include "mlp/core/state.h"
#include "mlp/core/team.h"
#include "mlp/optim/optimizer.h"
#include "mlp/train/diagnostics.h"
#include "mlp/train/training_options.h"

#include <utility>
#include <vector>

namespace mlp {

/// All that happens between the gradient of a batch and new weights: accumulation, clipping, the
/// optimizer's step, max_norm and the moving average. One thread.
template <class T>
class WeightUpdate {
  public:
    /// Both must outlive it.
    WeightUpdate(Parameters<T>& parameters, Optimizer<T>& optimizer,
                 const TrainingOptions& options);

    /// Takes the gradient that stands in the arena, of a batch that counts with `weight`. Returns
    /// whether it made a step; otherwise it waits for more batches. `last`: there are no more in
    /// this epoch.
    /// `looking`: looks on at the update, if it is not null. `team`: does it together, if it is not
    /// null.
    bool take(BatchLoss<T>& batch, T weight, bool last, Diagnostics<T>* looking = nullptr,
              Team* team = nullptr);

    /// While an epoch runs: the weights that the last one ended with, as they are to be judged.
    ConstVectorView<T> judged() const {
        return average_.size() > 0 ? ConstVectorView<T>(average_.data(), average_.size())
                                   : std::as_const(parameters_).values();
    }

    /// Changes weights and average for each other, where there is an average and a step was made.
    /// Twice is as if nothing happened.
    void swap_average();
    /// Forgets what stands in the place of the average.
    void finish() { average_.resize(0); }

    void visit_state(StateVisitor& state) { state.visit("weights.average", average_); }

  private:
    void accumulate(T weight);
    void step(BatchLoss<T>& batch, Team* team);
    void clip();
    void limit_norms();
    void average();

    Parameters<T>& parameters_;
    Optimizer<T>& optimizer_;
    TrainingOptions options_;
    std::vector<Block> weights_;  ///< the blocks that max_norm limits
    Vector<T> sum_;               ///< of the gradients so far, times their weights
    T sum_weight_ = 0;
    Index batches_ = 0;
    Vector<T> average_;
};

}  // namespace mlp
