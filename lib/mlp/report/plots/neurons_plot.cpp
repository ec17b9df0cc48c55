#include "mlp/report/plots/neurons_plot.h"

#include "mlp/report/gnuplot.h"
#include "mlp/report/plots/plane.h"
#include "mlp/report/plots/style.h"
#include "mlp/report/short_name.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr Index columns = 8;
// A map is one unit wide and high; between them there is room for the names.
constexpr double across = 1.12;
constexpr double down = 1.3;
constexpr double heading = 0.45;  ///< above the maps of a layer

/// The largest of the finite values of a layer, whatever their sign; 0 if there is none.
double scale_of(const UnitMaps& maps, const std::string& layer) {
    double largest = 0;
    for (const auto& unit : maps.units) {
        if (unit.layer != layer) continue;
        for (const double value : unit.values.reshaped()) {
            if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
        }
    }
    return largest;
}

std::string label(const std::string& text, double x, double y, std::string_view where, int size) {
    return fmt::format("set label {} at first {:.4f}, first {:.4f} {} font ',{}'\n",
                       gnuplot_string(text), x, y, where, size);
}

/// The place of a map.
std::string box(double left, double top, std::string_view style) {
    return fmt::format(
        "set object rectangle from first {:.4f}, first {:.4f} to first {:.4f}, first {:.4f} {}\n",
        left, top - 1, left + 1, top, style);
}

}  // namespace

Picture neurons_picture(const UnitMaps& maps) {
    std::string labels, data, plot;
    std::string layer;
    double scale = 1;
    double top = 0;  // of the row of maps; downwards it is negative
    Index place = 0;
    const auto size = static_cast<double>(maps.grid.size);
    const auto in_layer = [&](const std::string& name) {
        return std::ranges::count(maps.units, name, &UnitMap::layer);
    };
    for (std::size_t i = 0; i < maps.units.size(); ++i) {
        const auto& unit = maps.units[i];
        if (unit.layer != layer) {
            if (i > 0) top -= down;
            layer = unit.layer;
            scale = scale_of(maps, layer);
            place = 0;
            top -= heading;
            labels += label(fmt::format("{}: orange {:.3g}, white 0, blue {:.3g}",
                                        short_name(layer, 40), -scale, scale),
                            0, top + 0.3, "left", 13);
        } else if (place == columns) {
            place = 0;
            top -= down;
        }
        const double left = static_cast<double>(place++) * across;
        labels += label(fmt::format("{}.{}", short_name(layer, 12), unit.unit), left + 0.5,
                        top + 0.09, "center", 10);
        // Grey remains where there is no number.
        labels += box(left, top, "behind fillcolor rgb '#C0C0C0' fillstyle solid noborder") +
                  box(left, top, "front fillstyle empty border linecolor rgb '#808080'");
        const auto name = fmt::format("unit_{}", i);
        data += style::matrix_data(name, unit.values / (scale > 0 ? scale : 1));
        plot += fmt::format(
            "{}${} matrix using ({:.4f} + ($1 + 0.5) / {}):({:.4f} + ($2 + 0.5) / {}):3 with image",
            plot.empty() ? "plot " : ", ", name, left, size, top - 1, size);
    }
    Index widest = 4;  // so that the title has its place
    for (const auto& unit : maps.units) widest = std::max<Index>(widest, in_layer(unit.layer));
    widest = std::min(widest, columns);
    const double width = static_cast<double>(widest) * across - (across - 1);
    const double bottom = top - 1;

    std::string title = "What each hidden unit answers";
    if (maps.left_out > 0) {
        title += fmt::format(" ({} of {})", maps.units.size(),
                             static_cast<Index>(maps.units.size()) + maps.left_out);
    }
    const auto axes =
        fmt::format("to the right: {}, upwards: {}", short_name(maps.grid.features[0], 30),
                    short_name(maps.grid.features[1], 30));
    std::string script =
        style::frame() + style::title(title) + style::palette_script(style::diverging);
    script += fmt::format(
        "unset border\nunset tics\nunset grid\nunset key\nunset colorbox\nset cbrange [-1:1]\n"
        "set xrange [-0.01:{}]\nset yrange [{}:{}]\nset size ratio -1\nset xlabel {} font ',13'\n",
        width + 0.01, bottom - 0.05, 0, gnuplot_string(axes));
    constexpr double points = 110;  // of the width of a map
    return {"neurons", script + labels + data + plot + "\n", static_cast<int>(points * width) + 40,
            static_cast<int>(points * -bottom) + 110};
}

}  // namespace mlp
