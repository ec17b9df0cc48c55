#pragma once

#include "mlp/nn/operation.h"

namespace mlp::test {

/// What operations (nn/operation.h) make of one sample, by their definitions, in double.
Vector<double> computed(const Operations& operations, Vector<double> x);

}  // namespace mlp::test
