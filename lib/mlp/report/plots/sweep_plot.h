#pragma once

#include "mlp/report/plots/picture.h"
#include "mlp/report/sweep_figures.h"

namespace mlp {

/// The loss of the runs of a sweep over the epochs, the best one in front of all others.
Picture sweep_curves_picture(const SweepFigures& figures);

/// What the sweep is judged by over each of its parameters that has several values, a panel each:
/// numbers along an axis, others side by side, the best first. Throws InputError if there is no
/// such parameter.
Picture sweep_metric_picture(const SweepFigures& figures);

}  // namespace mlp
