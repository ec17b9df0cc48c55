#pragma once

#include "mlp/report/decision_map.h"
#include "mlp/report/plots/picture.h"

namespace mlp {

/// What each hidden unit answers over the plane of two features: a small map each, in rows by
/// layer. Zero is white; the units of a layer have the same scale.
Picture neurons_picture(const UnitMaps& maps);

}  // namespace mlp
