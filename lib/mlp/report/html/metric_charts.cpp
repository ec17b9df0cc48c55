#include "mlp/report/html/html_text.h"
#include "mlp/report/html/line_chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace mlp::html {
namespace {

/// The samples that a column can be of, in the order of their lines.
struct Part {
    std::string_view prefix;
    std::string_view name;
    std::string_view colour;
};
constexpr std::array parts{Part{"train_", "train", "var(--train)"},
                           Part{"validation_", "validation", "var(--validation)"},
                           Part{"", "", "var(--series-2)"}};

const Part& part_of(std::string_view column) {
    return *std::find_if(parts.begin(), parts.end(),
                         [&](const Part& part) { return column.starts_with(part.prefix); });
}

std::vector<double> picked(const std::vector<double>& values, const std::vector<std::size_t>& at) {
    std::vector<double> result;
    result.reserve(at.size());
    for (const std::size_t i : at) result.push_back(values[i]);
    return result;
}

/// Whether values are positive and far apart, so that a linear axis would show nothing of the most
/// of them.
bool suits_log(const LineChart& chart) {
    constexpr double far = 50;
    double low = INFINITY;
    double high = 0;
    for (const auto& line : chart.lines) {
        for (const double value : line.values) {
            if (!std::isfinite(value)) continue;
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    return low > 0 && high > far * low;
}

}  // namespace

std::vector<LineChart> metric_charts(const Curves& curves, Index best_epoch) {
    std::vector<const std::vector<double>*> all;
    for (const auto& column : curves.columns) all.push_back(&column.second);
    const auto best = std::lower_bound(curves.epochs.begin(), curves.epochs.end(),
                                       static_cast<double>(best_epoch));
    const auto kept = kept_points(curves.epochs.size(), all,
                                  static_cast<std::size_t>(best - curves.epochs.begin()));

    std::vector<LineChart> charts;
    for (const auto& [column, values] : curves.columns) {
        const Part& part = part_of(column);
        const std::string name = column.substr(part.prefix.size());
        auto chart = std::find_if(charts.begin(), charts.end(),
                                  [&](const LineChart& known) { return known.id == name; });
        if (chart == charts.end()) {
            charts.push_back({name, spaced(name), picked(curves.epochs, kept), {}, best_epoch});
            chart = charts.end() - 1;
        }
        chart->lines.push_back({std::string(part.name.empty() ? spaced(name) : part.name),
                                std::string(part.colour), false, picked(values, kept)});
    }
    for (auto& chart : charts) chart.log = suits_log(chart);
    return charts;
}

}  // namespace mlp::html
