#include "mlp/report/html/network_svg.h"

#include "mlp/report/html/html_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

namespace mlp::html {
namespace {

constexpr Index most_units = 12;  ///< of a layer that is drawn completely
constexpr Index last_units = 2;   ///< of a larger one, at its end
constexpr double row_height = 34;
constexpr double column_width = 150;
constexpr double side = 96;  ///< for the names at the left and at the right
constexpr double top = 16;
constexpr double radius = 9;

/// What stands above each other: the inputs, or a layer.
struct Column {
    std::string name;               ///< "layers.0"
    std::vector<std::string> text;  ///< lines below
    Index units = 0;
    bool box = false;  ///< no units that could be told apart
    std::vector<Index> shown{};
    double x = 0;

    bool abbreviated() const { return static_cast<Index>(shown.size()) < units; }
};

std::vector<Column> columns_of(const NetworkDiagram& network) {
    std::vector<Column> columns{{"inputs", {"inputs"}, static_cast<Index>(network.inputs.size())}};
    for (const auto& layer : network.layers) {
        Column column{layer.name, {layer.type}, layer.units, layer.weight.size() == 0};
        if (!layer.activation.empty()) column.text.push_back(layer.activation);
        columns.push_back(std::move(column));
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto& column = columns[i];
        if (!column.box) column.shown = drawn_units(column.units, most_units, last_units);
        column.text.push_back(fmt::format("{}", column.units));
        column.x = side + static_cast<double>(i) * column_width;
    }
    return columns;
}

/// Where units stand: columns are centred upon each other.
class Places {
  public:
    explicit Places(const std::vector<Column>& columns) {
        double rows = 4;
        for (const auto& column : columns) rows = std::max(rows, rows_of(column));
        height_ = rows * row_height;
    }
    double height() const { return height_; }
    double middle() const { return top + height_ / 2; }
    double y(const Column& column, std::size_t place) const {
        // The gap of an abbreviated layer takes a row of its own.
        const bool below = column.abbreviated() &&
                           place + static_cast<std::size_t>(last_units) >= column.shown.size();
        const double row = static_cast<double>(place) + (below ? 1 : 0);
        return middle() + (row - (rows_of(column) - 1) / 2) * row_height;
    }
    double gap(const Column& column) const {
        return y(column, column.shown.size() - static_cast<std::size_t>(last_units)) - row_height;
    }

  private:
    static double rows_of(const Column& column) {
        return static_cast<double>(column.shown.size()) + (column.abbreviated() ? 1 : 0);
    }

