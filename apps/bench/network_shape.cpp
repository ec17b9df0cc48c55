#include "network_shape.h"

#include "mlp/nn/layers/dense.h"

namespace mlp::bench {

Index NetworkShape::parameters() const {
    Index count = 0;
    Index from = inputs;
    for (const auto& layer : layers) {
        count += layer.units * (from + 1);
        from = layer.units;
    }
    return count;
}

std::vector<Choice> NetworkShape::choices() const {
    std::vector<Choice> list;
    for (const auto& layer : layers) list.push_back(dense(layer.units, layer.activation));
    return list;
}

double NetworkShape::forward_flops() const {
    double weights = 0;
    Index from = inputs;
    for (const auto& layer : layers) {
        weights += static_cast<double>(layer.units * from);
        from = layer.units;
    }
    return 2 * weights;
}

double NetworkShape::training_flops() const {
    return 3 * forward_flops() - 2 * static_cast<double>(layers.front().units * inputs);
}

NetworkShape relu_classifier(Index inputs, Index width, Index depth, Index classes) {
    NetworkShape shape{inputs, {}};
    for (Index i = 0; i < depth; ++i) shape.layers.push_back({width, "relu"});
    shape.layers.push_back({classes, "softmax"});
    return shape;
}

}  // namespace mlp::bench
