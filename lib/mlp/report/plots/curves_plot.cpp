#include "mlp/report/plots/curves_plot.h"

#include "mlp/core/error.h"
#include "mlp/report/plots/panel.h"
#include "mlp/report/plots/style.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::size_t most_panels = 12;

struct Part {
    std::string_view name;
    std::string_view colour;
};
constexpr std::array<Part, 2> parts{
    {{"train", style::train_colour}, {"validation", style::validation_colour}}};

/// What is measured of training and validation samples alike, in one frame.
Panel panel_of(const Curves& curves, const std::string& metric, Index best_epoch) {
    Panel panel;
    panel.title = metric;
    panel.x = curves.epochs;
    for (const auto& [part, colour] : parts) {
        const auto* values = curves.find(fmt::format("{}_{}", part, metric));
        if (values != nullptr) panel.lines.push_back({std::string(part), *values, colour});
    }
    panel.mark_best(best_epoch);
    return panel;
}

/// The metrics besides the loss, in the order of the file.
std::vector<std::string> metrics_of(const Curves& curves) {
    std::vector<std::string> names;
    for (const auto& [column, values] : curves.columns) {
        for (const auto& part : parts) {
            if (!column.starts_with(fmt::format("{}_", part.name))) continue;
            const auto metric = column.substr(part.name.size() + 1);
            if (metric != "loss" && std::ranges::find(names, metric) == names.end()) {
                names.push_back(metric);
            }
        }
    }
    return names;
}

}  // namespace

Picture curves_picture(const Curves& curves, Index best_epoch) {
    Panel panel = panel_of(curves, "loss", best_epoch);
    panel.title = "Loss";
    if (!panel.has_numbers()) throw InputError("the loss is no finite number at any epoch");
    return {"curves", style::frame() + panel_script(panel)};
}

Picture metrics_picture(const Curves& curves, Index best_epoch) {
    const auto names = metrics_of(curves);
    if (names.empty()) {
        throw InputError(
            "no metric but the loss was measured\n"
            "  help: name some in the config: \"metrics\": [\"accuracy\"]");
    }
    const std::size_t shown = std::min(names.size(), most_panels);
    std::vector<Panel> panels;
    for (std::size_t i = 0; i < shown; ++i) {
        panels.push_back(panel_of(curves, names[i], best_epoch));
    }
    if (shown == 1) return {"metrics", style::frame() + panel_script(panels.front())};
    const std::string title = shown < names.size()
                                  ? fmt::format("Metrics: the first {} of {}", shown, names.size())
                                  : "Metrics";
    const int columns = shown <= 4 ? 2 : 3;
    const int rows = (static_cast<int>(shown) + columns - 1) / columns;
    return {"metrics", style::frame() + panels_script(title, panels, columns), 520 * columns,
            60 + 390 * rows};
}

Picture learning_rate_picture(const Curves& curves, Index best_epoch) {
    const auto* rates = curves.find("learning_rate");
    if (rates == nullptr) throw InputError("metrics.csv has no column 'learning_rate'");
    Panel panel;
    panel.title = "Learning rate";
    panel.x = curves.epochs;
    panel.lines.push_back({"learning rate", *rates, style::purple});
    panel.mark_best(best_epoch);
    return {"learning_rate", style::frame() + panel_script(panel)};
}

}  // namespace mlp
