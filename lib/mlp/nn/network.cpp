#include "mlp/nn/network.h"

#include <fmt/format.h>

namespace mlp {
template <class T>
Network<T>::Network(const Shape& input, const std::vector<Choice>& layer_choices)
    : chain_(input, layer_choices, "", parameters_) {
    parameters_.allocate();
}

template <class T>
Workspace<T> Network<T>::make_workspace(Index max_samples) const {
    Workspace<T> workspace;
    workspace.capacity = max_samples;
    workspace.x.setZero(inputs(), max_samples);
    workspace.target.setZero(outputs(), max_samples);
    workspace.weight.setOnes(max_samples);
    workspace.share.setZero(max_samples);
    workspace.losses.setZero(max_samples);
    workspace.layers = chain_.make_buffers(max_samples);
    return workspace;
}

template <class T>
std::optional<std::string> Network<T>::first_broken_layer(const Workspace<T>& workspace,
                                                          Index samples) const {
    for (std::size_t i = 0; i < layers().size(); ++i) {
        bool finite = first_columns(workspace.layers[i].a, samples).allFinite();
        for (const auto& block : blocks_of(i)) finite &= parameters_.value(block).allFinite();
        if (!finite) return layer_name(i);
    }
    return std::nullopt;
}

template <class T>
std::string Network<T>::layer_name(std::size_t i) const {
    const auto& layer = *layers()[i];
    const auto* activation = layer.activation();
    return fmt::format("layers.{} ({}, {} -> {}{}{})", i, layer.describe().type,
                       layer.input_shape().text(), layer.output_shape().text(),
                       activation != nullptr ? ", " : "",
                       activation != nullptr ? activation->name() : "");
}

template <class T>
std::vector<Block> Network<T>::blocks_of(std::size_t layer) const {
    const std::string prefix = fmt::format("layers.{}.", layer);
    std::vector<Block> blocks;
    for (const auto& block : parameters_.blocks()) {
        if (block.name.starts_with(prefix)) blocks.push_back(block);
    }
    return blocks;
}

template <class T>
Index Network<T>::learnt_by(std::size_t layer) const {
    Index count = 0;
    for (const auto& block : blocks_of(layer)) {
        if (block.role != Role::statistic) count += block.size();
    }
    return count;
}

template class Network<float>;
template class Network<double>;

}  // namespace mlp
