#pragma once

#include "mlp/nn/network.h"
#include "mlp/nn/objective.h"

#include <vector>

namespace mlp {

/// What passes through one layer, forwards and backwards, for one sample.
struct LayerPass {
    Vector<double> x;      ///< its inputs
    Vector<double> a;      ///< its outputs
    Vector<double> z;      ///< of a dense layer: W x + b
    Vector<double> slope;  ///< of a dense layer with an element by element activation: f′(z)
    // With a target:
    Vector<double> gradient;  ///< ∂L/∂a; empty where the loss is fused with the last activation
    Vector<double> delta;     ///< of a dense layer: ∂L/∂z
};

/// Whether a layer is the library's own dense one, whose blocks are "weight" and perhaps "bias".
bool is_dense(const Layer<double>& layer);
/// Such a block of a layer; null if it has none.
const Block* block_of(const Network<double>& network, std::size_t layer, std::string_view name);

/// One sample on its way through a network: keeps what a workspace would overwrite.
class NetworkPass {
  public:
    /// The network must outlive it.
    NetworkPass(const Network<double>& network, const Vector<double>& x);

    const std::vector<LayerPass>& layers() const { return layers_; }

    /// The loss against these targets, with its gradients in layers() and gradients().
    double backward(const Objective<double>& objective, const Vector<double>& target);
    const Vector<double>& gradients() const { return gradients_; }

  private:
    const Network<double>& network_;
    Workspace<double> workspace_;
    std::vector<LayerPass> layers_;
    Vector<double> gradients_;
};

}  // namespace mlp
