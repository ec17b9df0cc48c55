#pragma once

#include "mlp/core/matrix.h"
#include "mlp/report/curves.h"
#include "mlp/report/plots/picture.h"

namespace mlp {

// Of one run, epoch by epoch. All mark the best epoch, unless that is 0, and throw InputError where
// there is nothing to draw.

/// Loss of training and validation samples, in one frame.
Picture curves_picture(const Curves& curves, Index best_epoch);

/// A panel for each metric besides the loss, with training and validation.
Picture metrics_picture(const Curves& curves, Index best_epoch);

Picture learning_rate_picture(const Curves& curves, Index best_epoch);

}  // namespace mlp
