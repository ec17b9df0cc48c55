#pragma once

#include "mlp/nn/network.h"

#include <string>

namespace mlp::app {

/// The layers of a network with shapes, activations and numbers of parameters, as a table.
template <class T>
std::string network_table(const Network<T>& network);

}  // namespace mlp::app
