#pragma once

#include "mlp/report/histogram.h"
#include "mlp/report/plots/picture.h"

#include <vector>

namespace mlp {

/// How the outputs of each layer are spread, one panel a layer; of many layers, some. Throws
/// InputError where there are none.
Picture activations_picture(const std::vector<Histogram>& layers);

}  // namespace mlp
