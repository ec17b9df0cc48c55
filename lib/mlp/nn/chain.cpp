#include "mlp/nn/chain.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp {

LayerError::LayerError(std::string where, std::string what)
    : InputError(fmt::format("layers{}: {}", where, what)),
      where_(std::move(where)),
      problem_(std::move(what)) {}

namespace {

/// Does something with the layer of this index and type, and says where it went wrong.
template <class Work>
void at_layer(std::size_t index, const std::string& type, Work work) {
    const std::string where = fmt::format("/{}", index);
    try {
        work();
    } catch (const LayerError& error) {
        throw LayerError(where + "/layers" + error.where(), error.problem());
    } catch (const InputError& error) {
        const std::string what = error.what();
        throw LayerError(where, what.starts_with(type + ":") ? what : type + ": " + what);
    }
}

/// Sizes may be such that their product would overflow.
void check_size(const Shape& shape) {
    const double numbers = static_cast<double>(shape.channels) * static_cast<double>(shape.height) *
                           static_cast<double>(shape.width);
    if (numbers <= static_cast<double>(most_outputs)) return;
    throw InputError(fmt::format("its output of {:.3g} numbers is impossibly large", numbers));
}

}  // namespace

template <class T>
Index numbers_per_sample(const std::vector<LayerBuffers<T>>& buffers) {
    Index count = 0;
    for (const auto& layer : buffers) {
        count += layer.z.rows() + layer.a.rows() + layer.delta.rows();
        for (const auto& own : layer.own) count += own.rows();
        count += numbers_per_sample(layer.inner);
    }
    return count;
}

template <class T>
Chain<T>::Chain(const Shape& input, const std::vector<Choice>& choices, const std::string& prefix,
                Parameters<T>& parameters) {
    if (choices.empty()) throw InputError("a network needs at least one layer");
    Shape shape = input;
    for (const auto& choice : choices) {
        const std::string type = choice.type.empty() ? layer_names().default_type() : choice.type;
        at_layer(layers_.size(), type, [&] {
            auto layer = mlp::layers<T>().make(choice);
            layer->bind(shape, fmt::format("{}layers.{}.", prefix, layers_.size()), parameters);
            shape = layer->output_shape();
            check_size(shape);
            layers_.push_back(std::move(layer));
        });
    }
}

template <class T>
void Chain<T>::check_trainable() const {
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        at_layer(i, layers_[i]->describe().type, [&] { layers_[i]->check_trainable(); });
    }
}

template <class T>
LayerTraits Chain<T>::traits() const {
    LayerTraits all{.separable = true};
    for (const auto& layer : layers_) all = all.with(layer->traits());
    return all;
}

template <class T>
void Chain<T>::initialize(Parameters<T>& parameters, Random& random) const {
    for (const auto& layer : layers_) layer->initialize(parameters, random);
}

template <class T>
std::vector<Choice> Chain<T>::describe() const {
    std::vector<Choice> choices;
    for (const auto& layer : layers_) choices.push_back(layer->describe());
    return choices;
}

template <class T>
Operations Chain<T>::operations(ConstVectorView<T> parameters) const {
    Operations all;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        at_layer(i, layers_[i]->describe().type,
                 [&] { append(all, layers_[i]->operations(parameters)); });
    }
    return all;
}

template <class T>
std::vector<LayerBuffers<T>> Chain<T>::make_buffers(Index max_samples) const {
    std::vector<LayerBuffers<T>> buffers;
    for (const auto& layer : layers_) buffers.push_back(layer->make_buffers(max_samples));
    return buffers;
}

template <class T>
ConstView<T> Chain<T>::forward(ConstVectorView<T> parameters, ConstView<T> x,
                               std::vector<LayerBuffers<T>>& buffers, const Pass& pass) const {
    const T* input = x.data();
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        layers_[i]->forward(parameters, {input, layers_[i]->inputs(), x.cols()}, buffers[i], pass);
        input = buffers[i].a.data();
    }
    return {input, output_shape().size(), x.cols()};
}

template <class T>
void Chain<T>::backward(ConstVectorView<T> parameters, ConstView<T> x,
                        std::vector<LayerBuffers<T>>& buffers, GradientAt at,
                        VectorView<T> gradients, View<T> dx) const {
    for (std::size_t i = layers_.size(); i-- > 0;) {
        // The gradient at this layer's input is the one at the previous layer's output.
        const View<T> input_gradient = i == 0 ? dx : first_columns(buffers[i - 1].delta, x.cols());
        layers_[i]->backward(parameters, input_of(i, x, buffers), buffers[i], at, gradients,
                             input_gradient);
        at = GradientAt::output;
    }
}

template <class T>
void Chain<T>::backward_samples(ConstVectorView<T> parameters, ConstView<T> x,
                                std::vector<LayerBuffers<T>>& buffers, GradientAt at) const {
    const View<T> nobody{nullptr, 0, 0};  // needs the gradient at the data
    for (std::size_t i = layers_.size(); i-- > 0;) {
        layers_[i]->backward_samples(
            parameters, input_of(i, x, buffers), buffers[i], at,
            i == 0 ? nobody : first_columns(buffers[i - 1].delta, x.cols()));
        at = GradientAt::output;
    }
}

template <class T>
void Chain<T>::write_gradient(ConstView<T> x, std::vector<LayerBuffers<T>>& buffers, Part part,
                              bool add, VectorView<T> gradients) const {
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        layers_[i]->write_gradient(input_of(i, x, buffers), buffers[i], part, add, gradients);
    }
}

template <class T>
void Chain<T>::update_statistics(const std::vector<LayerBuffers<T>>& buffers, Index samples,
                                 Parameters<T>& parameters) const {
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        layers_[i]->update_statistics(buffers[i], samples, parameters);
    }
}

template Index numbers_per_sample(const std::vector<LayerBuffers<float>>&);
template Index numbers_per_sample(const std::vector<LayerBuffers<double>>&);
template class Chain<float>;
template class Chain<double>;

}  // namespace mlp
