#pragma once

#include "mlp/nn/network.h"

#include <string>
#include <vector>

namespace mlp {

/// A network as it is at prediction, so that it can also be differentiated there.
struct PredictionNetwork {
    Network<double> network;
    std::vector<std::string> notes;  ///< what differs from training, in sentences
};

/// The same network in double, where forward() and forward_training() are one: nothing is dropped,
/// no noise is added, and a batch_norm is the fixed linear function that its running statistics
/// make it. Parameters stand where they stood. Activations with noise in training are not replaced:
/// after a forward() their backward() gives the derivative of what was computed.
template <class T>
PredictionNetwork prediction_network(const Network<T>& network);

}  // namespace mlp
