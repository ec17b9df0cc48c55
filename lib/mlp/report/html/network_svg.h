#pragma once

#include "mlp/report/network_diagram.h"

#include <string>

namespace mlp::html {

/// Units as circles, weights as lines: the wider, the larger; blue is positive, vermillion is
/// negative. Of large layers only some units; layers that are not dense are boxes.
std::string network_svg(const NetworkDiagram& network);

}  // namespace mlp::html
