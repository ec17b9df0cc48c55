#pragma once

#include "mlp/report/network_diagram.h"
#include "mlp/report/plots/picture.h"

namespace mlp {

/// The network as it is trained: a circle for each unit, its rim in the colour of its bias, and a
/// line for each weight, as wide as that is large and in the colour of its sign. A layer without
/// weights of pairs is a box. Of many units or layers some are shown, with the number of the
/// others.
Picture network_picture(const NetworkDiagram& network);

}  // namespace mlp
