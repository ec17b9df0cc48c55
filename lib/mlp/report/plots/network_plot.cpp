#include "mlp/report/plots/network_plot.h"

#include "mlp/core/text.h"
#include "mlp/report/gnuplot.h"
#include "mlp/report/plots/network_layout.h"
#include "mlp/report/plots/network_lines.h"
#include "mlp/report/plots/style.h"
#include "mlp/report/short_name.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp {
namespace {

using Column = NetworkLayout::Column;

std::string label(std::string_view text, double x, double y, std::string_view alignment, int size,
                  std::string_view more = "") {
    return fmt::format("set label {} at {:.1f}, {:.1f} {} font ',{}' front {}\n",
                       gnuplot_string(text), x, y, alignment, size, more);
}

/// What stands above and below a column.
std::string captions(const NetworkLayout& layout, const Column& column) {
    std::string name = "inputs";
    std::string kind;
    std::string size = counted(static_cast<std::size_t>(column.count), "input");
    std::string parameters;
    if (column.layer != nullptr) {
        const auto& layer = *column.layer;
        name = layer.name;
        kind = layer.activation.empty() ? layer.type : layer.activation;
        size = counted(static_cast<std::size_t>(column.count), column.is_box() ? "output" : "unit");
        const auto count = static_cast<std::size_t>(layer.parameters);
        if (count > 0) parameters = counted(count, "parameter");
    }
    return label(short_name(name, 18), column.x, layout.top + 36, "center", 14) +
           label(short_name(kind, 18), column.x, layout.top + 18, "center", 13) +
           label(size, column.x, layout.bottom - 18, "center", 12) +
           label(parameters, column.x, layout.bottom - 34, "center", 12);
}

/// The names beside the units at one end of the network.
std::string names(const NetworkLayout& layout, const Column& column,
                  const std::vector<std::string>& texts, double shift) {
    std::string script;
    for (std::size_t k = 0; k < column.units.size(); ++k) {
        const auto unit = static_cast<std::size_t>(column.units[k]);
        if (unit >= texts.size()) continue;
        script += label(short_name(texts[unit], NetworkLayout::name_length), column.x + shift,
                        layout.y(column, column.row(k)), shift < 0 ? "right" : "left", 13);
    }
    return script;
}

std::string box(const NetworkLayout& layout, const Column& column) {
    const double half = NetworkLayout::box_width / 2;
    const double low = layout.y(column, column.rows() - 1) - NetworkLayout::row_height / 2;
    const double high = layout.y(column, 0) + NetworkLayout::row_height / 2;
    const double room = std::max(high - low, 100.0) / 2;
    const double middle = (low + high) / 2;
    return fmt::format(
               "set object rectangle from {:.1f}, {:.1f} to {:.1f}, {:.1f} front fillstyle solid "
               "border linecolor rgb '{}' fillcolor rgb '#F3F0E4'\n",
               column.x - half, middle - room, column.x + half, middle + room, style::grey) +
           label(short_name(column.layer->type, 18), column.x, middle, "center", 13,
                 "rotate by 90");
}

/// Dots and a number in place of the units that are left out.
std::string gap(const NetworkLayout& layout, const Column& column) {
    if (!column.has_gap() || column.is_box()) return "";
    const Index count = column.count - static_cast<Index>(column.units.size());
    return label(fmt::format("\u22EE {} more", count), column.x,
                 layout.y(column, NetworkLayout::first_units), "center", 12, "boxed");
}

/// How lines and rims are to be read.
std::string legend(const NetworkLayout& layout, const NetworkScale& scale) {
    const auto samples = [&](std::string_view what, double x, double largest) {
        const double below = layout.legend_y - 26;
        if (largest == 0) return std::string();
        return label(what, x - 30, layout.legend_y, "right", 13) +
               label(fmt::format("{:.2g}", -largest), x, below, "center", 12) +
               label("0", x + 90, below, "center", 12) +
               label(fmt::format("{:.2g}", largest), x + 180, below, "center", 12);
    };
    return samples("weight", layout.legend_x, scale.weight) +
           samples("rim: bias", layout.legend_x + NetworkLayout::legend_distance, scale.bias) +
           label(scale.wrong ? "purple: not a finite number" : "", layout.width / 2,
                 layout.legend_y - 48, "center", 12);
}

}  // namespace

Picture network_picture(const NetworkDiagram& network) {
    const NetworkLayout layout(network);
    const NetworkScale scale(network);
    std::string script = fmt::format(
        "set encoding utf8\nset style textbox opaque noborder margins 1, 0.5\nunset key\nunset "
        "border\nunset tics\n"
        "set lmargin at screen 0\nset rmargin at screen 1\n"
        "set bmargin at screen 0\nset tmargin at screen 1\n"
        "set xrange [0:{}]\nset yrange [0:{}]\n",
        layout.width, layout.height);
    std::size_t parameters = 0;
    for (const auto& layer : network.layers) {
        parameters += static_cast<std::size_t>(layer.parameters);
    }
    script += label("Network with " + counted(parameters, "parameter"), layout.width / 2,
                    layout.height - 28, "center", 18);
    for (const auto& column : layout.columns) {
        script += captions(layout, column) + gap(layout, column);
        if (column.is_box()) script += box(layout, column);
    }
    if (layout.left_out > 0) {
        script += label(fmt::format("\u2026 {} more layers \u2026", layout.left_out), layout.gap_x,
                        (layout.bottom + layout.top) / 2, "center", 13);
    }
    script += names(layout, layout.columns.front(), network.inputs, -NetworkLayout::radius - 8);
    script += names(
        layout, layout.columns.back(), network.outputs,
        (layout.columns.back().is_box() ? NetworkLayout::box_width / 2 : NetworkLayout::radius) +
            8);
    script += legend(layout, scale) + network_lines(layout, scale);
    return {"network", script, static_cast<int>(layout.width), static_cast<int>(layout.height)};
}

}  // namespace mlp
