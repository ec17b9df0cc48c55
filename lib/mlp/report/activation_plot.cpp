#include "mlp/report/activation_plot.h"

#include "mlp/core/text.h"
#include "mlp/nn/activation.h"
#include "mlp/report/activation_line.h"
#include "mlp/report/describe.h"
#include "mlp/report/gnuplot.h"
#include "mlp/report/plots/style.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mlp {
namespace {

using style::blue;
using style::green;
using style::vermillion;
constexpr std::string_view band = "#F3F0E4";

std::vector<double> grid() {
    std::vector<double> x;
    for (int i = -500; i <= 500; ++i) x.push_back(i / 100.0);
    return x;
}

/// "alpha = 0.2", ...: the options in effect.
std::vector<std::string> settings(const Choice& choice, const EntryInfo& entry) {
    std::vector<std::string> texts;
    for (auto option : entry.options) {
        const auto given = choice.options.find(option.name);
        if (given != choice.options.end()) option.default_value = given->second;
        const auto* number = std::get_if<double>(&option.default_value);
        const auto value =
            number != nullptr ? fmt::format("{:.4g}", *number) : default_text(option);
        texts.push_back(fmt::format("{} = {}", option.name, value));
    }
    return texts;
}

/// The lines above the picture: name, formula, and what else there is to say.
std::string heading(const EntryInfo& entry, const std::vector<std::string>& notes) {
    constexpr auto line = "set label {} center at screen 0.5, screen {} font ',{}'\n";
    const auto formula = entry.formula.empty() ? entry.help : "f(z) = " + entry.formula;
    return fmt::format(line, gnuplot_string(entry.name), 0.955, 22) +
           fmt::format(line, gnuplot_string(formula), 0.905, 14) +
           fmt::format(line, gnuplot_string(join(notes, ";  ")), 0.865, 13);
}

/// From where to where the picture goes: all of the lines and the ends of the range.
Range vertical(const Range& range, const Trace& f, const Trace& slope) {
    double low = std::isfinite(range.min) ? range.min : 0;
    double high = std::isfinite(range.max) ? range.max : 0;
    for (const auto* line : {&f, &slope}) {
        for (const double y : line->y) {
            if (!std::isfinite(y)) continue;
            low = std::min(low, y);
            high = std::max(high, y);
        }
    }
    if (low == high) high = low + 1;
    const double margin = 0.06 * (high - low);
    return between(low - margin, high + margin);
}

/// The values between the ends of the range, as a band behind everything.
std::string range_band(const Range& range) {
    const auto end = [](double value, std::string_view otherwise) {
        return std::isfinite(value) ? "first " + to_text(value) : std::string(otherwise);
    };
    return fmt::format(
        "set object rectangle from graph 0, {} to graph 1, {} behind "
        "fillcolor rgb '{}' fillstyle solid noborder\n",
        end(range.min, "graph 0"), end(range.max, "graph 1"), band);
}

std::string asymptote_lines(const std::vector<Asymptote>& lines) {
    std::string text;
    for (const auto& [side, slope, intercept] : lines) {
        const int x = 5 * side;
        text += fmt::format(
            "set arrow from first 0, first {} to first {}, first {} nohead "
            "dashtype (1, 5) linewidth 3 linecolor rgb '{}'\n",
            intercept, x, intercept + slope * x, green);
    }
    return text;
}

std::string dots(const Trace& line, const std::string& name, std::string_view colour) {
    if (line.dots_x.empty()) return {};
    return fmt::format(
        ", ${} using 1:2 with points pointtype 7 pointsize 1 "
        "linecolor rgb '{}' notitle",
        name, colour);
}

std::string dot_data(const Trace& line, const std::string& name) {
    if (line.dots_x.empty()) return {};
    return gnuplot_data(name, std::vector{line.dots_x, line.dots_y});
}

}  // namespace

std::string activation_plot_script(const Choice& choice) {
    const EntryInfo entry = activation_names().meant_by(choice);
    const auto activation = activations<double>().make(choice);
    const Range range = activation->range();
    const ActivationLine function(choice);
    const Trace f = trace(function, grid(), &ActivationCurve::y);
    const Trace slope = trace(function, grid(), &ActivationCurve::dy);
    const auto lines = asymptotes(function);
    const Range y = vertical(range, f, slope);

    std::vector<std::string> notes{"range " + range_text(range)};
    for (auto& setting : settings(choice, entry)) notes.push_back(std::move(setting));
    if (const auto note = function.note(); !note.empty()) notes.push_back(note);
    const auto* slope_title =
        activation->exact_gradient() ? "f\u2032(z)" : "surrogate of f\u2032(z)";

    std::string script = "set encoding utf8\n" + heading(entry, notes);
    script += fmt::format(
        "set tmargin at screen 0.83\nset xrange [-5:5]\nset yrange [{}:{}]\n"
        "set xlabel 'z' offset 0, 0.4\nset xtics 1\nset border linecolor rgb '#808080'\n"
        "set tics nomirror textcolor rgb 'black'\n"
        "set grid linetype 1 linewidth 0.5 linecolor rgb '#D0D0D0'\n"
        "set zeroaxis linetype 1 linewidth 1 linecolor rgb '#404040'\n"
        "set key outside bottom center horizontal height 0.5 samplen 3 width 2\n",
        y.min, y.max);
    const bool limited = range.min > -infinity || range.max < infinity;
    if (limited) script += range_band(range);
    script += asymptote_lines(lines);
    script += gnuplot_data("f", std::vector{f.x, f.y});
    script += gnuplot_data("slope", std::vector{slope.x, slope.y});
    script += dot_data(f, "f_dots") + dot_data(slope, "slope_dots");
    script += fmt::format(
        "plot $f using 1:2 with lines linewidth 4 linecolor rgb '{}' title 'f(z)'{}, "
        "$slope using 1:2 with lines dashtype (9, 8) linewidth 2.5 "
        "linecolor rgb '{}' title '{}'{}",
        blue, dots(f, "f_dots", blue), vermillion, slope_title,
        dots(slope, "slope_dots", vermillion));
    if (!lines.empty()) {
        script += fmt::format(
            ", NaN with lines dashtype (1, 5) linewidth 3 linecolor rgb '{}' "
            "title 'asymptote'",
            green);
    }
    if (limited) {
        script += fmt::format(
            ", NaN with boxes fillstyle solid border linecolor rgb '#808080' "
            "fillcolor rgb '{}' title 'range'",
            band);
    }
    return script + "\n";
}

std::string activation_plot(const Choice& choice, const std::filesystem::path& file) {
    const std::string terminal = gnuplot_terminal(file);
    return gnuplot_picture(terminal + activation_plot_script(choice));
}

}  // namespace mlp
