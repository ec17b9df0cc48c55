#include "network_table.h"

#include <fmt/format.h>

namespace mlp::app {

template <class T>
std::string network_table(const Network<T>& network) {
    std::string text = fmt::format("{:<12}{:<10}{:<16}{:<16}{:>10}\n", "layer", "type", "shape",
                                   "activation", "parameters");
    for (std::size_t i = 0; i < network.layers().size(); ++i) {
        const auto& layer = *network.layers()[i];
        const std::string name = fmt::format("layers.{}", i);
        Index parameters = 0;
        for (const auto& block : network.parameters().blocks()) {
            if (block.name.starts_with(name + ".")) parameters += block.size();
        }
        text += fmt::format("{:<12}{:<10}{:<16}{:<16}{:>10}\n", name, layer.describe().type,
                            fmt::format("{} -> {}", layer.inputs(), layer.outputs()),
                            layer.activation().name(), parameters);
    }
    text += fmt::format("{:<54}{:>10}\n", "total", network.parameters().size());
    return text;
}

template std::string network_table(const Network<float>&);
template std::string network_table(const Network<double>&);

}  // namespace mlp::app
