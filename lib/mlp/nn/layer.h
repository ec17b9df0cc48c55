#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"
#include "mlp/core/parameters.h"
#include "mlp/core/part.h"
#include "mlp/core/random.h"
#include "mlp/nn/activation.h"
#include "mlp/nn/operation.h"
#include "mlp/nn/pass.h"
#include "mlp/nn/shape.h"

#include <string>
#include <vector>

namespace mlp {

template <class T>
class Backend;

struct LayerTraits {
    /// Whether the output of a sample depends on the others of its batch, while training.
    bool mixes_samples = false;
    /// Whether its output is random, while training.
    bool noisy = false;
    /// Whether backward() gives the derivative, and not a surrogate of it.
    bool exact_gradient = true;
    /// Whether the samples of a batch can be spread over threads: the output of each is its own and
    /// not random, and backward_samples() and write_gradient() do what backward() does.
    bool separable = false;

    /// Of both together.
    LayerTraits with(const LayerTraits& other) const {
        return {mixes_samples || other.mixes_samples, noisy || other.noisy,
                exact_gradient && other.exact_gradient, separable && other.separable};
    }
};

/// What a layer remembers of one pass, so that the way back can use it. The columns are the samples
/// of a batch; a smaller batch uses the first of them.
template <class T>
struct LayerBuffers {
    /// Before the activation. Empty if the layer needs only a; who wants to see it all the same
    /// makes it as large as a.
    Matrix<T> z;
    Matrix<T> a;                 ///< outputs × samples: the layer's output
    Matrix<T> delta;             ///< outputs × samples: ∂L/∂a, which backward() may overwrite
    std::vector<Matrix<T>> own;  ///< what else this kind of layer keeps
    std::vector<LayerBuffers<T>> inner;  ///< of the layers inside it
};

/// Where the gradient of the loss enters the last layer: at its output a or, where loss and
/// activation are differentiated together, before the activation, at z.
enum class GradientAt { output, logits };

/// One step of a network: a function of its input and its parameters.
///
/// A layer is set up once by bind() and holds no numbers of its own after that: parameters and
/// gradients stand in arenas (core/parameters.h), and what a pass leaves behind in LayerBuffers,
/// both handed in. So any number of threads can use one const layer, each with its own buffers and,
/// for training, its own gradients.
template <class T>
class Layer {
  public:
    using Traits = LayerTraits;
    virtual ~Layer() = default;

    /// Fixes the shapes of input and output and adds the layer's blocks, named `prefix` + "weight"
    /// and so on. Throws InputError if the layer cannot take such an input.
    virtual void bind(const Shape& input, const std::string& prefix, Parameters<T>& parameters) = 0;
    /// First values of its blocks.
    virtual void initialize(Parameters<T>& /*parameters*/, Random& /*random*/) const {}

    const Shape& input_shape() const { return input_; }
    const Shape& output_shape() const { return output_; }
    Index inputs() const { return input_.size(); }
    Index outputs() const { return output_.size(); }

    /// The activation whose values are the layer's output; null if there is none.
    virtual const Activation<T>* activation() const { return nullptr; }
    /// Throws InputError if the layer cannot learn, or lets no gradient pass.
    virtual void check_trainable() const {}
    virtual LayerTraits traits() const { return {}; }
    /// The choice that makes this layer again, every default written out.
    virtual Choice describe() const = 0;
    /// What it computes once it is trained, for export. Throws InputError if that cannot be said.
    virtual Operations operations(ConstVectorView<T> /*parameters*/) const {
        throw InputError("cannot be exported: it does not say what it computes, by operations()");
    }
    virtual LayerBuffers<T> make_buffers(Index max_samples) const = 0;

    /// x: inputs × samples. Writes a of the buffers, and what backward() will need.
    virtual void forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                         const Pass& pass) const = 0;

    /// After a forward() in training. x: its input. buffers.delta: the gradient of the loss at `at`
    /// (logits: only for layers with an activation()). Writes the gradients of the layer's own
    /// blocks, but for statistics, and, unless dx is empty, dx = ∂L/∂x (inputs × samples).
    virtual void backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                          GradientAt at, VectorView<T> gradients, View<T> dx) const = 0;

    /// The two halves of backward(), for layers that are separable. The first is done to a share of
    /// the batch, by itself: it writes dx, unless that is empty, and leaves in the buffers what the
    /// second half needs.
    virtual void backward_samples(ConstVectorView<T> parameters, ConstView<T> x,
                                  LayerBuffers<T>& buffers, GradientAt at, View<T> dx) const {
        // Where there are no parameters, that is all.
        backward(parameters, x, buffers, at, {nullptr, 0}, dx);
    }
    /// The second half: this part of the gradients of the layer's own blocks, summed over a share
    /// of the batch; added to what is there if `add`. To go through the shares in their order gives
    /// the same bits as backward() of all of them at once.
    virtual void write_gradient(ConstView<T> /*x*/, LayerBuffers<T>& /*buffers*/, Part /*part*/,
                                bool /*add*/, VectorView<T> /*gradients*/) const {}

    /// What is to do its products from now on; it must outlive the layer. Layers without products
    /// do not care.
    virtual void use(const Backend<T>& /*backend*/) {}

    /// After a forward() of `samples` samples in training: takes what it measured into the layer's
    /// statistics, if it has any.
    virtual void update_statistics(const LayerBuffers<T>& /*buffers*/, Index /*samples*/,
                                   Parameters<T>& /*parameters*/) const {}

  protected:
    Shape input_;   ///< set by bind()
    Shape output_;  ///< set by bind()
};

/// Buffers with a and delta for this many outputs.
template <class T>
LayerBuffers<T> output_buffers(Index outputs, Index max_samples) {
    LayerBuffers<T> buffers;
    buffers.a.setZero(outputs, max_samples);
    buffers.delta.setZero(outputs, max_samples);
    return buffers;
}

/// All layers by type.
template <class T>
const Catalogue<Layer<T>>& layers();
const CatalogueInfo& layer_names();

}  // namespace mlp
