#pragma once

#include "mlp/core/matrix.h"

#include <array>
#include <string>
#include <vector>

namespace mlp {

/// The plane that two features span, by the middles of size × size equal cells, in raw units.
struct PlaneGrid {
    std::array<std::string, 2> features;  ///< names: to the right, upwards
    std::array<double, 2> min{};          ///< ends of the plane: left, bottom
    std::array<double, 2> max{};          ///< right, top
    Index size = 0;

    double x(Index column) const { return place(0, static_cast<double>(column)); }
    double y(Index row) const { return place(1, static_cast<double>(row)); }
    /// On the way from cell to cell as well; axis: 0 to the right, 1 upwards.
    double place(std::size_t axis, double cell) const {
        return min[axis] + (max[axis] - min[axis]) * (cell + 0.5) / static_cast<double>(size);
    }
};

/// Numbers over the cells of a plane: (row, column), row 0 at the bottom, column 0 at the left.
using PlaneValues = Matrix<double>;

/// How a network with two features divides their plane, at some epochs of its training.
struct DecisionMap {
    struct Frame {
        Index epoch = 0;  ///< 0: before training
        /// One for each output of the network: for classes how much a cell is of that class (a
        /// single output: of the second of two), for numbers the value in the units of the target.
        std::vector<PlaneValues> outputs;
    };
    struct Point {
        double x = 0;
        double y = 0;
        double value = 0;      ///< the index of its class, or the number that is its target
        bool training = true;  ///< otherwise it was held out
    };

    PlaneGrid grid;
    std::vector<std::string> classes;  ///< empty for numbers
    std::vector<std::string> targets;  ///< names of the target columns
    double decision = 0.5;             ///< a single output says the second class above it
    bool probabilities = false;        ///< whether outputs are those of the classes
    /// By epoch; the last one is the network as it was saved, be it that of an earlier epoch.
    std::vector<Frame> frames;
    std::vector<Point> points;  ///< samples, at most a few thousand

    /// The class that a frame says of each cell; for classes only.
    Matrix<int> classes_of(const Frame& frame) const;
};

/// What one unit of a layer answers over the plane.
struct UnitMap {
    std::string layer;  ///< "layers.0"
    Index unit = 0;
    PlaneValues values;
};
struct UnitMaps {
    PlaneGrid grid;
    std::vector<UnitMap> units;  ///< of the hidden layers, in order
    Index left_out = 0;          ///< units that are not among them, as there were too many
};

}  // namespace mlp
