#pragma once

#include "mlp/core/matrix.h"

#include <array>
#include <vector>

namespace mlp {

/// A piece of a line over the cells of a matrix: {column, row} of both ends, where 0 is the middle
/// of the first cell.
using ContourPiece = std::array<std::array<double, 2>, 2>;

/// Where a surface crosses a level. The surface is linear over the triangles into which the squares
/// between four cells are divided, so that there is no doubt which points a line joins. There are
/// no lines beside a value that is not finite.
std::vector<ContourPiece> contour(const Matrix<double>& surface, double level);

}  // namespace mlp
