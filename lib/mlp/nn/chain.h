#pragma once

#include "mlp/core/parameters.h"
#include "mlp/nn/layer.h"

#include <memory>
#include <string>
#include <vector>

namespace mlp {

/// A layer that cannot be made or does not fit the one before it.
class LayerError : public InputError {
  public:
    /// `where`: the place in the list of layers, as a JSON pointer: "/2", or "/2/layers/0" for a
    /// layer inside another. `what`: the problem, with the layer's type.
    LayerError(std::string where, std::string what);

    const std::string& where() const { return where_; }
    /// The problem without its place.
    const std::string& problem() const { return problem_; }

  private:
    std::string where_;
    std::string problem_;
};

/// The most numbers that a layer may give for a sample: more than any network needs, and few enough
/// that sizes do not overflow.
constexpr Index most_outputs = 100'000'000;

/// The numbers that such buffers hold for each sample.
template <class T>
Index numbers_per_sample(const std::vector<LayerBuffers<T>>& buffers);

/// Layers in order, each fed by the one before: what a network is made of, and a residual block.
/// Threads: const functions may run in many threads at once, each with its own buffers.
template <class T>
class Chain {
  public:
    /// Makes and binds the layers; their blocks are named `prefix` + "layers.0." and so on. Takes
    /// no memory for numbers. Throws LayerError, also where a layer has more than most_outputs.
    Chain(const Shape& input, const std::vector<Choice>& choices, const std::string& prefix,
          Parameters<T>& parameters);

    const std::vector<std::unique_ptr<Layer<T>>>& layers() const { return layers_; }
    const Shape& input_shape() const { return layers_.front()->input_shape(); }
    const Shape& output_shape() const { return layers_.back()->output_shape(); }

    void initialize(Parameters<T>& parameters, Random& random) const;
    std::vector<Choice> describe() const;
    /// Of all layers, in order. Throws LayerError if a layer cannot say what it computes.
    Operations operations(ConstVectorView<T> parameters) const;
    /// Throws LayerError if a layer cannot learn, or lets no gradient pass.
    void check_trainable() const;
    /// Of all layers together.
    LayerTraits traits() const;
    /// One element a layer.
    std::vector<LayerBuffers<T>> make_buffers(Index max_samples) const;

    /// x: inputs × samples. Returns the output of the last layer, which stands in its buffers.
    ConstView<T> forward(ConstVectorView<T> parameters, ConstView<T> x,
                         std::vector<LayerBuffers<T>>& buffers, const Pass& pass) const;

    /// After a forward() in training, with the same x. The delta of the last layer's buffers holds
    /// the gradient of the loss at `at`. Writes the gradients of all blocks and, unless dx is
    /// empty, dx = ∂L/∂x.
    void backward(ConstVectorView<T> parameters, ConstView<T> x,
                  std::vector<LayerBuffers<T>>& buffers, GradientAt at, VectorView<T> gradients,
                  View<T> dx) const;

    /// The halves of backward(), if all layers are separable; see Layer.
    void backward_samples(ConstVectorView<T> parameters, ConstView<T> x,
                          std::vector<LayerBuffers<T>>& buffers, GradientAt at) const;
    void write_gradient(ConstView<T> x, std::vector<LayerBuffers<T>>& buffers, Part part, bool add,
                        VectorView<T> gradients) const;

    void use(const Backend<T>& backend) const {
        for (const auto& layer : layers_) layer->use(backend);
    }
    void update_statistics(const std::vector<LayerBuffers<T>>& buffers, Index samples,
                           Parameters<T>& parameters) const;

  private:
    /// What a layer is fed with.
    ConstView<T> input_of(std::size_t layer, ConstView<T> x,
                          const std::vector<LayerBuffers<T>>& buffers) const {
        return layer == 0 ? x : first_columns(buffers[layer - 1].a, x.cols());
    }

    std::vector<std::unique_ptr<Layer<T>>> layers_;
};

}  // namespace mlp
