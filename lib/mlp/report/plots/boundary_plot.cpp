#include "mlp/report/plots/boundary_plot.h"

#include "mlp/core/text.h"
#include "mlp/report/contour.h"
#include "mlp/report/gnuplot.h"
#include "mlp/report/plots/plane.h"
#include "mlp/report/plots/style.h"
#include "mlp/report/short_name.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace mlp {
namespace {

using Frame = DecisionMap::Frame;
using Points = std::vector<DecisionMap::Point>;

constexpr std::size_t max_in_key = 12;  ///< classes
constexpr int contour_steps = 10;       ///< of the colours from line to line
constexpr std::string_view rim = "#202020";

std::string when(const Frame& frame) {
    if (frame.epoch == 0) return "before training";
    return fmt::format("after epoch {}", frame.epoch);
}

/// Axes that are the plane, with its features as labels.
std::string plane_axes(const PlaneGrid& grid) {
    std::string script = "unset grid\nset tics out\nset border 15 linecolor rgb '#808080'\n";
    constexpr std::array<char, 2> names{'x', 'y'};
    for (std::size_t axis = 0; axis < 2; ++axis) {
        script += fmt::format("set {0}range [{1}:{2}]\nset {0}label {3}\nset format {0} '%.10g'\n",
                              names[axis], to_text(grid.min[axis]), to_text(grid.max[axis]),
                              gnuplot_string(short_name(grid.features[axis], 50)));
    }
    return script;
}

/// Lines over the cells as the data block $name: x and y in the plane.
std::string line_data(std::string_view name, const PlaneGrid& grid,
                      const std::vector<ContourPiece>& pieces) {
    std::string text = fmt::format("${} << END\n", name);
    for (const auto& piece : pieces) {
        for (const auto& [column, row] : piece) {
            text += fmt::format("{:.12g} {:.12g}\n", grid.place(0, column), grid.place(1, row));
        }
        text += '\n';
    }
    return text + "END\n";
}

/// Data blocks of the training and of the held-out points, those that there are, and what plots
/// them.
struct DrawnPoints {
    std::string data;
    std::string plot;
};

/// Each point is several discs, one after the other: a dark rim, its colour and, if it is held out,
/// a white middle. So those that lie on each other can be told apart.
template <class ColourOf>
DrawnPoints drawn(const Points& points, ColourOf colour_of) {
    const double size = points.size() <= 50 ? 0.8 : points.size() <= 600 ? 0.55 : 0.38;
    DrawnPoints result;
    for (const bool training : {true, false}) {
        std::vector<std::vector<double>> columns(4);
        const auto add = [&](const DecisionMap::Point& point, double disc, std::uint32_t colour) {
            const std::array<double, 4> row{point.x, point.y, disc, static_cast<double>(colour)};
            for (std::size_t i = 0; i < row.size(); ++i) columns[i].push_back(row[i]);
        };
        for (const auto& point : points) {
            if (point.training != training || !std::isfinite(point.value)) continue;
            add(point, size + 0.12, style::rgb(rim));
            add(point, size, colour_of(point.value));
            if (!training) add(point, 0.45 * size, style::rgb("#FFFFFF"));
        }
        if (columns[0].empty()) continue;
        const auto* const name = training ? "training" : "held_out";
        result.data += gnuplot_data(name, columns);
        result.plot += fmt::format(
            ", ${} using 1:2:3:4 with points pointtype 7 pointsize variable linecolor rgb variable "
            "notitle, NaN with points pointtype {} pointsize 0.75 linewidth 1.5 linecolor rgb '{}' "
            "title '{}'",
            name, training ? 7 : 6, rim, training ? "training" : "held out");
    }
    return result;
}

/// How much more a cell is of a class than of every other: it is of it where this is above 0.
PlaneValues margin_of(const DecisionMap& map, const Frame& frame, std::size_t k) {
    if (frame.outputs.size() == 1) return frame.outputs[0].array() - map.decision;
    PlaneValues others = PlaneValues::Constant(map.grid.size, map.grid.size,
                                               -std::numeric_limits<double>::infinity());
    for (std::size_t j = 0; j < frame.outputs.size(); ++j) {
        if (j != k) others = others.cwiseMax(frame.outputs[j]);
    }
    return frame.outputs[k] - others;
}

/// How strong the colour of a cell is: with probabilities, from hardly at all where all classes are
/// alike to the full strength of regions where one is certain.
double strength(const DecisionMap& map, const Frame& frame, Index row, Index column, int label) {
    constexpr double full = 0.5;
    if (!map.probabilities) return 0.7 * full;
    const bool single = frame.outputs.size() == 1;
    const double output = frame.outputs[single ? 0 : static_cast<std::size_t>(label)](row, column);
    const double sure = single && label == 0 ? 1 - output : output;
    const double least = 1 / static_cast<double>(std::max<std::size_t>(map.classes.size(), 2));
    const double share = std::clamp((sure - least) / (1 - least), 0.0, 1.0);
    return full * (0.15 + 0.85 * share);
}

std::uint32_t class_colour(double label) {
    return style::rgb(style::series_colour(static_cast<std::size_t>(label)));
}

/// A colour on white: all of it with strength 1, nothing with 0.
std::uint32_t pale(std::uint32_t colour, double strength) {
    return style::colour_in(std::array<std::uint32_t, 2>{0xFFFFFF, colour}, strength);
}

/// The regions as column, row and the parts of the colour, from 0 to 255. Grey where an output is
/// no number.
std::string region_data(const DecisionMap& map, const Frame& frame) {
    const Matrix<int> classes = map.classes_of(frame);
    std::string text = "$regions << END\n";
    for (Index row = 0; row < map.grid.size; ++row) {
        for (Index column = 0; column < map.grid.size; ++column) {
            const bool known = std::ranges::none_of(frame.outputs, [&](const PlaneValues& output) {
                return std::isnan(output(row, column));
            });
            const int label = classes(row, column);
            const auto colour =
                known ? pale(class_colour(label), strength(map, frame, row, column, label))
                      : style::rgb("#C0C0C0");
            text += fmt::format("{} {} {} {} {}\n", column, row, colour >> 16U,
                                (colour >> 8U) & 0xFFU, colour & 0xFFU);
        }
    }
    return text + "END\n";
}

std::string of_classes(const DecisionMap& map, const Frame& frame) {
    std::string script = "set key outside right center vertical Left reverse width 0\n";
    std::string plot =
        "plot $regions using " + style::place_in(map.grid) + ":3:4:5 with rgbimage notitle";
    std::vector<ContourPiece> line;
    const std::size_t margins = frame.outputs.size() <= 2 ? 1 : frame.outputs.size();
    for (std::size_t k = 0; k < margins; ++k) {
        const auto more = contour(margin_of(map, frame, k), 0);
        line.insert(line.end(), more.begin(), more.end());
    }
    if (!line.empty()) {
        script += line_data("line", map.grid, line);
        plot += ", $line using 1:2 with lines linewidth 2 linecolor rgb 'black' title 'decision'";
    }
    const auto points = drawn(map.points, class_colour);
    script += points.data + region_data(map, frame);
    plot += points.plot;
    for (std::size_t k = 0; k < std::min(map.classes.size(), max_in_key); ++k) {
        plot +=
            fmt::format(", NaN with points pointtype 5 pointsize 0.9 linecolor rgb '{}' title {}",
                        style::series_colour(k), gnuplot_string(short_name(map.classes[k], 24)));
    }
    return script + plot + "\n";
}

/// The smallest and the largest of the finite values and targets; on both sides of zero equally
/// far from it.
std::pair<double, double> colour_range(const DecisionMap& map, const PlaneValues& values) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    const auto see = [&](double value) {
        if (!std::isfinite(value)) return;
        low = std::min(low, value);
        high = std::max(high, value);
    };
    for (const double value : values.reshaped()) see(value);
    for (const auto& point : map.points) see(point.value);
    if (!(low <= high)) return {0, 1};
    if (low < 0 && high > 0) {
        high = std::max(-low, high);
        low = -high;
    }
    const double room = low == high ? std::max(1.0, std::abs(low)) : 0;
    return {low - room, high + room};
}

