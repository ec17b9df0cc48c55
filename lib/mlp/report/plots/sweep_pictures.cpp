#include "mlp/report/plots/sweep_pictures.h"

#include "mlp/report/plots/sweep_plot.h"

#include <array>

namespace mlp {
namespace {

/// The pictures: one entry each.
constexpr std::array<PictureOf<SweepFigures>, 2> table{{
    {"sweep_curves", "loss of all runs by epoch", false, sweep_curves_picture},
    {"sweep_metric", "what the sweep is judged by, over each parameter", false,
     sweep_metric_picture},
}};

}  // namespace

std::span<const PictureOf<SweepFigures>> sweep_pictures() { return table; }

}  // namespace mlp
