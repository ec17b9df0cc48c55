#include "mlp/report/explain/explanation_network.h"

#include "mlp/nn/layer_extension.h"
#include "mlp/nn/layers/noise.h"
#include "mlp/nn/layers/normalization.h"

#include <array>
#include <cmath>
#include <functional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace mlp {
namespace {

/// A batch_norm with the same blocks, whose mean μ and variance σ² are fixed. For each channel:
///   x̂ = (x − μ)/√(σ² + ε),  a = γ x̂ + β
///   ∂L/∂γ = Σ δ x̂,  ∂L/∂β = Σ δ,  ∂L/∂x = γ δ/√(σ² + ε)
template <class T>
class FixedNorm : public Layer<T> {
  public:
    explicit FixedNorm(const BatchNormOptions& options) : options_(options), norm_(options) {}

    void bind(const Shape& input, const std::string& prefix, Parameters<T>& parameters) override {
        const std::size_t first = parameters.blocks().size();
        norm_.bind(input, prefix, parameters);
        this->input_ = this->output_ = input;
        const auto& blocks = parameters.blocks();
        gamma_ = blocks[first];
        mean_ = blocks[first + 2];
        variance_ = blocks[first + 3];
        beta_ = blocks[first + 1];
    }
    LayerBuffers<T> make_buffers(Index max_samples) const override {
        return norm_.make_buffers(max_samples);
    }
    void forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                 const Pass&) const override {
        norm_.forward(parameters, x, buffers, Pass{});
    }
    void backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                  GradientAt, VectorView<T> gradients, View<T> dx) const override {
        const Index plane = this->input_.plane();
        for (Index c = 0; c < this->input_.channels; ++c) {
            const auto of = [&](const Block& block) { return block.in(parameters)(c, 0); };
            const T scale = 1 / std::sqrt(of(variance_) + T(options_.epsilon));
            const auto delta = buffers.delta.block(c * plane, 0, plane, x.cols()).array();
            const auto in = x.block(c * plane, 0, plane, x.cols()).array();
            gamma_.in(gradients)(c, 0) = scale * (delta * (in - of(mean_))).sum();
            beta_.in(gradients)(c, 0) = delta.sum();
            if (dx.size() == 0) continue;
            dx.block(c * plane, 0, plane, x.cols()).array() = of(gamma_) * scale * delta;
        }
    }

  private:
    BatchNormOptions options_;
    BatchNorm<T> norm_;
    Block gamma_, beta_, mean_, variance_;
};

Choice nothing(const Choice&) {
    return {"activation", {{"activation", std::vector<Choice>{"linear"}}}};
}

Choice fixed_norm(const Choice& layer) {
    Choice choice = layer;
    choice.extension = layer_extension<BatchNormOptions, FixedNorm>();
    return choice;
}

constexpr std::string_view off = "is off, as in every prediction";

/// A type of layer that is something else in training, what it is at prediction, and how to say so.
struct Replacement {
    std::string_view type;
    Choice (*replace)(const Choice&);
    std::string_view words;
};
constexpr std::array replacements{
    Replacement{Dropout::name, nothing, off}, Replacement{AlphaDropout::name, nothing, off},
    Replacement{GaussianNoise::name, nothing, off},
    Replacement{BatchNormOptions::name, fixed_norm,
                "uses its running mean and variance, which the gradients take as fixed"}};

/// The layer as it is at prediction; `name` is "layers.0".
Choice at_prediction(Choice layer, const std::string& name, std::vector<std::string>& notes) {
    for (const auto& replacement : replacements) {
        if (layer.extension || layer.type != replacement.type) continue;
        notes.push_back(fmt::format("{} ({}) {}", name, layer.type, replacement.words));
        return replacement.replace(layer);
    }
    if (const auto dropout = layer.options.find("dropout"); dropout != layer.options.end()) {
        const auto* rate = std::get_if<double>(&dropout->second);
        if (rate != nullptr && *rate > 0)
            notes.push_back(fmt::format("the dropout of {} {}", name, off));
        dropout->second = 0.0;
    }
    if (const auto inner = layer.options.find("layers"); inner != layer.options.end()) {
        if (auto* layers = std::get_if<std::vector<Choice>>(&inner->second)) {
            for (std::size_t i = 0; i < layers->size(); ++i) {
                (*layers)[i] = at_prediction(std::move((*layers)[i]),
                                             fmt::format("{}.layers.{}", name, i), notes);
            }
        }
    }
    return layer;
}

}  // namespace

template <class T>
PredictionNetwork prediction_network(const Network<T>& network) {
    std::vector<std::string> notes;
    std::vector<Choice> layers = network.describe();
    for (std::size_t i = 0; i < layers.size(); ++i) {
        layers[i] = at_prediction(std::move(layers[i]), fmt::format("layers.{}", i), notes);
    }
    PredictionNetwork result{Network<double>(network.input_shape(), layers), std::move(notes)};
    result.network.parameters().values() = network.parameters().values().template cast<double>();
    return result;
}

template PredictionNetwork prediction_network(const Network<float>&);
template PredictionNetwork prediction_network(const Network<double>&);

}  // namespace mlp
