#include "mlp/report/decision_map.h"

#include "mlp/train/judging.h"

#include <utility>

namespace mlp {

Matrix<int> DecisionMap::classes_of(const Frame& frame) const {
    Matrix<int> result(grid.size, grid.size);
    Matrix<double> cell(static_cast<Index>(frame.outputs.size()), 1);
    for (Index column = 0; column < grid.size; ++column) {
        for (Index row = 0; row < grid.size; ++row) {
            for (Index k = 0; k < cell.rows(); ++k) {
                cell(k, 0) = frame.outputs[static_cast<std::size_t>(k)](row, column);
            }
            const ConstView<double> outputs = view(std::as_const(cell));
            result(row, column) = static_cast<int>(class_of(outputs, decision));
        }
    }
    return result;
}

}  // namespace mlp
