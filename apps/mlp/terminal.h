#pragma once

#include <cstdio>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace mlp::app {

/// Whether a stream goes to a terminal that can move its cursor.
bool is_terminal(std::FILE* stream);

/// Writes to standard error. Where that cannot be written, nothing happens: no work is lost because
/// nobody is looking.
template <class... Values>
void say(fmt::format_string<Values...> format, Values&&... values) {
    const std::string text = fmt::format(format, std::forward<Values>(values)...);
    std::fwrite(text.data(), 1, text.size(), stderr);
}

/// A text as one word of a shell command.
std::string for_shell(const std::string& text);

/// Text in bold where the stream shows it: on a terminal, unless NO_COLOR is set.
std::string bold(std::FILE* stream, const std::string& text);

}  // namespace mlp::app
