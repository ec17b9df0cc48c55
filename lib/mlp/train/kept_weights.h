#pragma once

#include "mlp/core/matrix.h"
#include "mlp/core/state.h"

#include <string>
#include <utility>

namespace mlp {

/// The weights after an epoch; 0 stands for those before the first.
template <class T>
struct WeightsOfEpoch {
    Vector<T> weights;
    Index epoch = 0;

    void visit_state(StateVisitor& state, const std::string& name) {
        state.visit(name, weights);
        state.visit(name + "_epoch", epoch);
    }
};

/// Remembers the weights that a training may have to go back to: the last good ones, if it
/// diverges, and the best ones, if it is to end with them. Weights count as good once a finite loss
/// was computed from them: those after an epoch are proposed, and confirmed by the validation or by
/// the first batch of the next epoch.
template <class T>
class KeptWeights {
  public:
    explicit KeptWeights(ConstVectorView<T> initial)
        : last_good_{initial, 0}, proposed_{initial, 0} {}

    /// `best`: once confirmed they are to be kept as the best, too.
    void propose(ConstVectorView<T> weights, Index epoch, bool best) {
        proposed_.weights = weights;
        proposed_.epoch = epoch;
        proposed_best_ = best;
    }
    void confirm() {
        if (confirmed()) return;
        if (proposed_best_) best_ = proposed_;
        std::swap(last_good_, proposed_);
        proposed_.epoch = last_good_.epoch;
    }
    bool confirmed() const { return last_good_.epoch == proposed_.epoch; }

    const WeightsOfEpoch<T>& last_good() const { return last_good_; }
    /// Of epoch 0, and empty, if there are none.
    const WeightsOfEpoch<T>& best() const { return best_; }

    void visit_state(StateVisitor& state) {
        last_good_.visit_state(state, "weights.last_good");
        proposed_.visit_state(state, "weights.proposed");
        best_.visit_state(state, "weights.best");
        state.visit("weights.proposed_best", proposed_best_);
    }

  private:
    WeightsOfEpoch<T> last_good_;
    WeightsOfEpoch<T> proposed_;
    WeightsOfEpoch<T> best_;
    bool proposed_best_ = false;
};

}  // namespace mlp
