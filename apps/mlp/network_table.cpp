#include "network_table.h"

#include <fmt/format.h>

namespace mlp::app {

template <class T>
std::string network_table(const Network<T>& network) {
    constexpr auto row = "{:<12}{:<16}{:<22}{:<16}{:>10}\n";
    std::string text = fmt::format(row, "layer", "type", "shape", "activation", "parameters");
    for (std::size_t i = 0; i < network.layers().size(); ++i) {
        const auto& layer = *network.layers()[i];
        const auto* activation = layer.activation();
        text += fmt::format(
            row, fmt::format("layers.{}", i), layer.describe().type,
            fmt::format("{} -> {}", layer.input_shape().text(), layer.output_shape().text()),
            activation != nullptr ? activation->name() : "", network.learnt_by(i));
    }
    return text + fmt::format("{:<66}{:>10}\n", "total", network.parameters().learnt());
}

template std::string network_table(const Network<float>&);
template std::string network_table(const Network<double>&);

}  // namespace mlp::app
