#include "mlp/nn/network.h"

#include <fmt/format.h>

namespace mlp {

template <class T>
Network<T>::Network(Index inputs, const std::vector<Choice>& layer_choices) {
    if (layer_choices.empty()) throw InputError("a network needs at least one layer");
    for (const auto& choice : layer_choices) {
        auto layer = mlp::layers<T>().make(choice);
        layer->bind(inputs, fmt::format("layers.{}.", layers_.size()), parameters_);
        inputs = layer->outputs();
        layers_.push_back(std::move(layer));
    }
    parameters_.allocate();
}

template <class T>
void Network<T>::initialize(Random& random) {
    for (const auto& layer : layers_) layer->initialize(parameters_, random);
}

template <class T>
std::vector<Choice> Network<T>::describe() const {
    std::vector<Choice> choices;
    for (const auto& layer : layers_) choices.push_back(layer->describe());
    return choices;
}

template <class T>
Workspace<T> Network<T>::make_workspace(Index max_samples) const {
    Workspace<T> workspace;
    workspace.capacity = max_samples;
    workspace.x.setZero(inputs(), max_samples);
    workspace.target.setZero(outputs(), max_samples);
    for (const auto& layer : layers_) workspace.layers.push_back(layer->make_buffers(max_samples));
    return workspace;
}

template <class T>
ConstView<T> Network<T>::forward(ConstView<T> x, Workspace<T>& workspace) const {
    const Index samples = x.cols();
    const T* input = x.data();
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        auto& buffers = workspace.layers[i];
        layers_[i]->forward(parameters_.values(), {input, layers_[i]->inputs(), samples}, buffers);
        input = buffers.a.data();
    }
    return {input, outputs(), samples};
}

template <class T>
void Network<T>::backward(ConstView<T> x, Workspace<T>& workspace, GradientAt at,
                          VectorView<T> gradients) const {
    const Index samples = x.cols();
    for (std::size_t i = layers_.size(); i-- > 0;) {
        const bool first = i == 0;
        const ConstView<T> input =
            first ? x : constant(first_columns(workspace.layers[i - 1].a, samples));
        // The gradient at this layer's input is the one at the previous layer's output. Nobody
        // needs the one at the data.
        View<T> dx =
            first ? View<T>(nullptr, 0, 0) : first_columns(workspace.layers[i - 1].delta, samples);
        layers_[i]->backward(parameters_.values(), input, workspace.layers[i], at, gradients, dx);
        at = GradientAt::output;
    }
}

template <class T>
std::optional<std::string> Network<T>::first_broken_layer(const Workspace<T>& workspace,
                                                          Index samples) const {
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        const std::string prefix = fmt::format("layers.{}.", i);
        bool finite = first_columns(workspace.layers[i].a, samples).allFinite();
        for (const auto& block : parameters_.blocks()) {
            if (block.name.starts_with(prefix)) finite &= parameters_.value(block).allFinite();
        }
        if (!finite) return layer_name(i);
    }
    return std::nullopt;
}

template <class T>
std::string Network<T>::layer_name(std::size_t i) const {
    const auto& layer = *layers_[i];
    return fmt::format("layers.{} ({}, {} -> {}, {})", i, layer.describe().type, layer.inputs(),
                       layer.outputs(), layer.activation().name());
}

template class Network<float>;
template class Network<double>;

}  // namespace mlp
