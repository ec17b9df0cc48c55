#include "mlp/report/html/html_text.h"
#include "mlp/report/html/sections.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace mlp::html {
namespace {

/// What the state of a run means for its reader.
struct State {
    std::string_view status;
    std::string_view level;  ///< of the style sheet
    std::string_view meaning;
};
constexpr std::array states{
    State{"completed", "good", ""},
    State{"interrupted", "warning",
          "This run was interrupted before its end; mlp resume goes on with it."},
    State{"diverged", "bad",
          "This run diverged: its loss was no longer a number. A lower optimizer.learning_rate, or "
          "scaled inputs (\"preprocessing\": \"standardize\"), usually help."},
    State{"", "warning",
          "There is no summary of this run: it still trains, or it was broken off; mlp resume goes "
          "on with it."}};

State state_of(const Json& summary) {
    const std::string status = text_at(summary, "/status");
    const auto* found = std::find_if(states.begin(), states.end(),
                                     [&](const State& state) { return state.status == status; });
    return found == states.end() ? State{"", "warning", "The state of this run is not known."}
                                 : *found;
}

/// The parts of the samples, those that judge best first.
constexpr std::array<std::string_view, 3> parts{"test", "validation", "train"};

/// The metric that a run is judged by: the first one that is not the loss, if there is any.
std::string main_metric(const Json& metrics) {
    for (const auto part : parts) {
        if (!metrics.contains(part) || !metrics[part].is_object()) continue;
        for (const auto& [name, value] : metrics[part].items()) {
            if (name != "loss") return name;
        }
    }
    return "loss";
}

/// "test accuracy 0.9667 (validation 0.9565, train 0.9794)"; empty if there are no such numbers.
std::string verdict(const Json& summary) {
    if (!summary.is_object() || !summary.contains("metrics")) return {};
    const Json& metrics = summary["metrics"];
    const std::string metric = main_metric(metrics);
    std::string first;
    std::string others;
    for (const auto part : parts) {
        const auto value = number_at(metrics, fmt::format("/{}/{}", part, metric).c_str());
        if (!value) continue;
        if (first.empty()) {
            first = fmt::format("{} {} <strong>{}</strong>", part, escaped(spaced(metric)),
                                number_text(*value));
        } else {
            others += fmt::format("{}{} {}", others.empty() ? "" : ", ", part, number_text(*value));
        }
    }
    return others.empty() ? first : fmt::format("{} ({})", first, others);
}

/// The newest train and validation loss of a run that says nothing else.
std::string so_far(const ReportPage& page) {
    if (!page.curves) return {};
    const Curves& curves = *page.curves;
    std::string text = fmt::format("epoch {}", curves.epochs.back());
    for (const auto* name : {"train_loss", "validation_loss"}) {
        const auto* values = curves.find(name);
        if (values == nullptr) continue;
        text += fmt::format(", {} <strong>{}</strong>", spaced(name), number_text(values->back()));
    }
    return text;
}

}  // namespace

std::string page_header(const ReportPage& page) {
    const RunRecord& record = page.record;
    const std::string name = text_at(record.config, "/name");
    const std::string status = text_at(record.summary, "/status");
    const std::string started = text_at(record.environment, "/started");
    const State state = state_of(record.summary);

    std::string html = fmt::format(
        "<header>\n<div class=\"bar\"><p class=\"above\">mlp run</p>"
        "<button type=\"button\" id=\"theme\" hidden>dark</button></div>\n<h1>{}</h1>\n"
        "<p class=\"meta\"><span class=\"status {}\">{}</span>",
        escaped(name), state.level, escaped(status.empty() ? "unfinished" : status));
    if (!started.empty()) {
        html += fmt::format(" <time datetime=\"{0}\">{0}</time>", escaped(started));
    }
    html += fmt::format(" <code>{}</code></p>\n", escaped(record.directory.string()));
    const std::string text = verdict(record.summary);
    html += fmt::format("<p class=\"verdict\">{}</p>\n", text.empty() ? so_far(page) : text);
    if (!state.meaning.empty()) {
        html += fmt::format("<p class=\"note {}\" role=\"note\">{}</p>\n", state.level,
                            escaped(state.meaning));
    }
    return html + "</header>\n";
}

}  // namespace mlp::html
