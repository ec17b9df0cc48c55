#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/report/gnuplot.h"
#include "mlp/report/plots/axis.h"
#include "mlp/report/plots/style.h"
#include "mlp/report/plots/sweep_plot.h"
#include "mlp/report/plots/thinning.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mlp {
namespace {

using Curve = SweepFigures::Curve;

constexpr std::size_t buckets = 100;  // of many curves none is looked at that closely

/// Lines as one data block, with a gap between each and the next.
std::string lines(std::string_view name, const std::vector<const Curve*>& curves,
                  const Axis& axis) {
    std::vector<std::vector<double>> columns(2);
    for (const auto* curve : curves) {
        auto points = thinned(curve->epochs, curve->loss, buckets);
        for (double& y : points.y) {
            if (!can_be_drawn(y) || (axis.logarithmic && y <= 0)) y = std::nan("");
        }
        columns[0].insert(columns[0].end(), points.x.begin(), points.x.end());
        columns[1].insert(columns[1].end(), points.y.begin(), points.y.end());
        columns[0].push_back(0);
        columns[1].push_back(std::nan(""));
    }
    return gnuplot_data(name, columns);
}

/// The more lines there are, the more of the ones below is seen.
int alpha(std::size_t curves) { return curves <= 10 ? 0x40 : curves <= 60 ? 0x80 : 0xA8; }

}  // namespace

Picture sweep_curves_picture(const SweepFigures& figures) {
    std::vector<double> epochs, losses;
    std::vector<const Curve*> best, others;
    for (const auto& curve : figures.curves) {
        epochs.insert(epochs.end(), curve.epochs.begin(), curve.epochs.end());
        losses.insert(losses.end(), curve.loss.begin(), curve.loss.end());
        (curve.run == figures.best ? best : others).push_back(&curve);
    }
    if (figures.curves.empty()) throw InputError("no run has a metrics.csv that can be read");
    if (std::ranges::none_of(losses, can_be_drawn)) {
        throw InputError("the loss of no run is a finite number");
    }
    Axis x = axis_of(epochs, false);
    x.widen(0.015);
    Axis y = axis_of(losses, suits_logarithm(losses));
    y.widen(0.04);

    const std::size_t runs = figures.runs.size();
    std::string title = fmt::format("{} of {}", figures.loss, counted(runs, "run"));
    if (figures.curves.size() < runs) {
        title += fmt::format(", {} of them drawn", figures.curves.size());
    }
    std::string script = style::frame() + style::title(title);
    script += "set xlabel 'epoch'\nset ylabel " + gnuplot_string(figures.loss) + "\n";
    script += axis_script('x', x, Tics::whole) + axis_script('y', y);
    std::string plot;
    if (!others.empty()) {
        script += lines("others", others, y);
        plot += fmt::format(
            "$others using 1:2 with lines linewidth 1 linecolor rgb '#{:02X}{}' notitle, "
            "NaN with lines linewidth 2 linecolor rgb '{}' title 'other runs'",
            alpha(others.size()), style::blue.substr(1), style::blue);
    }
    if (!best.empty()) {
        script += lines("best", best, y);
        plot += fmt::format(
            "{}$best using 1:2 with lines linewidth 3.5 linecolor rgb '{}' title {}",
            plot.empty() ? "" : ", ", style::vermillion,
            gnuplot_string(fmt::format("best: run {}, {} {:.4g}", figures.runs[figures.best],
                                       figures.metric, figures.values[figures.best])));
    }
    return {"sweep_curves", script + "plot " + plot + "\n"};
}

}  // namespace mlp
