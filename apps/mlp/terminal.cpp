#include "terminal.h"

#include <cstdlib>
#include <string_view>

#include <unistd.h>

namespace mlp::app {

bool is_terminal(std::FILE* stream) {
    const char* kind = std::getenv("TERM");
    const bool can_move = kind != nullptr && std::string_view(kind) != "dumb";
    return can_move && ::isatty(::fileno(stream)) == 1;
}

std::string for_shell(const std::string& text) {
    const bool plain = text.find_first_not_of(
                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                           "0123456789_-+=.,:/@%") == std::string::npos;
    if (plain && !text.empty()) return text;
    std::string quoted = "'";
    for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

std::string bold(std::FILE* stream, const std::string& text) {
    const char* no_color = std::getenv("NO_COLOR");
    const bool plain = no_color != nullptr && *no_color != '\0';
    return plain || !is_terminal(stream) ? text : "\x1b[1m" + text + "\x1b[0m";
}

}  // namespace mlp::app
