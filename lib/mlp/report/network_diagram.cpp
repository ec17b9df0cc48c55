#include "mlp/report/network_diagram.h"

#include "mlp/nn/layer_activation.h"

#include <fmt/format.h>

namespace mlp {
namespace {

/// The block of this name among those of a layer; null if there is none.
const Block* find(const std::vector<Block>& blocks, const std::string& name) {
    for (const auto& block : blocks) {
        if (block.name == name) return &block;
    }
    return nullptr;
}

}  // namespace

std::vector<Index> drawn_units(Index units, Index most, Index last) {
    std::vector<Index> drawn;
    for (Index i = 0; i < units; ++i) {
        if (units <= most || i < most - last - 1 || i >= units - last) drawn.push_back(i);
    }
    return drawn;
}

template <class T>
NetworkDiagram network_diagram(const Network<T>& network, std::vector<std::string> inputs,
                               std::vector<std::string> outputs) {
    NetworkDiagram diagram{std::move(inputs), std::move(outputs), {}};
    for (std::size_t i = 0; i < network.layers().size(); ++i) {
        const auto& layer = *network.layers()[i];
        const Choice choice = layer.describe();
        NetworkDiagram::Layer drawn{.name = fmt::format("layers.{}", i),
                                    .type = choice.type,
                                    .activation = activation_of(choice).value_or(Choice()).type,
                                    .units = layer.outputs(),
                                    .weight = {},
                                    .bias = {},
                                    .parameters = network.learnt_by(i)};
        const auto blocks = network.blocks_of(i);
        const Block* weight = find(blocks, drawn.name + ".weight");
        // A weight for each pair of an input and a unit: not so for convolutions and maxout.
        if (weight != nullptr && weight->rows == layer.outputs() &&
            weight->cols == layer.inputs()) {
            drawn.weight = network.parameters().value(*weight).template cast<double>();
            if (const Block* bias = find(blocks, drawn.name + ".bias")) {
                drawn.bias = network.parameters().value(*bias).col(0).template cast<double>();
            }
        }
        diagram.layers.push_back(std::move(drawn));
    }
    return diagram;
}

template NetworkDiagram network_diagram(const Network<float>&, std::vector<std::string>,
                                        std::vector<std::string>);
template NetworkDiagram network_diagram(const Network<double>&, std::vector<std::string>,
                                        std::vector<std::string>);

}  // namespace mlp
