#include "mlp/report/contour.h"

#include <cmath>
#include <cstddef>

namespace mlp {
namespace {

struct Corner {
    double column;
    double row;
    double height;  ///< above the level
};
using Triangle = std::array<Corner, 3>;

/// Adds the piece that crosses a triangle, if one does.
void cross(const Triangle& triangle, std::vector<ContourPiece>& pieces) {
    ContourPiece piece;
    std::size_t ends = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const Corner& a = triangle[i];
        const Corner& b = triangle[(i + 1) % 3];
        if (!std::isfinite(a.height)) return;
        // A corner at the level is below it: a line through a corner crosses two sides, and not one
        // or three.
        if ((a.height > 0) == (b.height > 0)) continue;
        const double way = a.height / (a.height - b.height);
        piece[ends++] = {a.column + way * (b.column - a.column), a.row + way * (b.row - a.row)};
    }
    if (ends == 2) pieces.push_back(piece);
}

}  // namespace

std::vector<ContourPiece> contour(const Matrix<double>& surface, double level) {
    std::vector<ContourPiece> pieces;
    const auto corner = [&](Index row, Index column) {
        return Corner{static_cast<double>(column), static_cast<double>(row),
                      surface(row, column) - level};
    };
    for (Index row = 0; row + 1 < surface.rows(); ++row) {
        for (Index column = 0; column + 1 < surface.cols(); ++column) {
            const Corner low = corner(row, column);
            const Corner high = corner(row + 1, column + 1);
            cross({low, corner(row, column + 1), high}, pieces);
            cross({low, corner(row + 1, column), high}, pieces);
        }
    }
    return pieces;
}

}  // namespace mlp
