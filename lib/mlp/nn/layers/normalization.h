#pragma once

#include "mlp/nn/layer.h"

namespace mlp {

struct BatchNormOptions {
    double momentum = 0.1;
    double epsilon = 1e-5;

    static constexpr std::string_view name = "batch_norm";
    static constexpr std::string_view help =
        "every feature, or channel of an image, gets mean 0 and variance 1 over the batch";
    static constexpr std::string_view formula =
        "a = weight (x - mean) / sqrt(variance + epsilon) + bias";
    static constexpr std::string_view source = "Ioffe and Szegedy 2015";
    static Options<BatchNormOptions> options() {
        return {
            {"momentum", &BatchNormOptions::momentum, between(0, 1),
             "share of a batch in the running mean and variance, which are used after training"},
            {"epsilon", &BatchNormOptions::epsilon, positive,
             "keeps the division from overflowing"}};
    }
};

/// Batch normalization (Ioffe and Szegedy 2015, algorithm 1 and 2; blocks named as PyTorch's
/// BatchNorm). A channel c is one feature or, of an image, all numbers of a channel. Over the m
/// numbers of c in the batch, with mean μ and variance σ² (divided by m):
///   x̂ = (x − μ)/√(σ² + ε),  a = γ x̂ + β
///   ∂L/∂γ = Σ δ x̂,  ∂L/∂β = Σ δ,  ∂L/∂x = γ/√(σ² + ε) · (δ − (∂L/∂β + x̂ ∂L/∂γ)/m)
/// Otherwise than in training, μ and σ² are running means: r ← (1 − momentum) r + momentum·(of the
/// batch, the variance divided by m − 1). A batch with m = 1 does not change them.
template <class T>
class BatchNorm final : public Layer<T> {
  public:
    explicit BatchNorm(const BatchNormOptions& options) : options_(options) {}

    void bind(const Shape& input, const std::string& prefix, Parameters<T>& parameters) override;
    void initialize(Parameters<T>& parameters, Random& random) const override;
    LayerTraits traits() const override { return {.mixes_samples = true}; }
    Choice describe() const override { return to_choice(options_); }
    Operations operations(ConstVectorView<T> parameters) const override;
    LayerBuffers<T> make_buffers(Index max_samples) const override;
    void forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                 const Pass& pass) const override;
    void backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                  GradientAt at, VectorView<T> gradients, View<T> dx) const override;
    void update_statistics(const LayerBuffers<T>& buffers, Index samples,
                           Parameters<T>& parameters) const override;

  private:
    BatchNormOptions options_;
    Block weight_;
    Block bias_;
    Block running_mean_;
    Block running_variance_;
};

struct LayerNormOptions {
    double epsilon = 1e-5;

    static constexpr std::string_view name = "layer_norm";
    static constexpr std::string_view help = "every sample gets mean 0 and variance 1";
    static constexpr std::string_view formula =
        "a = weight (x - mean) / sqrt(variance + epsilon) + bias";
    static constexpr std::string_view source = "Ba, Kiros and Hinton 2016";
    static Options<LayerNormOptions> options() {
        return {{"epsilon", &LayerNormOptions::epsilon, positive,
                 "keeps the division from overflowing"}};
    }
};

/// Layer normalization (Ba, Kiros and Hinton 2016): as batch_norm, but mean and variance are those
/// of the K features of one sample, in training and after, and γ, β are one number a feature:
///   ∂L/∂x = (g − mean(g) − x̂ mean(g x̂))/√(σ² + ε) with g = γ δ
template <class T>
class LayerNorm final : public Layer<T> {
  public:
    explicit LayerNorm(const LayerNormOptions& options) : options_(options) {}

    void bind(const Shape& input, const std::string& prefix, Parameters<T>& parameters) override;
    void initialize(Parameters<T>& parameters, Random& random) const override;
    Choice describe() const override { return to_choice(options_); }
    Operations operations(ConstVectorView<T> parameters) const override;
    LayerBuffers<T> make_buffers(Index max_samples) const override;
    void forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                 const Pass& pass) const override;
    void backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                  GradientAt at, VectorView<T> gradients, View<T> dx) const override;

  private:
    LayerNormOptions options_;
    Block weight_;
    Block bias_;
};

}  // namespace mlp
