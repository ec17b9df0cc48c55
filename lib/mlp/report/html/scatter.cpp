#include "mlp/report/html/scatter.h"

#include "mlp/report/html/html_text.h"
#include "mlp/report/html/square_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace mlp::html {
namespace {

constexpr Index most_targets = 6;
constexpr Index most_points = 1000;

SquarePlot plot_of(const Outcome& outcome, Index target) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (Index i = 0; i < outcome.samples(); ++i) {
        for (const double value : {outcome.actual(target, i), outcome.outputs(target, i)}) {
            if (!std::isfinite(value)) continue;
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    if (!std::isfinite(low)) return {0, 1};
    const double room = low == high ? std::max(1.0, std::abs(low) / 2) : 0.04 * (high - low);
    return {low - room, high + room};
}

std::string picture(const Outcome& outcome, Index target) {
    const SquarePlot plot = plot_of(outcome, target);
    const std::string name = escaped(outcome.targets[static_cast<std::size_t>(target)]);
    std::string html = fmt::format(
        "<figure><figcaption><span>{0}: predicted against actual</span></figcaption>"
        "<svg class=\"square\" viewBox=\"0 0 {1} {1}\" role=\"img\" aria-label=\"{0}: predicted "
        "against actual values; points on the diagonal are right\">{2}",
        name, SquarePlot::size, plot.axes("actual", "predicted"));
    const Index step = (outcome.samples() - 1) / most_points + 1;
    for (Index i = 0; i < outcome.samples(); i += step) {
        const double actual = outcome.actual(target, i);
        const double predicted = outcome.outputs(target, i);
        if (!std::isfinite(actual) || !std::isfinite(predicted)) continue;
        html += fmt::format(
            "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\" data-tip=\"actual {}, predicted {}\"/>",
            plot.x(actual), plot.y(predicted), number_text(actual), number_text(predicted));
    }
    return html + "</svg></figure>\n";
}

}  // namespace

std::string predicted_against_actual(const Outcome& outcome) {
    const auto targets = std::min({static_cast<Index>(outcome.targets.size()), most_targets,
                                   outcome.outputs.rows(), outcome.actual.rows()});
    std::string html = "<div class=\"charts\">\n";
    for (Index target = 0; target < targets; ++target) html += picture(outcome, target);
    return html + "</div>\n";
}

}  // namespace mlp::html
