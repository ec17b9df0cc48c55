#pragma once

#include "mlp/nn/chain.h"

#include <memory>
#include <string>
#include <vector>

namespace mlp {

struct ResidualOptions {
    std::vector<Choice> layers;

    static constexpr std::string_view name = "residual";
    static constexpr std::string_view help =
        "adds its input to what its layers make of it, so that gradients pass by";
    static constexpr std::string_view formula =
        "a = layers(x) + x, or + P x with learnt weights P where the shapes differ";
    static constexpr std::string_view source = "He, Zhang, Ren and Sun 2016";
    static Options<ResidualOptions> options() {
        return {
            {"layers", &ResidualOptions::layers, &layer_names, "what x is passed through", true}};
    }
    std::string_view problem() const {
        return layers.empty() ? "'layers' must hold at least one layer" : "";
    }
};

/// a = F(x) + P x (He et al. 2016, eq. 1 and 2). P is the identity where F keeps the shape. Else it
/// is learnt, without bias: a matrix (dense), or between images a convolution with a kernel of 1
/// and the stride that gives F's height and width. Backwards: ∂L/∂x = F′ᵀ δ + Pᵀ δ.
template <class T>
class Residual final : public Layer<T> {
  public:
    explicit Residual(ResidualOptions options) : options_(std::move(options)) {}

    void bind(const Shape& input, const std::string& prefix, Parameters<T>& parameters) override;
    void initialize(Parameters<T>& parameters, Random& random) const override;
    void check_trainable() const override { chain_->check_trainable(); }
    LayerTraits traits() const override {
        LayerTraits traits = chain_->traits();
        traits.separable = false;
        return traits;
    }
    void use(const Backend<T>& backend) override {
        chain_->use(backend);
        if (projection_) projection_->use(backend);
    }
    Choice describe() const override;
    Operations operations(ConstVectorView<T> parameters) const override;
    LayerBuffers<T> make_buffers(Index max_samples) const override;
    void forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                 const Pass& pass) const override;
    void backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                  GradientAt at, VectorView<T> gradients, View<T> dx) const override;
    void update_statistics(const LayerBuffers<T>& buffers, Index samples,
                           Parameters<T>& parameters) const override;

    const Chain<T>& chain() const { return *chain_; }

  private:
    ResidualOptions options_;
    std::unique_ptr<Chain<T>> chain_;       ///< F; its buffers are inner[0 ... n)
    std::unique_ptr<Layer<T>> projection_;  ///< P, null if it is the identity; inner[n]
};

}  // namespace mlp
