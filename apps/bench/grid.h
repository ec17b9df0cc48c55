#pragma once

#include "training.h"

#include <string>
#include <vector>

namespace mlp::bench {

/// A network of 64 inputs, relu layers and 10 classes that is trained with adam, and what about it
/// differs from the middle of the grid.
struct GridPoint {
    std::string varied;  ///< "width"
    Index value;
    TrainingTask task;
};

/// From the same middle along each dimension: how cost grows with width, depth, batch and rows.
std::vector<GridPoint> grid();

}  // namespace mlp::bench
