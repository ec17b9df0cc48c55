#pragma once

#include "mlp/nn/initializer.h"
#include "mlp/nn/layer.h"

#include <memory>
#include <optional>
#include <string>

namespace mlp {

/// The options of a dense layer.
struct DenseOptions {
    std::optional<Index> units;  ///< must be set before the layer is made
    Choice activation = "linear";
    std::optional<Choice> initializer;  ///< none: the one that suits the activation
    Choice bias_initializer = "zeros";

    static constexpr std::string_view name = "dense";
    static constexpr std::string_view help = "every unit sees every input: a = f(W x + b)";
    static Options<DenseOptions> options();
};

/// The choice of a dense layer, for networks that are built in code: dense(4, "tanh").
inline Choice dense(Index units, Choice activation) {
    DenseOptions options;
    options.units = units;
    options.activation = std::move(activation);
    return to_choice(options);
}

/// A fully connected layer: Z = W·X + b, A = f(Z), with W (units × inputs) and b (units).
/// Backwards (Rumelhart, Hinton and Williams 1986; Goodfellow, Bengio and Courville 2016, ch. 6.5):
///   δ = ∂L/∂A ⊙ f′(Z),  ∂L/∂W = δ·Xᵀ,  ∂L/∂b = Σ over samples of δ,  ∂L/∂X = Wᵀ·δ
template <class T>
class Dense final : public Layer<T> {
  public:
    /// Throws InputError if units are not set.
    explicit Dense(DenseOptions options);

    void bind(Index inputs, const std::string& prefix, Parameters<T>& parameters) override;
    void initialize(Parameters<T>& parameters, Random& random) const override;
    Index inputs() const override { return inputs_; }
    Index outputs() const override { return *options_.units; }
    const Activation<T>& activation() const override { return *activation_; }
    Choice describe() const override { return to_choice(options_); }
    LayerBuffers<T> make_buffers(Index max_samples) const override;

    void forward(ConstVectorView<T> parameters, ConstView<T> x,
                 LayerBuffers<T>& buffers) const override;
    void backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                  GradientAt at, VectorView<T> gradients, View<T> dx) const override;

  private:
    Matrix<T>& pre_activation(LayerBuffers<T>& buffers) const {
        return activation_->traits().needs_z ? buffers.z : buffers.a;
    }

    DenseOptions options_;
    std::unique_ptr<Activation<T>> activation_;
    Index inputs_ = 0;
    Block weight_;
    Block bias_;
};

}  // namespace mlp
