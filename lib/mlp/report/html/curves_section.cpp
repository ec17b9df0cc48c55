#include "mlp/report/html/line_chart.h"
#include "mlp/report/html/sections.h"

namespace mlp::html {
namespace {

std::string figures(const std::vector<LineChart>& charts, const char* note) {
    if (charts.empty()) return {};
    std::string html = std::string("<p class=\"small\">") + note + "</p>\n<div class=\"charts\">\n";
    for (const auto& chart : charts) html += chart_figure(chart);
    return html + "</div>\n";
}

}  // namespace

std::string curves_section(const ReportPage& page) {
    if (!page.curves) return {};
    return figures(metric_charts(*page.curves, page.best_epoch),
                   "Point at a curve, or use the arrow keys, to read its values.");
}

std::string layers_section(const ReportPage& page) {
    if (!page.layer_curves) return {};
    return figures(layer_charts(*page.layer_curves),
                   "Gradients that are much smaller in the first layers than in the last ones "
                   "vanish on their way back; a unit is dead if it was active for no sample of an "
                   "epoch.");
}

}  // namespace mlp::html
