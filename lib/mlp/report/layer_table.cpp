#include "mlp/report/layer_table.h"

#include "mlp/report/text_table.h"

#include <cmath>

#include <fmt/format.h>

namespace mlp {
namespace {

std::string mean_and_sd(double mean, double sd) {
    return std::isnan(mean) ? "-" : fmt::format("{:.2g} ± {:.2g}", mean, sd);
}

std::string share(double value) { return std::isnan(value) ? "-" : fmt::format("{:.2f}", value); }

std::string number(double value) { return std::isnan(value) ? "-" : fmt::format("{:.1e}", value); }

}  // namespace

std::string layer_table(const std::vector<LayerReport>& layers) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& layer : layers) {
        rows.push_back({layer.name, mean_and_sd(layer.pre_activation_mean, layer.pre_activation_sd),
                        mean_and_sd(layer.activation_mean, layer.activation_sd),
                        share(layer.silent), share(layer.dead), share(layer.saturated),
                        number(layer.gradient_norm), number(layer.update_ratio)});
    }
    return text_table(
        {"layer", "before f", "after f", "silent", "dead", "satur.", "gradient", "update"}, rows);
}

}  // namespace mlp
