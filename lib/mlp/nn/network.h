#pragma once

#include "mlp/core/parameters.h"
#include "mlp/nn/chain.h"
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
    /// A network for samples of this shape (a number: that many features), all parameters zero.
    /// Throws InputError where a choice is wrong, a layer does not fit the one before (LayerError),
    /// or there is no layer.
    Network(const Shape& input, const std::vector<Choice>& layer_choices);

    /// First weights by the initializers of the layers.
    void initialize(Random& random) { chain_.initialize(parameters_, random); }

    const Shape& input_shape() const { return chain_.input_shape(); }
    Index inputs() const { return input_shape().size(); }
    Index outputs() const { return chain_.output_shape().size(); }
    const std::vector<std::unique_ptr<Layer<T>>>& layers() const { return chain_.layers(); }
    /// The activation that the outputs are the values of; null if there is none.
    const Activation<T>* output_activation() const { return layers().back()->activation(); }
    Parameters<T>& parameters() { return parameters_; }
    const Parameters<T>& parameters() const { return parameters_; }

    /// Throws LayerError if a layer cannot learn, or lets no gradient pass.
    void check_trainable() const { chain_.check_trainable(); }
    LayerTraits traits() const { return chain_.traits(); }

    /// The choices that make this network again, every default written out.
    std::vector<Choice> describe() const { return chain_.describe(); }

    /// What it computes once it is trained, in steps that other formats have words for. Throws
    /// LayerError if a layer cannot say that.
    Operations operations() const { return chain_.operations(parameters_.values()); }

    Workspace<T> make_workspace(Index max_samples) const;
    /// The numbers in the layers' buffers of a workspace, for each sample.
    Index numbers_per_sample() const {
        return mlp::numbers_per_sample(chain_.make_buffers(0));  // which hold none, only sizes
    }

    /// x: inputs × samples, not more than the workspace's capacity. Returns the output of the last
    /// layer (outputs × samples), which stands in the workspace until the next pass.
    ConstView<T> forward(ConstView<T> x, Workspace<T>& workspace) const {
        return chain_.forward(parameters_.values(), x, workspace.layers, Pass{});
    }
    /// The same as a step of training: with dropout and noise, drawn from workspace.random.
    ConstView<T> forward_training(ConstView<T> x, Workspace<T>& workspace) const {
        return chain_.forward(parameters_.values(), x, workspace.layers,
                              Pass{true, &workspace.random});
    }

    /// Backpropagation. x: as in the forward_training() before. The delta of the workspace's last
    /// layer holds the gradient of the loss at `at`. Writes the gradient of every parameter into
    /// `gradients`, an arena of the shape of parameters(); those of statistics stay as they are.
    void backward(ConstView<T> x, Workspace<T>& workspace, GradientAt at,
                  VectorView<T> gradients) const {
        // Nobody needs the gradient at the data.
        chain_.backward(parameters_.values(), x, workspace.layers, at, gradients, {nullptr, 0, 0});
    }

    /// The two halves of backward(), for a batch whose shares stand in several workspaces; only if
    /// traits().separable. The first may run in many threads at once, one for each share; the
    /// second then in many threads, one for each part, each going through the shares in their
    /// order.
    void backward_samples(ConstView<T> x, Workspace<T>& workspace, GradientAt at) const {
        chain_.backward_samples(parameters_.values(), x, workspace.layers, at);
    }
    /// This part of the gradient of this share; it is added to what is there if `add`.
    void write_gradient(ConstView<T> x, Workspace<T>& workspace, Part part, bool add,
                        VectorView<T> gradients) const {
        chain_.write_gradient(x, workspace.layers, part, add, gradients);
    }

    /// What is to do the products of the layers; it must outlive the network.
    void use(const Backend<T>& backend) { chain_.use(backend); }

    /// After a forward_training() of `samples` samples: takes what was measured into the layers'
    /// statistics.
    void update_statistics(const Workspace<T>& workspace, Index samples) {
        chain_.update_statistics(workspace.layers, samples, parameters_);
    }

    /// The name of the first layer whose output for the last pass holds NaN or infinity, or whose
    /// parameters do; none if all is finite.
    std::optional<std::string> first_broken_layer(const Workspace<T>& workspace,
                                                  Index samples) const;

    /// "layers.1 (dense, 4 -> 1, sigmoid)"
    std::string layer_name(std::size_t layer) const;
    /// The blocks of a layer.
    std::vector<Block> blocks_of(std::size_t layer) const;
    /// How many numbers a layer learns.
    Index learnt_by(std::size_t layer) const;

  private:
    Parameters<T> parameters_;
    Chain<T> chain_;
};

}  // namespace mlp
