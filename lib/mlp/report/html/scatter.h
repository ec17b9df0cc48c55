#pragma once

#include "mlp/report/outcome.h"

#include <string>

namespace mlp::html {

/// A picture (SVG) for each target: where a point stands on the diagonal, the network is right.
std::string predicted_against_actual(const Outcome& outcome);

}  // namespace mlp::html
