#include "mlp/core/shell_word.h"
#include "mlp/report/html/html_text.h"
#include "mlp/report/html/sections.h"

#include <fmt/format.h>

namespace mlp::html {
namespace {

std::string folded(const char* title, const std::string& content) {
    return fmt::format("<details><summary>{}</summary>\n{}</details>\n", title, content);
}

std::string printed(const Json& json, int indent) {
    return escaped(json.dump(indent, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

std::string config_section(const ReportPage& page) {
    return folded("The whole config, with every default",
                  fmt::format("<pre>{}</pre>\n", printed(page.record.config, 2)));
}

std::string environment_section(const ReportPage& page) {
    const Json& environment = page.record.environment;
    if (!environment.is_object()) return {};
    std::string table = "<div class=\"wide\"><table><tbody>\n";
    for (const auto& [key, value] : environment.items()) {
        const std::string text = value.is_string() ? escaped(value.get_ref<const std::string&>())
                                                   : printed(value, value.is_structured() ? 2 : -1);
        table += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"code\">{}</td></tr>\n",
                             escaped(spaced(key)), text);
    }
    return folded("What the run depended on besides its config",
                  table + "</tbody></table></div>\n");
}

std::string go_on_section(const ReportPage& page) {
    const auto word = [](const std::filesystem::path& path) {
        return escaped(for_shell(path.string()));
    };
    const auto& directory = page.record.directory;
    const auto epochs = number_at(page.record.summary, "/epochs");
    const bool completed = text_at(page.record.summary, "/status") == "completed" && epochs;
    return fmt::format(
        "<dl class=\"commands\">"
        "<dt>pictures as files</dt><dd><code>mlp plot {0}</code></dd>"
        "<dt>train on</dt><dd><code>mlp resume {0}{3}</code></dd>"
        "<dt>use the network</dt><dd><code>mlp predict {1} DATA.csv</code></dd>"
        "<dt>train anew, with a change</dt>"
        "<dd><code>mlp train {2} --set seed=7</code></dd></dl>\n",
        word(directory), word(directory / "model.safetensors"), word(directory / "config.json"),
        completed ? fmt::format(" --set training.epochs={}", 2 * *epochs) : "");
}

}  // namespace mlp::html
