#include "mlp/report/html/line_chart.h"
#include "mlp/report/plots/style.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace mlp::html {
namespace {

constexpr std::size_t colours = style::series.size();

struct Measure {
    const char* id;
    const char* title;
    std::vector<double> LayerCurves::*values;
    bool log;
};
constexpr std::array measures{
    Measure{"layer_gradients", "gradient norm of each layer", &LayerCurves::gradient_norm, true},
    Measure{"layer_updates", "size of an update, as a share of the weights",
            &LayerCurves::update_ratio, true},
    Measure{"layer_dead", "share of dead units", &LayerCurves::dead, false},
    Measure{"layer_saturated", "share of saturated units", &LayerCurves::saturated, false}};

bool any_finite(const std::vector<double>& values) {
    return std::any_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

}  // namespace

std::vector<LineChart> layer_charts(const std::vector<LayerCurves>& layers) {
    std::vector<LineChart> charts;
    if (layers.empty()) return charts;
    const auto& epochs = layers.front().epochs;
    std::vector<const std::vector<double>*> gradients;
    for (const auto& layer : layers) gradients.push_back(&layer.gradient_norm);
    const auto kept = kept_points(epochs.size(), gradients, 0);
    for (const auto& measure : measures) {
        LineChart chart{measure.id, measure.title, {}, {}, 0, measure.log};
        for (const std::size_t at : kept) chart.epochs.push_back(epochs[at]);
        for (std::size_t k = 0; k < layers.size(); ++k) {
            const auto& all = layers[k].*measure.values;
            std::vector<double> values;
            for (const std::size_t at : kept) values.push_back(all[at]);
            if (!any_finite(values)) continue;
            chart.lines.push_back({layers[k].layer, fmt::format("var(--series-{})", k % colours),
                                   k / colours % 2 == 1, std::move(values)});
        }
        if (!chart.lines.empty()) charts.push_back(std::move(chart));
    }
    return charts;
}

}  // namespace mlp::html
