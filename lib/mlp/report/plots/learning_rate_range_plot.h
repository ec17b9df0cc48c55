#pragma once

#include "mlp/report/plots/picture.h"
#include "mlp/report/rate_range.h"

namespace mlp {

/// The loss while the learning rate grows, as it is and smoothed, with the suggested rate and that
/// of the config. Throws InputError where there is nothing to draw.
Picture learning_rate_range_picture(const RateRange& range);

}  // namespace mlp
