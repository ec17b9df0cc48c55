#include "mlp/report/html/line_chart.h"

#include "mlp/report/html/html_text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mlp::html {
namespace {

/// More stretches than a screen has room to tell apart in one chart of a page.
constexpr std::size_t stretches = 400;

Json numbers_json(const std::vector<double>& numbers) {
    auto json = Json::array();
    for (const double number : numbers) json.push_back(rounded(number));
    return json;
}

/// "train from 0.7 to 0.01; validation from 0.8 to 0.02": for those who cannot see it.
std::string in_words(const LineChart& chart) {
    std::string text;
    for (const auto& line : chart.lines) {
        text += fmt::format("{}{} from {} to {}", text.empty() ? "" : "; ", line.name,
                            number_text(line.values.front()), number_text(line.values.back()));
    }
    return fmt::format("{} by epoch: {}", chart.title, text);
}

}  // namespace

std::vector<std::size_t> kept_points(std::size_t count,
                                     std::span<const std::vector<double>* const> lines,
                                     std::size_t always) {
    std::vector<std::size_t> kept;
    const std::size_t few = stretches * 4;
    if (count <= few) {
        for (std::size_t i = 0; i < count; ++i) kept.push_back(i);
        return kept;
    }
    kept = {0, count - 1, std::min(always, count - 1)};
    for (std::size_t k = 0; k < stretches; ++k) {
        const std::size_t first = count * k / stretches;
        const std::size_t last = count * (k + 1) / stretches;
        for (const auto* line : lines) {
            const auto from = line->begin() + static_cast<std::ptrdiff_t>(first);
            const auto to = line->begin() + static_cast<std::ptrdiff_t>(last);
            // Epochs without a value come last in either order.
            const auto lower = [](double a, double b) { return a < b || (b != b && a == a); };
            const auto higher = [](double a, double b) { return a > b || (b != b && a == a); };
            for (const auto at :
                 {std::min_element(from, to, lower), std::min_element(from, to, higher)}) {
                kept.push_back(static_cast<std::size_t>(at - line->begin()));
            }
        }
    }
    std::sort(kept.begin(), kept.end());
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    return kept;
}

std::string chart_figure(const LineChart& chart) {
    return fmt::format(
        "<figure class=\"chart\" data-chart=\"{0}\">"
        "<figcaption><span>{1}</span></figcaption>"
        "<div class=\"plot\" role=\"img\" tabindex=\"0\" aria-label=\"{2}\"></div>"
        "<p class=\"readout\" aria-live=\"polite\"></p></figure>\n",
        escaped(chart.id), escaped(chart.title), escaped(in_words(chart)));
}

Json chart_json(const LineChart& chart) {
    auto lines = Json::array();
    for (const auto& line : chart.lines) {
        lines.push_back(Json{{"name", line.name},
                             {"colour", line.colour},
                             {"dashed", line.dashed},
                             {"values", numbers_json(line.values)}});
    }
    return {{"epochs", numbers_json(chart.epochs)},
            {"best", chart.best_epoch},
            {"log", chart.log},
            {"lines", std::move(lines)}};
}

}  // namespace mlp::html
