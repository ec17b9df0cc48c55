#pragma once

#include "mlp/core/matrix.h"
#include "mlp/report/layer_curves.h"
#include "mlp/report/plots/picture.h"

#include <vector>

namespace mlp {

/// Of each layer, epoch by epoch: the norm of its gradient and, below, how large an update is
/// compared to the weights. Of many layers, some. Throws InputError where there are none.
Picture gradients_picture(const std::vector<LayerCurves>& layers, Index best_epoch);

}  // namespace mlp
