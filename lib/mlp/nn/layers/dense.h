#pragma once

#include "mlp/nn/layers/activation_stage.h"
#include "mlp/nn/layers/weights.h"

#include <optional>
#include <string>

namespace mlp {

/// The options of a dense layer.
struct DenseOptions : WeightOptions {
    std::optional<Index> units;  ///< must be set before the layer is made
    Choice activation = "linear";
    double dropout = 0;

    static constexpr std::string_view name = "dense";
    static constexpr std::string_view help = "every unit sees every input";
    static constexpr std::string_view formula = "a = f(W x + b)";
    static constexpr std::string_view source = "Rumelhart, Hinton and Williams 1986";
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
/// An image is taken as the flat list of its numbers.
template <class T>
class Dense final : public Layer<T> {
  public:
    /// Throws InputError if units are not set.
    explicit Dense(DenseOptions options);

    void bind(const Shape& input, const std::string& prefix, Parameters<T>& parameters) override;
    void initialize(Parameters<T>& parameters, Random& random) const override;
    const Activation<T>* activation() const override { return stage_.output_activation(); }
    void check_trainable() const override { stage_.check_trainable(); }
    LayerTraits traits() const override { return stage_.separable_traits(); }
    void use(const Backend<T>& backend) override { backend_ = &backend; }
    Choice describe() const override { return to_choice(options_); }
    Operations operations(ConstVectorView<T> parameters) const override;
    LayerBuffers<T> make_buffers(Index max_samples) const override;

    void forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                 const Pass& pass) const override;
    void backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                  GradientAt at, VectorView<T> gradients, View<T> dx) const override;
    void backward_samples(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                          GradientAt at, View<T> dx) const override;
    void write_gradient(ConstView<T> x, LayerBuffers<T>& buffers, Part part, bool add,
                        VectorView<T> gradients) const override;

  private:
    DenseOptions options_;
    ActivationStage<T> stage_;
    Weights<T> weights_;
    const Backend<T>* backend_;
};

}  // namespace mlp
