#include "mlp/report/html/html_text.h"
#include "mlp/report/html/sections.h"
#include "mlp/report/plots/style.h"

#include <fmt/format.h>

namespace mlp::html {
namespace {

constexpr std::size_t colours = style::series.size();

std::string class_legend(const std::vector<std::string>& classes) {
    std::string html = "<ul class=\"legend\">";
    for (std::size_t k = 0; k < classes.size(); ++k) {
        html += fmt::format("<li><span class=\"swatch s{}\"></span>{}</li>", k % colours,
                            escaped(classes[k]));
    }
    return html + "</ul>";
}

std::string play_controls(std::size_t frames) {
    if (frames < 2) return {};
    return fmt::format(
        "<div class=\"play\"><button type=\"button\" id=\"play\">play</button>"
        "<label class=\"hidden\" for=\"epoch\">epoch of the picture</label>"
        "<input type=\"range\" id=\"epoch\" min=\"0\" max=\"{0}\" value=\"{0}\" step=\"1\"></div>",
        frames - 1);
}

}  // namespace

std::string boundary_section(const ReportPage& page) {
    if (!page.decision_map) return {};
    const DecisionMap& map = *page.decision_map;
    const bool numbers = map.classes.empty();
    const std::string target = map.targets.empty() ? "" : escaped(map.targets.front());
    const std::string what =
        numbers ? fmt::format("What the network says of {} for every pair of {} and {}", target,
                              escaped(map.grid.features[0]), escaped(map.grid.features[1]))
                : fmt::format(
                      "The class that the network says for every pair of {} and {}; the "
                      "stronger the colour, the surer it is",
                      escaped(map.grid.features[0]), escaped(map.grid.features[1]));
    std::string html = fmt::format(
        "<div class=\"boundary\"><div><canvas id=\"boundary-map\" role=\"img\" "
        "aria-label=\"{}\"></canvas></div>\n<div class=\"beside\"><p class=\"small\">{}. "
        "Filled points are training samples, rings were held out.</p>",
        what, what);
    html += numbers ? "<div class=\"scale\"><span id=\"low\"></span><span class=\"ramp\"></span>"
                      "<span id=\"high\"></span></div>"
                    : class_legend(map.classes);
    html += play_controls(map.frames.size());
    return html +
           "<p id=\"epoch-text\" aria-live=\"polite\"></p>"
           "<p id=\"cell-text\" class=\"small\"></p></div></div>\n";
}

}  // namespace mlp::html
