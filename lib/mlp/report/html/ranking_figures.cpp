#include "mlp/report/html/ranking_figures.h"

#include "mlp/report/html/html_text.h"
#include "mlp/report/html/square_plot.h"
#include "mlp/report/plots/style.h"
#include "mlp/report/ranking_curves.h"

#include <fmt/format.h>

namespace mlp::html {
namespace {

constexpr std::size_t colours = style::series.size();
constexpr std::size_t most_curves = 2 * colours;  ///< each colour with a full and a dashed line
constexpr std::size_t most_points = 500;          ///< of a line

/// How the points of a curve are joined.
enum class Joined { straight, steps };

struct Kind {
    const char* title;
    const char* area;  ///< what that below the curve is called
    const char* x_name;
    const char* y_name;
    Joined joined;
};
constexpr Kind roc{"ROC", "area", "false alarms (share of the others)",
                   "found (share of the class)", Joined::straight};
constexpr Kind precision_recall{"Precision and recall", "average precision", "recall", "precision",
                                Joined::steps};

std::string path(const RankingCurve& curve, const SquarePlot& plot, Joined joined) {
    std::string d;
    const std::size_t step = (curve.x.size() - 1) / most_points + 1;
    const auto add = [&](std::size_t i) {
        const double x = plot.x(curve.x[i]);
        const double y = plot.y(curve.y[i]);
        if (joined == Joined::straight) {
            d += fmt::format("{}{:.1f} {:.1f}", d.empty() ? 'M' : 'L', x, y);
        } else {
            // The height of a step holds from the point before.
            if (d.empty()) d = fmt::format("M{:.1f} {:.1f}", plot.x(0), y);
            d += fmt::format("V{:.1f}H{:.1f}", y, x);
        }
    };
    for (std::size_t i = 0; i < curve.x.size(); i += step) add(i);
    if ((curve.x.size() - 1) % step != 0) add(curve.x.size() - 1);
    return d;
}

std::string figure(const Outcome& outcome, const std::vector<RankingCurve>& curves,
                   const Kind& kind) {
    const SquarePlot plot(0, 1);
    std::string lines;
    std::string legend;
    for (std::size_t k = 0; k < curves.size(); ++k) {
        const auto& curve = curves[k];
        if (curve.x.empty()) continue;
        const auto label = static_cast<std::size_t>(curve.label);
        const std::string name = escaped(outcome.classes[label]);
        lines +=
            fmt::format("<path class=\"line\" style=\"stroke:var(--series-{})\"{} d=\"{}\"/>\n",
                        label % colours, label >= colours ? " stroke-dasharray=\"6 4\"" : "",
                        path(curve, plot, kind.joined));
        legend += fmt::format("<li><span class=\"swatch s{}\"></span>class {}: {} <b>{}</b></li>",
                              label % colours, name, kind.area, number_text(curve.area));
    }
    return fmt::format(
        "<figure><figcaption><span>{0}</span></figcaption><svg class=\"square{5}\" "
        "viewBox=\"0 0 {1} {1}\" role=\"img\" aria-label=\"{0} of each class\">{2}{3}</svg>"
        "<ul class=\"legend\">{4}</ul></figure>\n",
        kind.title, SquarePlot::size, plot.axes(kind.x_name, kind.y_name), lines, legend,
        kind.joined == Joined::straight ? "" : " plain");
}

}  // namespace

std::string ranking_figures(const Outcome& outcome) {
    const auto roc_lines = roc_curves(outcome);
    if (roc_lines.empty() || roc_lines.size() > most_curves) return {};
    return "<div class=\"charts\">\n" + figure(outcome, roc_lines, roc) +
           figure(outcome, precision_recall_curves(outcome), precision_recall) + "</div>\n";
}

}  // namespace mlp::html
