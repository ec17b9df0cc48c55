#pragma once

#include "mlp/core/matrix.h"
#include "mlp/nn/network.h"

namespace mlp {

/// Weights in eight bits: each row of a matrix of weights, those of one unit, is held as whole
/// numbers q from -127 to 127 and one scale, w ≈ scale · q, such that its largest |w| is at 127.
/// Biases stay as they are. (Symmetric quantization of weights for each channel: Krishnamoorthi,
/// "Quantizing deep convolutional networks for efficient inference", 2018, section 3.)

/// Writes q of a row of weights and returns its scale, which is 0 for a row of zeros.
double quantize_row(ConstVectorView<double> weights, signed char* q);

/// Replaces all weights of a network by what eight bits hold of them, for judging what that costs.
template <class T>
void quantize_weights(Network<T>& network);

}  // namespace mlp
