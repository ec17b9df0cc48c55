#pragma once

#include "mlp/core/parameters.h"
#include "mlp/nn/layer.h"
#include "mlp/nn/workspace.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mlp {

/// Layers in order, each fed by the one before, and the parameters of all of them.
///
/// Movable; not copyable by accident. Threads: const functions may run in many threads at once,
/// each with its own workspace.
template <class T>
class Network {
  public:
    /// A network for samples of `inputs` features, all parameters zero. Throws InputError where a
    /// choice is wrong or there is no layer.
    Network(Index inputs, const std::vector<Choice>& layer_choices);

    /// First weights by the initializers of the layers.
    void initialize(Random& random);

    Index inputs() const { return layers_.front()->inputs(); }
    Index outputs() const { return layers_.back()->outputs(); }
    const std::vector<std::unique_ptr<Layer<T>>>& layers() const { return layers_; }
    /// The activation of the last layer.
    const Activation<T>& output_activation() const { return layers_.back()->activation(); }
    Parameters<T>& parameters() { return parameters_; }
    const Parameters<T>& parameters() const { return parameters_; }

    /// The choices that make this network again, every default written out.
    std::vector<Choice> describe() const;

    Workspace<T> make_workspace(Index max_samples) const;

    /// x: inputs × samples, not more than the workspace's capacity. Returns the output of the last
    /// layer (outputs × samples), which stands in the workspace until the next pass.
    ConstView<T> forward(ConstView<T> x, Workspace<T>& workspace) const;

    /// Backpropagation. x: as in the forward pass before. The delta of the workspace's last layer
    /// holds the gradient of the loss at `at`. Writes the gradient of every parameter into
    /// `gradients`, an arena of the shape of parameters().
    void backward(ConstView<T> x, Workspace<T>& workspace, GradientAt at,
                  VectorView<T> gradients) const;

    /// The name of the first layer whose output for the last pass holds NaN or infinity, or whose
    /// parameters do; none if all is finite.
    std::optional<std::string> first_broken_layer(const Workspace<T>& workspace,
                                                  Index samples) const;

    /// "layers.1 (dense, 4 -> 1, sigmoid)"
    std::string layer_name(std::size_t layer) const;

  private:
    Parameters<T> parameters_;
    std::vector<std::unique_ptr<Layer<T>>> layers_;
};

}  // namespace mlp
