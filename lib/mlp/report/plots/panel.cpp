#include "mlp/report/plots/panel.h"

#include "mlp/report/gnuplot.h"
#include "mlp/report/plots/axis.h"
#include "mlp/report/plots/style.h"
#include "mlp/report/plots/thinning.h"
#include "mlp/report/short_name.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::size_t buckets = 800;     // as many as the width of a picture in points
constexpr std::size_t few = 40;          // points that are worth to be seen one by one
constexpr std::size_t name_length = 40;  // characters in a key

Axis x_axis(const Panel& panel) {
    std::vector<double> numbers = panel.x;
    for (const auto& mark : panel.marks) numbers.push_back(mark.x);
    Axis axis = axis_of(numbers, panel.x_scale == Panel::Scale::logarithmic);
    // A single epoch stands in the middle, between whole numbers.
    if (panel.x.size() == 1 && !axis.logarithmic) axis = {panel.x[0] - 1, panel.x[0] + 1};
    axis.widen(0.015);
    return axis;
}

Axis y_axis(const Panel& panel) {
    std::vector<double> numbers;
    for (const auto& line : panel.lines) {
        numbers.insert(numbers.end(), line.y.begin(), line.y.end());
    }
    const bool logarithmic = panel.y_scale == Panel::Scale::logarithmic ||
                             (panel.y_scale == Panel::Scale::automatic && suits_logarithm(numbers));
    if (panel.guide) numbers.push_back(panel.guide->y);
    Axis axis = axis_of(numbers, logarithmic);
    axis.widen(0.04);
    return axis;
}

/// The points of a line as a data block; what cannot be drawn on the axis is NaN. In a third column
/// stands what would not be seen as a line: points between two gaps, and each one of a few.
std::string data_block(const std::string& name, const Panel& panel, const Panel::Line& line,
                       const Axis& axis) {
    std::vector<double> drawn(line.y);
    for (double& y : drawn) {
        if (!can_be_drawn(y) || (axis.logarithmic && y <= 0)) y = std::nan("");
    }
    const Points points = thinned(panel.x, drawn, buckets);
    const auto& y = points.y;
    std::vector<double> dots(y);
    if (y.size() > few) {
        const auto is_gap = [&](std::size_t i) { return i >= y.size() || std::isnan(y[i]); };
        for (std::size_t i = 0; i < y.size(); ++i) {
            if (!is_gap(i - 1) || !is_gap(i + 1)) dots[i] = std::nan("");
        }
    }
    return gnuplot_data(name, std::vector{points.x, y, dots});
}

/// What there is to say of a line that cannot be seen, or ends before the others.
std::string note(const Panel& panel, const Panel::Line& line, const Axis& axis) {
    const auto is_shown = [&](double y) { return can_be_drawn(y) && (!axis.logarithmic || y > 0); };
    if (std::ranges::none_of(line.y, is_shown)) {
        const bool zero = std::ranges::all_of(line.y, [](double y) { return y == 0; });
        return zero ? " (always 0)" : " (no numbers)";
    }
    std::size_t end = line.y.size();
    while (!std::isfinite(line.y[end - 1])) --end;
    if (end == line.y.size()) return "";
    return fmt::format(" (not finite from {} {:g} on)", panel.x_label, panel.x[end]);
}

std::string mark_lines(const Panel& panel, const Axis& axis) {
    std::string script;
    double row = 0;
    for (const auto& mark : panel.marks) {
        // Labels stay within the picture.
        const double at = axis.position(mark.x);
        const auto* alignment = at < 0.2 ? "left" : at > 0.8 ? "right" : "center";
        script += fmt::format(
            "set arrow from first {0:.9g}, graph 0 to first {0:.9g}, graph 1 nohead back "
            "dashtype (8, 6) linewidth 1.5 linecolor rgb '{1}'\n"
            "set label {2} at first {0:.9g}, graph 1 {3} offset 0, {4} font ',13' "
            "textcolor rgb '{1}'\n",
            mark.x, mark.colour, gnuplot_string(mark.label), alignment, 0.7 + row);
        row += 1;
    }
    return script;
}

/// A part of the plot command: so it has its place in the key, where no line runs through its
/// label.
std::string guide_line(const Panel::Guide& guide) {
    return fmt::format(
        ", {:.9g} with lines linewidth 2 dashtype (2, 3) linecolor rgb '{}' title {}", guide.y,
        style::grey, gnuplot_string(guide.label));
}

}  // namespace

bool Panel::has_numbers() const {
    return std::ranges::any_of(
        lines, [](const Line& line) { return std::ranges::any_of(line.y, can_be_drawn); });
}

void Panel::mark_best(Index epoch) {
    if (epoch <= 0) return;
    marks.push_back(
        {static_cast<double>(epoch), fmt::format("best epoch: {}", epoch), style::green});
}

std::string panel_script(const Panel& panel, std::size_t number) {
    const Axis x = x_axis(panel);
    const Axis y = y_axis(panel);
    // Above the frame: the labels of the marks, one below the other, then the title.
    const auto rows = static_cast<double>(panel.marks.size());
    std::string script =
        "unset label\nunset arrow\n" + style::title(panel.title) +
        fmt::format("set title offset 0, {}\nset tmargin {}\nset rmargin 5\n", rows, 3 + rows) +
        fmt::format("set xlabel {}\nset ylabel {}\n", gnuplot_string(panel.x_label),
                    gnuplot_string(panel.y_label)) +
        axis_script('x', x, Tics::whole) + axis_script('y', y) + mark_lines(panel, x);
    if (!panel.has_numbers()) {
        script += fmt::format("set label {} at graph 0.5, graph 0.5 center textcolor rgb '{}'\n",
                              gnuplot_string("no numbers to draw"), style::grey);
    }
    std::string plots;
    for (std::size_t i = 0; i < panel.lines.size(); ++i) {
        const auto& line = panel.lines[i];
        const auto name = fmt::format("panel{}_{}", number, i);
        script += data_block(name, panel, line, y);
        plots += fmt::format(
            "{0}${1} using 1:2 with lines linewidth {2} dashtype {3} linecolor rgb '{4}' "
            "title {5}, ${1} using 1:3 with points pointtype 7 pointsize {6} "
            "linecolor rgb '{4}' notitle",
            i == 0 ? "plot " : ", ", name, line.width, line.dashed ? "(6, 4)" : "solid",
            line.colour, gnuplot_string(short_name(line.name, name_length) + note(panel, line, y)),
            panel.x.size() == 1 ? 1.2 : 0.6);
    }
    if (panel.guide) plots += guide_line(*panel.guide);
    return script + plots + '\n';
}

std::string panels_script(std::string_view title, const std::vector<Panel>& panels, Index columns) {
    const auto n = static_cast<Index>(panels.size());
    std::string script =
        fmt::format("set multiplot layout {}, {}", (n + columns - 1) / columns, columns);
    if (!title.empty()) script += fmt::format(" title {} font ',20'", gnuplot_string(title));
    script += '\n';
    for (std::size_t i = 0; i < panels.size(); ++i) script += panel_script(panels[i], i);
    return script + "unset multiplot\n";
}

}  // namespace mlp
