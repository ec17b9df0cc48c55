#include "mlp/report/plots/network_layout.h"

#include "mlp/report/short_name.h"

#include <algorithm>

namespace mlp {
namespace {

constexpr Index most_rows = 16;
constexpr std::size_t most_columns = 10;
constexpr std::size_t columns_before_gap = 6;  // where not all are shown
constexpr double letter = 7.5;                 // the usual width of one
constexpr double least_width = 680;            // the legend needs

double longest(const std::vector<std::string>& names) {
    std::size_t length = 0;
    for (const auto& name : names) length = std::max(length, display_width(name));
    return letter * static_cast<double>(std::min(length, NetworkLayout::name_length));
}

}  // namespace

NetworkLayout::NetworkLayout(const NetworkDiagram& network) {
    const std::size_t count = network.layers.size() + 1;
    left_out = count > most_columns ? count - most_columns + 1 : 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (left_out > 0 && i >= columns_before_gap && i < columns_before_gap + left_out) continue;
        Column column;
        column.layer = i == 0 ? nullptr : &network.layers[i - 1];
        column.count = i == 0 ? static_cast<Index>(network.inputs.size()) : column.layer->units;
        const auto last = most_rows - static_cast<Index>(NetworkLayout::first_units) - 1;
        column.units = drawn_units(column.count, most_rows, last);
        column.follows = i > 0 && (left_out == 0 || i != columns_before_gap + left_out);
        columns.push_back(std::move(column));
    }
    const auto places = static_cast<double>(columns.size() + (left_out > 0 ? 1 : 0));
    const double distance = std::clamp(640 / std::max(places - 1, 1.0), 140.0, 260.0);
    const double left_margin = 60 + longest(network.inputs);
    const double right_margin = 60 + longest(network.outputs);
    const double needed = left_margin + (places - 1) * distance + right_margin;
    width = std::max(needed, least_width);
    left = left_margin + (width - needed) / 2;
    right = left + (places - 1) * distance;
    double x = left;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (left_out > 0 && i == columns_before_gap) {
            gap_x = x;
            x += distance;
        }
        columns[i].x = x;
        x += distance;
    }
    std::size_t rows = 3;
    for (const auto& column : columns) rows = std::max(rows, column.rows());
    bottom = 150;
    top = bottom + static_cast<double>(rows) * row_height;
    height = top + 110;
    legend_x = width / 2 - 237;
}

double NetworkLayout::y(const Column& column, std::size_t row) const {
    const double middle = (bottom + top) / 2;
    const auto rows = static_cast<double>(column.rows());
    return middle + (rows / 2 - static_cast<double>(row) - 0.5) * row_height;
}

}  // namespace mlp
