#pragma once

#include "mlp/nn/layers/activation_stage.h"
#include "mlp/nn/layers/weights.h"
#include "mlp/nn/windows.h"

#include <string>

namespace mlp {

struct Conv2dOptions : WeightOptions {
    Index filters = 1;
    Integers kernel{3};
    Integers stride{1};
    Integers padding{0};
    Choice activation = "linear";
    double dropout = 0;

    static constexpr std::string_view name = "conv2d";
    static constexpr std::string_view help =
        "filters that see a small window of an image, the same everywhere";
    static constexpr std::string_view formula =
        "a[f,y,x] = f(b[f] + sum over c,i,j of W[f,c,i,j] input[c, y s + i - p, x s + j - p])";
    static constexpr std::string_view source = "LeCun, Bottou, Bengio and Haffner 1998";
    static Options<Conv2dOptions> options();
    std::string problem() const;
};

/// A convolution (the cross-correlation of the formula above, as everywhere in this field; LeCun et
/// al. 1998; Goodfellow, Bengio and Courville 2016, ch. 9.1), with W as a matrix F × (C·kh·kw).
/// The windows of one sample are laid out as the rows of a matrix, P places × (C·kh·kw), so that
///   Z (P × F) = windows · Wᵀ + b,  ∂L/∂W = Σ over samples of δᵀ · windows,
///   ∂L/∂windows = δ · W, added up where windows overlap, gives ∂L/∂X.
/// P × F column by column is just the layout of an image of F channels.
template <class T>
class Conv2d final : public Layer<T> {
  public:
    explicit Conv2d(Conv2dOptions options);

    void bind(const Shape& input, const std::string& prefix, Parameters<T>& parameters) override;
    void initialize(Parameters<T>& parameters, Random& random) const override;
    const Activation<T>* activation() const override { return stage_.output_activation(); }
    void check_trainable() const override { stage_.check_trainable(); }
    LayerTraits traits() const override { return stage_.traits(); }
    Choice describe() const override { return to_choice(options_); }
    Operations operations(ConstVectorView<T> parameters) const override;
    LayerBuffers<T> make_buffers(Index max_samples) const override;
    void forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                 const Pass& pass) const override;
    void backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                  GradientAt at, VectorView<T> gradients, View<T> dx) const override;

  private:
    /// Calls use(window column, its part of the image, places in one row) for the rows of places of
    /// each number of a window.
    template <class Image, class Use>
    void each_row(Image* image, T* windows, Use use) const;
    void gather_windows(const T* image, View<T> windows) const;
    void scatter_windows(View<T> windows, T* image) const;
    /// Where the windows of a sample are laid out.
    View<T> windows(LayerBuffers<T>& buffers) const {
        return {buffers.own.back().data(), places_.plane(), weights_.weight().cols};
    }

    Conv2dOptions options_;
    Windows windows_;
    ActivationStage<T> stage_;
    Weights<T> weights_;
    Shape places_;  ///< channels of z × rows × columns of places
};

}  // namespace mlp
