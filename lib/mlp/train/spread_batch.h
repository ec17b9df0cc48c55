#pragma once

#include "mlp/core/team.h"
#include "mlp/data/dataset.h"
#include "mlp/nn/network.h"
#include "mlp/nn/objective.h"

#include <span>
#include <vector>

namespace mlp {

/// A batch whose samples are spread over a team, each member having a workspace of its own:
///
///   1. each member, its samples:      gather, forward, loss, δ of all layers     -- all wait
///   2. each member, some columns of every ∂L/∂W:  Σ over all samples of δ xᵀ     -- all wait
///
/// Every number is computed by the same operations in the same order as by one thread, so the
/// results have the same bits for any number of members.
template <class T>
class SpreadBatch {
  public:
    /// Whether the network can be trained this way.
    static bool possible(const Network<T>& network) { return network.traits().separable; }

    /// For batches of up to this many samples; all must outlive it.
    SpreadBatch(Network<T>& network, const Objective<T>& objective, Index batch_size, Team& team);

    /// Step 1, with the samples of these rows, which count with `total_weight`. Returns the loss.
    T begin(const Dataset<T>& data, std::span<const Index> rows, T total_weight);
    /// Writes outputs and targets of all samples where one thread would have left them.
    void collect(Workspace<T>& workspace) const;
    /// Step 2: writes the network's gradients.
    void backward();

  private:
    /// What a member has in hand.
    struct Share {
        Workspace<T> workspace;
        Index samples = 0;
    };
    void begin_share(Share& share, const Dataset<T>& data, std::span<const Index> rows,
                     T total_weight) const;
    static ConstView<T> inputs(Share& share) {
        return constant(first_columns(share.workspace.x, share.samples));
    }

    Network<T>& network_;
    const Objective<T>& objective_;
    Team& team_;
    std::vector<Share> shares_;
};

}  // namespace mlp
