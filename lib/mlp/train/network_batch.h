#pragma once

#include "mlp/nn/objective.h"
#include "mlp/optim/optimizer.h"
#include "mlp/train/penalty.h"

#include <optional>

namespace mlp {

/// The batch that stands in a workspace, as a function of the network's parameters: its loss,
/// penalties included, and gradient. One thread.
template <class T>
class NetworkBatch final : public BatchLoss<T> {
  public:
    /// All must outlive it. The gradient goes into the network's arena of gradients.
    NetworkBatch(Network<T>& network, const Objective<T>& objective, Workspace<T>& workspace,
                 const Penalty<T>& penalty)
        : network_(network), objective_(objective), workspace_(workspace), penalty_(penalty) {}

    /// A new batch of this many samples was gathered: forward pass and loss, without penalties.
    T begin(Index samples);
    /// The outputs of begin().
    ConstView<T> outputs() const;
    /// The gradient of what was computed last, penalties included.
    void backward();
    /// Adds the penalties' gradient to that of the network.
    void add_penalties();

    T loss() override;
    T loss_and_gradient() override;
    T add_normal_equations(Matrix<T>& jtj, Vector<T>& jtr) override;

  private:
    ConstView<T> inputs() const { return constant(first_columns(workspace_.x, samples_)); }
    /// The same noise every time, so that one batch is one function.
    T forward();

    Network<T>& network_;
    const Objective<T>& objective_;
    Workspace<T>& workspace_;
    const Penalty<T>& penalty_;
    Index samples_ = 0;
    Random noise_{0, RandomStream::noise};    ///< as it was before the batch
    std::optional<Workspace<T>> one_sample_;  ///< for add_normal_equations()
};

}  // namespace mlp
