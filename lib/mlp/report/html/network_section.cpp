#include "mlp/report/html/html_text.h"
#include "mlp/report/html/network_svg.h"
#include "mlp/report/html/sections.h"

#include <fmt/format.h>

namespace mlp::html {
namespace {

std::string layer_table(const NetworkDiagram& network) {
    std::string html =
        "<div class=\"wide\"><table class=\"numbers\"><caption>Layers</caption><thead><tr>"
        "<th scope=\"col\">layer</th><th scope=\"col\">type</th><th scope=\"col\">activation</th>"
        "<th scope=\"col\">units</th><th scope=\"col\">parameters</th></tr></thead><tbody>\n";
    Index parameters = 0;
    for (const auto& layer : network.layers) {
        html += fmt::format(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            escaped(layer.name), escaped(layer.type), escaped(layer.activation), layer.units,
            layer.parameters);
        parameters += layer.parameters;
    }
    return html + fmt::format(
                      "</tbody><tfoot><tr><th scope=\"row\">all</th><td></td><td></td>"
                      "<td></td><td>{}</td></tr></tfoot></table></div>\n",
                      parameters);
}

}  // namespace

std::string network_section(const ReportPage& page) {
    if (!page.network) return {};
    return "<p class=\"small\">The wider a line, the larger the weight, measured by the largest of "
           "its layer; <span class=\"positive\">blue</span> is positive, "
           "<span class=\"negative\">orange</span> is negative. Point at a line or a unit to read "
           "its number.</p>\n<div class=\"wide\">" +
           network_svg(*page.network) + "</div>\n" + layer_table(*page.network);
}

}  // namespace mlp::html
