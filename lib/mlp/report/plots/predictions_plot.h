#pragma once

#include "mlp/report/outcome.h"
#include "mlp/report/plots/picture.h"

namespace mlp {

/// What the network says over what is so, a panel for each of the first 12 targets, with their r2.
/// For numbers only. Throws InputError if none of the outputs is finite.
Picture predictions_picture(const Outcome& outcome);

}  // namespace mlp