    double height_;
};

std::string unit_name(const NetworkDiagram& network, const Column& column, Index unit) {
    if (column.name == "inputs") return network.inputs[static_cast<std::size_t>(unit)];
    return fmt::format("{}[{}]", column.name, unit);
}

std::string weights(const NetworkDiagram& network, const Column& from, const Column& to,
                    const NetworkDiagram::Layer& layer, const Places& places) {
    if (from.box || to.box) {
        return fmt::format("<path class=\"flow\" d=\"M{} {:.1f}H{}\"/>", from.x + 2 * radius,
                           places.middle(), to.x - 2 * radius);
    }
    double largest = 0;
    for (const Index i : to.shown) {
        for (const Index j : from.shown) largest = std::max(largest, std::abs(layer.weight(i, j)));
    }
    std::string svg;
    for (std::size_t a = 0; a < from.shown.size(); ++a) {
        for (std::size_t b = 0; b < to.shown.size(); ++b) {
            const double weight = layer.weight(to.shown[b], from.shown[a]);
            const double share = largest > 0 ? std::abs(weight) / largest : 0;
            svg += fmt::format(
                "<line class=\"{}\" x1=\"{:.0f}\" y1=\"{:.1f}\" x2=\"{:.0f}\" y2=\"{:.1f}\" "
                "stroke-width=\"{:.2f}\" opacity=\"{:.2f}\" data-tip=\"{} to {}: weight {}\"/>\n",
                weight < 0 ? "negative" : "positive", from.x + radius, places.y(from, a),
                to.x - radius, places.y(to, b), 0.4 + 4.6 * share, 0.25 + 0.65 * share,
                escaped(unit_name(network, from, from.shown[a])),
                escaped(unit_name(network, to, to.shown[b])), number_text(weight));
        }
    }
    return svg;
}

/// What is told of a unit when it is pointed at.
std::string unit_tip(const NetworkDiagram& network, std::size_t index, const Column& column,
                     Index unit) {
    std::string text = unit_name(network, column, unit);
    if (index == 0) return text;
    const auto& bias = network.layers[index - 1].bias;
    return bias.size() > unit ? text + ": bias " + number_text(bias(unit)) : text;
}

/// The name beside a unit, for the first and the last column.
std::string side_name(const std::vector<std::string>& names, Index unit, double x, double y,
                      const char* anchor) {
    if (unit >= static_cast<Index>(names.size())) return {};
    return fmt::format("<text x=\"{:.0f}\" y=\"{:.1f}\" dy=\"4\" text-anchor=\"{}\">{}</text>", x,
                       y, anchor, escaped(names[static_cast<std::size_t>(unit)]));
}

std::string drawn(const NetworkDiagram& network, const std::vector<Column>& columns,
                  std::size_t index, const Places& places) {
    const Column& column = columns[index];
    std::string svg;
    if (column.box) {
        svg += fmt::format(
            "<rect class=\"layer\" x=\"{:.0f}\" y=\"{:.1f}\" width=\"{}\" height=\"{:.1f}\" "
            "rx=\"6\"/>",
            column.x - 2 * radius, places.middle() - places.height() / 3, 4 * radius,
            places.height() * 2 / 3);
    }
    for (std::size_t k = 0; k < column.shown.size(); ++k) {
        const double y = places.y(column, k);
        svg +=
            fmt::format("<circle cx=\"{:.0f}\" cy=\"{:.1f}\" r=\"{}\" data-tip=\"{}\"/>", column.x,
                        y, radius, escaped(unit_tip(network, index, column, column.shown[k])));
        if (index == 0) {
            svg += side_name(network.inputs, column.shown[k], column.x - 16, y, "end");
        }
        if (index + 1 == columns.size()) {
            svg += side_name(network.outputs, column.shown[k], column.x + 16, y, "start");
        }
    }
    if (column.abbreviated()) {
        svg += fmt::format(
            "<text x=\"{:.0f}\" y=\"{:.1f}\" dy=\"4\" text-anchor=\"middle\" "
            "class=\"more\">+ {}</text>",
            column.x, places.gap(column), column.units - static_cast<Index>(column.shown.size()));
    }
    for (std::size_t k = 0; k < column.text.size(); ++k) {
        svg += fmt::format(
            "<text x=\"{:.0f}\" y=\"{:.1f}\" text-anchor=\"middle\" "
            "class=\"{}\">{}</text>",
            column.x, top + places.height() + 18 + 16 * static_cast<double>(k),
            k == 0 ? "kind" : "detail", escaped(column.text[k]));
    }
    return svg + "\n";
}

}  // namespace

std::string network_svg(const NetworkDiagram& network) {
    const auto columns = columns_of(network);
    const Places places(columns);
    const double width = 2 * side + static_cast<double>(columns.size() - 1) * column_width;
    const double height = top + places.height() + 62;
    std::string svg = fmt::format(
        "<svg class=\"network\" viewBox=\"0 0 {0:.0f} {1:.0f}\" style=\"max-width:{2:.0f}px;"
        "min-width:{3:.0f}px\" role=\"img\" aria-label=\"The network: {4} layers, each unit joined "
        "with those of the layer before by lines as wide as the weights\">\n",
        width, height, width * 1.25, std::min(width * 0.8, 900.0), network.layers.size());
    for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
        svg += weights(network, columns[i], columns[i + 1], network.layers[i], places);
    }
    for (std::size_t i = 0; i < columns.size(); ++i) svg += drawn(network, columns, i, places);
    return svg + "</svg>\n";
}

}  // namespace mlp::html
