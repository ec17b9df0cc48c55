#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"
#include "mlp/core/parameters.h"
#include "mlp/core/random.h"
#include "mlp/nn/activation.h"

#include <string>

namespace mlp {

struct LayerTraits {};

/// What a layer remembers of one pass, so that the way back can use it. The columns are the samples
/// of a batch; a smaller batch uses the first of them.
template <class T>
struct LayerBuffers {
    Matrix<T> z;      ///< units × samples: before the activation; empty if the layer needs only a
    Matrix<T> a;      ///< units × samples: the layer's output
    Matrix<T> delta;  ///< units × samples: ∂L/∂a, which backward() turns into ∂L/∂z in place
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

    /// Fixes the number of inputs and adds the layer's blocks, named `prefix` + "weight" and so on.
    virtual void bind(Index inputs, const std::string& prefix, Parameters<T>& parameters) = 0;
    virtual void initialize(Parameters<T>& parameters, Random& random) const = 0;

    virtual Index inputs() const = 0;
    virtual Index outputs() const = 0;
    virtual const Activation<T>& activation() const = 0;
    /// The choice that makes this layer again, every default written out.
    virtual Choice describe() const = 0;
    virtual LayerBuffers<T> make_buffers(Index max_samples) const = 0;

    /// x: inputs × samples. Writes z and a of the buffers.
    virtual void forward(ConstVectorView<T> parameters, ConstView<T> x,
                         LayerBuffers<T>& buffers) const = 0;

    /// x: the input of forward(). buffers.delta: the gradient of the loss at `at`. Writes the
    /// gradients of the layer's own blocks and, unless dx is empty, dx = ∂L/∂x (inputs × samples).
    virtual void backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                          GradientAt at, VectorView<T> gradients, View<T> dx) const = 0;
};

/// All layers by type.
template <class T>
const Catalogue<Layer<T>>& layers();
const CatalogueInfo& layer_names();

}  // namespace mlp
