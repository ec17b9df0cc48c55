#include "mlp/report/plots/predictions_plot.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/report/gnuplot.h"
#include "mlp/report/plots/axis.h"
#include "mlp/report/plots/style.h"
#include "mlp/report/short_name.h"
#include "mlp/train/metric.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::size_t max_panels = 12;

/// What can be drawn of a target and its prediction.
struct Pairs {
    std::vector<double> actual;
    std::vector<double> predicted;
    Axis axis;           ///< the same for both
    Index left_out = 0;  ///< samples whose output is no number to draw
};

Pairs pairs_of(const Outcome& outcome, Index target) {
    Pairs pairs;
    for (Index i = 0; i < outcome.samples(); ++i) {
        if (can_be_drawn(outcome.outputs(target, i)) && can_be_drawn(outcome.actual(target, i))) {
            pairs.actual.push_back(outcome.actual(target, i));
            pairs.predicted.push_back(outcome.outputs(target, i));
        } else {
            ++pairs.left_out;
        }
    }
    auto all = pairs.actual;
    all.insert(all.end(), pairs.predicted.begin(), pairs.predicted.end());
    pairs.axis = axis_of(all, false);
    pairs.axis.widen(0.04);
    return pairs;
}

double r_squared(const Outcome& outcome, Index target) {
    const Matrix<double> outputs = outcome.outputs.row(target);
    const Matrix<double> actual = outcome.actual.row(target);
    const auto metric = metrics().make("r2");
    metric->add(view(outputs), view(actual));
    return metric->value();
}

/// The more points, the smaller and the more transparent they are; as "#AARRGGBB".
std::string point_style(std::size_t count) {
    const double size = count <= 200 ? 0.65 : count <= 2000 ? 0.4 : 0.22;
    const int alpha = count <= 50 ? 0x40 : count <= 2000 ? 0x90 : 0xC0;
    return fmt::format("with points pointtype 7 pointsize {} linecolor rgb '#{:02X}{}'", size,
                       alpha, style::blue.substr(1));
}

std::string panel(const Outcome& outcome, const Pairs& pairs, Index target) {
    const auto& name = outcome.targets[static_cast<std::size_t>(target)];
    // A single panel has no other title.
    const std::string samples =
        outcome.targets.size() == 1 ? " of " + outcome.named_samples() : std::string();
    std::string title =
        fmt::format("{}{}: r2 = {:.4g}", short_name(name, 30), samples, r_squared(outcome, target));
    if (pairs.left_out > 0) title += fmt::format(" ({} not drawn)", pairs.left_out);
    std::string script = fmt::format("set title {} font ',16'\n", gnuplot_string(title));
    script += axis_script('x', pairs.axis) + axis_script('y', pairs.axis);
    script += fmt::format(
        "set arrow 1 from first {0}, first {0} to first {1}, first {1} nohead back linewidth 1.5 "
        "dashtype (10, 8) linecolor rgb '{2}'\n",
        to_text(pairs.axis.min), to_text(pairs.axis.max), style::grey);
    const auto data = fmt::format("target_{}", target);
    if (pairs.actual.empty()) return script + "plot NaN notitle\n";
    script += gnuplot_data(data, std::vector{pairs.actual, pairs.predicted});
    return script +
           fmt::format("plot ${} using 1:2 {} notitle\n", data, point_style(pairs.actual.size()));
}

}  // namespace

Picture predictions_picture(const Outcome& outcome) {
    const std::size_t shown = std::min(outcome.targets.size(), max_panels);
    std::vector<Pairs> pairs;
    bool nothing = true;
    for (std::size_t k = 0; k < shown; ++k) {
        pairs.push_back(pairs_of(outcome, static_cast<Index>(k)));
        nothing = nothing && pairs.back().actual.empty();
    }
    if (nothing) {
        throw InputError("there are no predictions to draw: no output of the network is finite");
    }
    const int columns = shown == 1 ? 1 : shown <= 4 ? 2 : 3;
    const int rows = (static_cast<int>(shown) + columns - 1) / columns;
    std::string title = "Predicted and actual values of " + outcome.named_samples();
    if (shown < outcome.targets.size()) {
        title += fmt::format(", {} of {} targets", shown, outcome.targets.size());
    }
    std::string script = style::frame();
    script += "set size ratio 1\nunset key\nset xlabel 'actual'\nset ylabel 'predicted'\n";
    script += fmt::format("set multiplot layout {},{}", rows, columns);
    if (shown > 1) script += fmt::format(" title {} font ',18'", gnuplot_string(title));
    script += '\n';
    for (std::size_t k = 0; k < shown; ++k) {
        script += panel(outcome, pairs[k], static_cast<Index>(k));
    }
    const int side = columns == 1 ? 640 : columns == 2 ? 500 : 420;
    return {"predictions", script + "unset multiplot\n", columns * side, rows * side + 40};
}

}  // namespace mlp
