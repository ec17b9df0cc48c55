#include "mlp/report/plots/gradients_plot.h"

#include "mlp/core/error.h"
#include "mlp/report/plots/panel.h"
#include "mlp/report/plots/some_of.h"
#include "mlp/report/plots/style.h"

#include <fmt/format.h>

namespace mlp {
namespace {

// As many as there are colours, solid and dashed.
constexpr std::size_t most_layers = 2 * style::series.size();

// An update of about a thousandth of the weights is the customary rule of thumb (Karpathy, notes to
// Stanford's CS231n, "Neural Networks Part 3", on the ratio of weights and updates).
constexpr double usual_ratio = 1e-3;

Panel panel_of(const std::vector<LayerCurves>& layers, std::vector<double> LayerCurves::*values,
               Index best_epoch) {
    Panel panel;
    panel.x = layers.front().epochs;
    panel.y_scale = Panel::Scale::logarithmic;
    const auto shown = some_of(layers.size(), most_layers);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const auto& layer = layers[shown[i]];
        panel.lines.push_back(
            {layer.layer, layer.*values, style::series_colour(i), 2.5, i >= style::series.size()});
    }
    panel.mark_best(best_epoch);
    return panel;
}

}  // namespace

Picture gradients_picture(const std::vector<LayerCurves>& layers, Index best_epoch) {
    if (layers.empty()) throw InputError("no layer has weights, so there are no gradients");
    Panel norms = panel_of(layers, &LayerCurves::gradient_norm, best_epoch);
    norms.title = "Norm of the gradient of each layer" + how_many(layers.size(), most_layers);
    Panel ratios = panel_of(layers, &LayerCurves::update_ratio, best_epoch);
    ratios.title = "Norm of an update compared to that of the weights";
    ratios.guide = Panel::Guide{usual_ratio, "usual: about 0.001"};
    return {"gradients", style::frame() + panels_script("", {norms, ratios}, 1), 800, 1000};
}

}  // namespace mlp
