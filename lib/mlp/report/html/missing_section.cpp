#include "mlp/report/html/html_text.h"
#include "mlp/report/html/missing_parts.h"
#include "mlp/report/html/sections.h"

#include <fmt/format.h>

namespace mlp::html {

std::string missing_section(const ReportPage& page) {
    const auto parts = missing_parts(page);
    if (parts.empty()) return {};
    std::string html = "<dl class=\"missing\">";
    for (const auto& [names, reason] : parts) {
        html += fmt::format("<dt>{}</dt><dd>{}</dd>", names, escaped(reason));
    }
    return html + "</dl>\n";
}

}  // namespace mlp::html
