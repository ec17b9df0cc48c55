#pragma once

#include "mlp/report/plots/picture.h"
#include "mlp/report/sweep_figures.h"

#include <span>

namespace mlp {

/// All pictures that there may be of a sweep, in the order in which they are drawn.
std::span<const PictureOf<SweepFigures>> sweep_pictures();

}  // namespace mlp
