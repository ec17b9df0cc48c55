#include "mlp/report/html/report_page.h"

#include "mlp/report/data_record.h"
#include "mlp/report/html/decision_map_json.h"
#include "mlp/report/html/html_text.h"
#include "mlp/report/html/line_chart.h"
#include "mlp/report/html/page_assets.h"
#include "mlp/report/html/sections.h"

#include <array>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

namespace mlp {
namespace {

using namespace html;

/// The page from top to bottom: one line each.
struct Section {
    const char* id;
    const char* title;
    std::string (*content)(const ReportPage&);
};
constexpr std::array sections{Section{"summary", "Summary", summary_section},
                              Section{"curves", "Curves", curves_section},
                              Section{"boundary", "Decision boundary", boundary_section},
                              Section{"network", "Network", network_section},
                              Section{"predictions", "Predictions", outcome_section},
                              Section{"layers", "Layers while training", layers_section},
                              Section{"activations", "Activations", activations_section},
                              Section{"go-on", "How to go on", go_on_section},
                              Section{"config", "Config", config_section},
                              Section{"environment", "Environment", environment_section},
                              Section{"missing", "Not shown", missing_section}};

/// All numbers that the script needs.
Json page_data(const ReportPage& page) {
    auto charts = Json::object();
    const auto add = [&](const std::vector<LineChart>& more) {
        for (const auto& chart : more) charts[chart.id] = chart_json(chart);
    };
    if (page.curves) add(metric_charts(*page.curves, page.best_epoch));
    if (page.layer_curves) add(layer_charts(*page.layer_curves));
    Json data{{"charts", std::move(charts)}};
    if (page.decision_map) {
        data["boundary"] =
            decision_map_json(*page.decision_map, page.curves ? &*page.curves : nullptr);
    }
    return data;
}

/// The script as a source that a content security policy allows: it and nothing else, whatever
/// might have found its way into the page.
std::string script_source() {
    const std::string hash = sha256(script);
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i < hash.size(); i += 2) {
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(hash.substr(i, 2), nullptr, 16)));
    }
    return "'sha256-" + base64(bytes) + "'";
}

}  // namespace

std::string report_html(const ReportPage& page) {
    std::string links;
    std::string body;
    for (const auto& section : sections) {
        const std::string content = section.content(page);
        if (content.empty()) continue;
        links += fmt::format("<a href=\"#{}\">{}</a>\n", section.id, section.title);
        body += fmt::format(
            "<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n"
            "<h2 id=\"{0}-title\">{1}</h2>\n{2}</section>\n",
            section.id, section.title, content);
    }
    std::string html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}; "
        "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<link rel=\"icon\" href=\"data:,\">\n<title>{} - mlp report</title>\n<style>\n",
        script_source(), escaped(text_at(page.record.config, "/name")));
    html += style_sheet;
    html += "</style>\n</head>\n<body>\n";
    html += page_header(page);
    html += "<nav aria-label=\"Sections\">\n" + links + "</nav>\n<main>\n" + body + "</main>\n";
    html +=
        "<noscript><p class=\"note warning\">Without JavaScript, curves and the decision "
        "boundary are not drawn.</p></noscript>\n<div id=\"tip\" role=\"status\" hidden></div>\n";
    html += "<script type=\"application/json\" id=\"data\">" + json_for_script(page_data(page)) +
            "</script>\n<script>";
    html += script;
    return html + "</script>\n</body>\n</html>\n";
}

}  // namespace mlp
