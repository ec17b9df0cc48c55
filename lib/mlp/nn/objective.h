#pragma once

#include "mlp/nn/loss.h"
#include "mlp/nn/network.h"

#include <memory>
#include <string>

namespace mlp {

/// Why a loss cannot judge the outputs of an activation, and the remedy; both empty if it can.
struct Mismatch {
    std::string problem;
    std::string remedy;
};
/// `last`: the activation whose values are the outputs; null if there is none.
template <class T>
Mismatch mismatch(const Loss<T>& loss, const Activation<T>* last);
Mismatch mismatch(const Choice& loss, const Choice& last_activation);

/// A loss joined to a network's last activation: fused with it where the two belong together.
template <class T>
class Objective {
  public:
    /// Throws InputError if the two do not go together.
    Objective(const Choice& loss, const Network<T>& network);

    const Loss<T>& loss() const { return *loss_; }

    /// Where evaluate() leaves the gradient; for Network::backward().
    GradientAt gradient_at() const { return fused_ ? GradientAt::logits : GradientAt::output; }

    /// After a forward pass of `samples` samples: the mean loss against workspace.target, weighted
    /// by workspace.weight. Writes the gradient into the delta of the workspace's last layer.
    T evaluate(Workspace<T>& workspace, Index samples) const;

    /// Samples are judged in blocks of so many.
    static constexpr Index block = 8;
    /// The same for samples that are a share of a batch, all of which count with `total_weight`.
    /// Writes what each block of them adds to the loss of the batch into workspace.losses. Added up
    /// in order, these have the same sum however a batch is cut into shares of whole blocks.
    void evaluate_share(Workspace<T>& workspace, Index samples, T total_weight) const;
    /// The sum so far, and the blocks of a share of this many samples.
    static double add_losses(double sum, const Workspace<T>& workspace, Index samples);

  private:
    std::unique_ptr<Loss<T>> loss_;
    bool fused_ = false;
    Link link_{};
    T logit_scale_ = 1;
};

}  // namespace mlp
