#include "mlp/report/markdown.h"

#include "mlp/core/text.h"

#include <cctype>

#include <fmt/format.h>

namespace mlp::markdown {
namespace {

std::string escaped(std::string_view text, std::string_view special) {
    std::string result;
    for (const char c : text) {
        if (special.find(c) != std::string_view::npos) result += '\\';
        result += c;
    }
    return result;
}

}  // namespace

std::string plain(std::string_view text) { return escaped(text, "\\`*<|["); }

std::string code(std::string_view text) {
    return text.empty() ? std::string() : fmt::format("`{}`", text);
}

std::string code_cell(std::string_view text) { return code(escaped(text, "|")); }

std::string row(const std::vector<std::string>& cells) {
    return "| " + join(cells, " | ") + " |\n";
}

std::string table_head(const std::vector<std::string>& names) {
    return row(names) + row(std::vector<std::string>(names.size(), "---"));
}

std::string link(std::string_view text, std::string_view heading) {
    std::string anchor(heading);
    for (char& c : anchor) {
        c = c == ' ' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return fmt::format("[{}](#{})", text, anchor);
}

}  // namespace mlp::markdown