std::string of_numbers(const DecisionMap& map, const Frame& frame) {
    const auto& values = frame.outputs.front();
    const auto range = colour_range(map, values);
    const double low = range.first, high = range.second;
    const bool around_zero = low < 0 && high > 0;
    const auto palette =
        around_zero ? style::Palette(style::diverging) : style::Palette(style::sequential);
    std::string script = style::palette_script(palette);
    script += fmt::format("set cbrange [{}:{}]\nset cblabel {}\n", to_text(low), to_text(high),
                          gnuplot_string(short_name(map.targets.front(), 40)));
    script += style::matrix_data("values", values);
    std::string plot =
        "plot $values matrix using " + style::place_in(map.grid) + ":3 with image notitle";
    std::vector<ContourPiece> lines;
    for (int i = 1; i < contour_steps; ++i) {
        const auto more = contour(values, low + (high - low) * i / contour_steps);
        lines.insert(lines.end(), more.begin(), more.end());
    }
    if (!lines.empty()) {
        script += line_data("lines", map.grid, lines);
        plot += ", $lines using 1:2 with lines linewidth 1 linecolor rgb '#606060' notitle";
    }
    const auto points = drawn(map.points, [&](double value) {
        return style::colour_in(palette, (value - low) / (high - low));
    });
    return script + points.data + plot + points.plot + "\n";
}

}  // namespace

Picture boundary_picture(const DecisionMap& map, std::optional<std::size_t> frame) {
    const Frame& shown = frame ? map.frames.at(*frame) : map.frames.back();
    const bool classes = !map.classes.empty();
    std::string what = classes ? "Decision" : "Predicted " + short_name(map.targets.front(), 30);
    if (!classes && map.targets.size() > 1) {
        what += fmt::format(" (first of {} targets)", map.targets.size());
    }
    std::string script = style::frame() + style::title(what + " " + when(shown));
    script += plane_axes(map.grid) + "set size ratio 1\n";
    script += classes ? of_classes(map, shown) : of_numbers(map, shown);
    return {"boundary", std::move(script), classes ? 920 : 780, classes ? 700 : 760};
}

}  // namespace mlp
