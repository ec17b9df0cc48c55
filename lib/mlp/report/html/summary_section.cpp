#include "mlp/report/html/html_text.h"
#include "mlp/report/html/sections.h"

#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace mlp::html {
namespace {

/// A number of seconds as people say it: "0.35 s", "12 min 5 s", "3 h 20 min".
std::string duration(double seconds) {
    if (seconds < 60) return fmt::format("{:.3g} s", seconds);
    const auto whole = static_cast<long long>(seconds);
    if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
    return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
}

using Rows = std::vector<std::pair<std::string, std::string>>;

Rows facts(const ReportPage& page) {
    const auto& [directory, config, summary, environment] = page.record;
    Rows rows;
    const auto add = [&](const char* name, const std::optional<double>& value) {
        if (value) rows.emplace_back(name, fmt::format("{}", *value));
    };
    if (const auto reason = text_at(summary, "/stop_reason"); !reason.empty()) {
        rows.emplace_back("end", reason);
    }
    auto epochs = number_at(summary, "/epochs");
    if (!epochs && page.curves) epochs = page.curves->epochs.back();
    add("epochs", epochs);
    if (page.best_epoch > 0) add("best epoch", static_cast<double>(page.best_epoch));
    if (const auto seconds = number_at(summary, "/seconds")) {
        rows.emplace_back("time", duration(*seconds));
    }
    if (page.network) {
        Index parameters = 0;
        for (const auto& layer : page.network->layers) parameters += layer.parameters;
        rows.emplace_back("parameters", fmt::format("{}", parameters));
        rows.emplace_back("inputs", fmt::format("{}", page.network->inputs.size()));
    }
    if (page.outcome) {
        rows.emplace_back(page.outcome->part + " samples",
                          fmt::format("{}", page.outcome->samples()));
        if (page.outcome->classification()) {
            rows.emplace_back("classes", fmt::format("{}", page.outcome->classes.size()));
        }
    }
    add("seed", number_at(config, "/seed"));
    add("batch size", number_at(config, "/training/batch_size"));
    return rows;
}

std::string metrics_table(const Json& metrics) {
    constexpr std::array parts{"train", "validation", "test"};
    std::vector<std::string> names;
    for (const auto* part : parts) {
        if (!names.empty() || !metrics.contains(part) || !metrics[part].is_object()) continue;
        for (const auto& [name, value] : metrics[part].items()) names.push_back(name);
    }
    if (names.empty()) return {};
    std::string html =
        "<div class=\"wide\"><table class=\"numbers\"><caption>Metrics</caption>"
        "<thead><tr><th scope=\"col\">samples</th>";
    for (const auto& name : names) {
        html += fmt::format("<th scope=\"col\">{}</th>", escaped(spaced(name)));
    }
    html += "</tr></thead><tbody>";
    for (const auto* part : parts) {
        if (!metrics.contains(part)) continue;
        html += fmt::format("<tr><th scope=\"row\">{}</th>", part);
        for (const auto& name : names) {
            const Json& scores = metrics[part];
            const bool is_number = scores.contains(name) && scores[name].is_number();
            html += fmt::format("<td>{}</td>",
                                is_number ? number_text(scores[name].get<double>()) : "n/a");
        }
        html += "</tr>";
    }
    return html + "</tbody></table></div>\n";
}

std::string cross_validation_table(const Json& scores) {
    std::string html =
        "<div class=\"wide\"><table class=\"numbers\"><caption>Cross-validation</caption><thead>"
        "<tr><th scope=\"col\">metric</th><th scope=\"col\">mean</th>"
        "<th scope=\"col\">standard deviation</th></tr></thead><tbody>";
    for (const auto& [name, value] : scores.items()) {
        html +=
            fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
                        escaped(spaced(name)), number_text(number_at(value, "/mean").value_or(NAN)),
                        number_text(number_at(value, "/sd").value_or(NAN)));
    }
    return html + "</tbody></table></div>\n";
}

}  // namespace

std::string summary_section(const ReportPage& page) {
    std::string html = "<dl class=\"facts\">";
    for (const auto& [name, value] : facts(page)) {
        html += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", escaped(name), escaped(value));
    }
    html += "</dl>\n";
    const Json& summary = page.record.summary;
    if (!summary.is_object()) return html;
    if (summary.contains("metrics")) html += metrics_table(summary["metrics"]);
    if (summary.contains("cross_validation")) {
        html += cross_validation_table(summary["cross_validation"]);
    }
    return html;
}

}  // namespace mlp::html
