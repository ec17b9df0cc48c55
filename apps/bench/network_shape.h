#pragma once

#include "mlp/core/options.h"

#include <string>
#include <vector>

namespace mlp::bench {

struct DenseShape {
    Index units;
    std::string activation;
};

/// A network of dense layers.
struct NetworkShape {
    Index inputs;
    std::vector<DenseShape> layers;

    Index outputs() const { return layers.back().units; }
    Index parameters() const;
    std::vector<Choice> choices() const;

    // Floating point operations for one sample. Only the products count, two operations for each
    // multiplication: what a machine's sgemm could do at best.
    double forward_flops() const;
    /// W·X, δ·Xᵀ and, but for the first layer, Wᵀ·δ.
    double training_flops() const;
};

/// `depth` hidden layers of `width` units each between inputs and classes.
NetworkShape relu_classifier(Index inputs, Index width, Index depth, Index classes);

}  // namespace mlp::bench
