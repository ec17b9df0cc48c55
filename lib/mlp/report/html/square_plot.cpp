#include "mlp/report/html/square_plot.h"

#include "mlp/report/html/axis_ticks.h"
#include "mlp/report/html/html_text.h"

#include <fmt/format.h>

namespace mlp::html {

std::string SquarePlot::axes(const char* x_name, const char* y_name) const {
    std::string svg;
    const double x0 = x(low_);
    const double x1 = x(high_);
    const double y0 = y(low_);
    const double y1 = y(high_);
    for (const double tick : axis_ticks(low_, high_, 5)) {
        svg += fmt::format(
            "<path class=\"grid\" d=\"M{0:.1f} {1:.1f}V{2:.1f}M{3:.1f} {4:.1f}H{5:.1f}\"/>"
            "<text x=\"{0:.1f}\" y=\"{6:.1f}\" text-anchor=\"middle\">{8}</text>"
            "<text x=\"{7:.1f}\" y=\"{4:.1f}\" dy=\"4\" text-anchor=\"end\">{8}</text>",
            x(tick), y0, y1, x0, y(tick), x1, y0 + 16, x0 - 6, number_text(tick));
    }
    return svg + fmt::format(
                     "<path class=\"diagonal\" d=\"M{0:.1f} {1:.1f}L{2:.1f} {3:.1f}\"/>"
                     "<text x=\"{4:.1f}\" y=\"{5}\" text-anchor=\"middle\">{6}</text>"
                     "<text x=\"12\" y=\"{7:.1f}\" text-anchor=\"middle\" "
                     "transform=\"rotate(-90 12 {7:.1f})\">{8}</text>\n",
                     x0, y0, x1, y1, (x0 + x1) / 2, size - 6, x_name, (y0 + y1) / 2, y_name);
}

}  // namespace mlp::html
