#pragma once

#include "mlp/data/dataset.h"
#include "mlp/nn/objective.h"
#include "mlp/report/tensorboard/event.h"

#include <cstdint>

namespace mlp {

/// Adds histograms of a network as it is to an event: of its parameters
/// ("weights/layers.0.weight"), and, for these samples, of each layer's outputs
/// ("activations/layers.0") and of the gradient of their loss, without penalties
/// ("gradients/layers.0.weight"), with the noise of `seed`. Nothing that a training depends on is
/// touched.
template <class T>
void add_network_histograms(Event& event, const Network<T>& network, const Objective<T>& objective,
                            const Subset<T>& samples, std::uint64_t seed);

}  // namespace mlp
