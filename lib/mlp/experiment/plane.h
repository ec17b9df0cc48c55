#pragma once

#include "mlp/io/model.h"
#include "mlp/report/decision_map.h"

#include <vector>

namespace mlp {

/// The plane of the two raw features of a model, ready to be asked what networks say of it.
template <class T>
class Plane {
  public:
    /// raw: 2 × samples, not scaled: the plane holds all of them, and some more at its edges.
    /// Throws InputError if the model does not take two columns of numbers.
    Plane(const Model<T>& model, const Matrix<double>& raw, Index size);

    const PlaneGrid& grid() const { return grid_; }
    /// One for each output of the model, in the units of the targets.
    std::vector<PlaneValues> outputs(const Model<T>& model) const;
    /// Of each unit of all layers but the last, at most so many, evenly taken from each layer.
    std::vector<UnitMap> units(const Model<T>& model, Index max_units, Index& left_out) const;

  private:
    /// One row of numbers, a number a cell, as a map.
    PlaneValues map(ConstView<T> rows, Index row) const;

    PlaneGrid grid_;
    Matrix<T> inputs_;  ///< inputs of the network × cells, row by row of the grid
};

}  // namespace mlp
