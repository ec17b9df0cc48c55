#include "terminal.h"

#include "mlp/core/text.h"
#include "mlp/report/short_name.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <limits>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace mlp::app {
namespace {

/// A variable of the environment; one that is not there is empty.
std::string_view variable(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

}  // namespace

bool is_terminal(std::FILE* stream) {
    const std::string_view kind = variable("TERM");
    return !kind.empty() && kind != "dumb" && ::isatty(::fileno(stream)) == 1;
}

std::size_t terminal_width(std::FILE* stream) {
    constexpr std::size_t usual = 80;
    winsize size{};
    if (::ioctl(::fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    const auto columns = to_number(variable("COLUMNS"));
    return columns && *columns >= 1 && *columns <= 10000 ? static_cast<std::size_t>(*columns)
                                                         : usual;
}

std::size_t widest_line(std::FILE* stream) {
    return ::isatty(::fileno(stream)) == 1 ? terminal_width(stream)
                                           : std::numeric_limits<std::size_t>::max();
}

Characters locale_characters() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        std::string locale(variable(name));
        if (locale.empty()) continue;
        std::erase(locale, '-');
        std::transform(locale.begin(), locale.end(), locale.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return locale.find("utf8") == locale.npos ? Characters::ascii : Characters::unicode;
    }
    return Characters::ascii;
}

void LiveLine::show(const std::string& text) {
    if (!possible_) return;
    // The cursor waits at the start of the line: however the terminal folds the line when it is
    // made narrower, all of it is behind the cursor, where it is erased.
    say("\r{}\x1b[J\r", clipped(text, width()));
    shown_ = true;
}

void LiveLine::keep() {
    if (shown_) say("\n");
    shown_ = false;
}

void LiveLine::take_away() {
    if (shown_) say("\r\x1b[J");
    shown_ = false;
}

std::string bold(std::FILE* stream, const std::string& text) {
    return !variable("NO_COLOR").empty() || !is_terminal(stream) ? text
                                                                 : "\x1b[1m" + text + "\x1b[0m";
}

}  // namespace mlp::app
