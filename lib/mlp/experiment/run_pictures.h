#pragma once

#include "mlp/experiment/finished_run.h"
#include "mlp/report/plots/picture.h"

#include <span>

namespace mlp {

/// All pictures that there may be of a run, in the order in which they are drawn.
std::span<const PictureOf<FinishedRun>> run_pictures();

}  // namespace mlp
