#pragma once

#include "mlp/report/network_diagram.h"

#include <string>
#include <vector>

namespace mlp {

/// Where the parts of a network stand in its picture, in points from its lower left corner. Of
/// layers with many units and of networks with many layers, the first and the last are shown.
struct NetworkLayout {
    struct Column {
        const NetworkDiagram::Layer* layer = nullptr;  ///< null: the inputs
        Index count = 0;                               ///< of all units
        std::vector<Index> units;                      ///< that are shown, from top to bottom
        double x = 0;
        bool follows = false;  ///< whether the column on its left is the layer before it

        /// A layer without a weight for each pair is drawn as a box.
        bool is_box() const { return layer != nullptr && layer->weight.size() == 0; }
        bool has_gap() const { return static_cast<Index>(units.size()) < count; }
        /// The row of the k-th shown unit, from the top; one row stands for those left out.
        std::size_t row(std::size_t k) const { return k + (has_gap() && k >= first_units ? 1 : 0); }
        std::size_t rows() const { return units.size() + (has_gap() ? 1 : 0); }
    };

    static constexpr std::size_t first_units = 8;  ///< shown where not all are
    static constexpr double row_height = 34;
    static constexpr double radius = 12;
    static constexpr double box_width = 36;
    static constexpr std::size_t name_length = 24;  ///< characters of an input or output

    explicit NetworkLayout(const NetworkDiagram& network);

    /// The middle of row `row` of a column.
    double y(const Column& column, std::size_t row) const;

    std::vector<Column> columns;
    double gap_x = 0;          ///< where columns are left out
    std::size_t left_out = 0;  ///< so many
    double left = 0;           ///< where the units of the first column stand, and of the last
    double right = 0;
    double bottom = 0;  ///< the rows stand between
    double top = 0;
    double width = 0;
    double height = 0;
    double legend_x = 0;  ///< the first sample of the weights
    double legend_y = 62;
    static constexpr double legend_distance = 350;  ///< from there to that of the biases
};

}  // namespace mlp
