#include "mlp/report/html/html_text.h"
#include "mlp/report/html/sections.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp::html {
namespace {

constexpr double width = 260;
constexpr double height = 110;
constexpr double base = 92;  ///< where the bars stand

std::string picture(const Histogram& histogram) {
    const auto& counts = histogram.counts;
    const auto largest = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
    std::string html = fmt::format(
        "<figure><figcaption><span>{0}</span></figcaption><svg class=\"histogram\" "
        "viewBox=\"0 0 {1} {2}\" role=\"img\" aria-label=\"Histogram of the outputs of {0}, from "
        "{3} to {4}\">",
        escaped(histogram.name), width, height, number_text(histogram.min),
        number_text(histogram.max));
    const double bar = width / static_cast<double>(std::max<std::size_t>(counts.size(), 1));
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) continue;
        const double tall = base * static_cast<double>(counts[i]) / static_cast<double>(largest);
        const double start = histogram.min + static_cast<double>(i) * histogram.bin_width();
        html += fmt::format(
            "<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" data-tip=\"{} from "
            "{} to {}\"/>",
            static_cast<double>(i) * bar, base - tall, bar * 0.94, tall, counts[i],
            number_text(start), number_text(start + histogram.bin_width()));
    }
    return html + fmt::format(
                      "<path class=\"axis\" d=\"M0 {0}H{1}\"/><text x=\"0\" y=\"{2}\">{3}</text>"
                      "<text x=\"{1}\" y=\"{2}\" text-anchor=\"end\">{4}</text></svg></figure>\n",
                      base, width, height - 4, number_text(histogram.min),
                      number_text(histogram.max));
}

}  // namespace

std::string activations_section(const ReportPage& page) {
    if (!page.activations || page.activations->empty()) return {};
    std::string html =
        "<p class=\"small\">How the outputs of each layer are spread over training samples. Most "
        "of them at the ends of the range mean saturated units; most of them at 0, silent "
        "ones.</p>\n<div class=\"histograms\">\n";
    for (const auto& histogram : *page.activations) html += picture(histogram);
    return html + "</div>\n";
}

}  // namespace mlp::html
