#pragma once

#include "mlp/nn/layers/activation_stage.h"

namespace mlp {

/// An activation as a layer of its own, for example behind batch_norm or residual.
struct ActivationLayerOptions {
    Choice activation;

    static constexpr std::string_view name = "activation";
    static constexpr std::string_view help = "an activation on its own, as after batch_norm";
    static constexpr std::string_view formula = "a = f(x)";
    static Options<ActivationLayerOptions> options() {
        return {{"activation", &ActivationLayerOptions::activation, &activation_names, "f", true}};
    }
};

template <class T>
class ActivationLayer final : public Layer<T> {
  public:
    explicit ActivationLayer(ActivationLayerOptions options)
        : options_(std::move(options)), stage_(options_.activation, 0) {}

    void bind(const Shape& input, const std::string& prefix, Parameters<T>& parameters) override;
    void initialize(Parameters<T>& parameters, Random&) const override {
        stage_.initialize(parameters);
    }
    const Activation<T>* activation() const override { return stage_.output_activation(); }
    void check_trainable() const override { stage_.check_trainable(); }
    LayerTraits traits() const override { return stage_.separable_traits(); }
    Choice describe() const override { return to_choice(options_); }
    Operations operations(ConstVectorView<T> parameters) const override {
        return stage_.f().operations(parameters, this->output_);
    }
    LayerBuffers<T> make_buffers(Index max_samples) const override {
        return stage_.make_buffers(max_samples);
    }

    void forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                 const Pass& pass) const override {
        stage_.z(buffers, x.cols()) = x;
        stage_.forward(parameters, buffers, x.cols(), pass);
    }
    void backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                  GradientAt at, VectorView<T> gradients, View<T> dx) const override {
        const View<T> dz = stage_.backward(parameters, buffers, x.cols(), at, gradients);
        if (dx.size() > 0) dx = dz;
    }

  private:
    ActivationLayerOptions options_;
    ActivationStage<T> stage_;
};

}  // namespace mlp
