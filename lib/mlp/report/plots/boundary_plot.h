#pragma once

#include "mlp/report/decision_map.h"
#include "mlp/report/plots/picture.h"

#include <optional>

namespace mlp {

/// What the network says all over the plane of two features, and the samples on it, held-out ones
/// hollow. Of classes: their regions in pale colours, where the outputs are probabilities the paler
/// the less sure, and the line where the decision changes. Of numbers: the first target as colours
/// with contour lines. `frame` counts from 0; without it, the last one.
Picture boundary_picture(const DecisionMap& map, std::optional<std::size_t> frame = {});

}  // namespace mlp
