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

/// Remembers weights that a training may have to go back to: the last good ones, if it diverges, or
/// the best ones, if it is to end with them. Weights count as good once a finite loss was computed
/// from them: those after an epoch are proposed, and confirmed after the validation or after the
/// loss of the first batch of the next epoch. So one copy of them is all the memory it takes.
template <class T>
class KeptWeights {
  public:
    /// `only_best`: to keep the best weights, not just the last good ones.
    KeptWeights(ConstVectorView<T> initial, bool only_best)
        : kept_{initial, 0}, only_best_(only_best) {}

    /// The weights after this epoch; `best`: they are the best so far.
    void propose(Index epoch, bool best) {
        proposed_ = epoch;
        proposed_best_ = best;
        confirmed_ = false;
    }
    /// The proposed weights, from which a finite loss was computed.
    void confirm(ConstVectorView<T> weights) {
        if (confirmed_) return;
        confirmed_ = true;
        if (only_best_ && !proposed_best_) return;
        kept_.weights = weights;
        kept_.epoch = proposed_;
    }
    bool confirmed() const { return confirmed_; }

    /// Of epoch 0 if there are none but the initial ones.
    const WeightsOfEpoch<T>& weights() const { return kept_; }
    /// Whether they are the best ones.
    bool has_best() const { return only_best_ && kept_.epoch > 0; }

    void visit_state(StateVisitor& state) {
        kept_.visit_state(state, "weights.kept");
        state.visit("weights.proposed_epoch", proposed_);
        state.visit("weights.proposed_best", proposed_best_);
        state.visit("weights.confirmed", confirmed_);
    }

  private:
    WeightsOfEpoch<T> kept_;
    bool only_best_;
    Index proposed_ = 0;
    bool proposed_best_ = false;
    bool confirmed_ = true;
};

}  // namespace mlp
