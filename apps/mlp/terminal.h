#pragma once

#include "mlp/report/characters.h"

#include <cstddef>
#include <cstdio>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace mlp::app {

/// Whether a stream goes to a terminal that can move its cursor.
bool is_terminal(std::FILE* stream);

/// The columns of a stream's terminal as it is now. Where that is not known, COLUMNS, or else 80.
std::size_t terminal_width(std::FILE* stream);

/// How wide a line of a stream may be without being wrapped: no limit where it is no terminal.
std::size_t widest_line(std::FILE* stream);

/// What the user's locale can show (LC_ALL, LC_CTYPE, LANG).
Characters locale_characters();

/// Writes to standard error. Where that cannot be written, nothing happens: no work is lost because
/// nobody is looking.
template <class... Values>
void say(fmt::format_string<Values...> format, Values&&... values) {
    const std::string text = fmt::format(format, std::forward<Values>(values)...);
    std::fwrite(text.data(), 1, text.size(), stderr);
}

/// A line at the bottom of standard error that is written anew again and again, and taken away in
/// the end. Nothing else may be written while it is there. Where standard error is no terminal that
/// can move its cursor, it is never there.
class LiveLine {
  public:
    LiveLine() = default;
    ~LiveLine() { take_away(); }
    LiveLine(const LiveLine&) = delete;
    LiveLine& operator=(const LiveLine&) = delete;

    bool possible() const { return possible_; }
    /// How wide its text may be, now: a column less than the terminal, which might wrap otherwise.
    static std::size_t width() { return terminal_width(stderr) - 1; }
    /// Shows a text, of which only the first width() columns are seen.
    void show(const std::string& text);
    /// Leaves it as it is, and goes on below.
    void keep();
    void take_away();

  private:
    bool possible_ = is_terminal(stderr);
    bool shown_ = false;
};

/// Text in bold where the stream shows it: on a terminal, unless NO_COLOR is set.
std::string bold(std::FILE* stream, const std::string& text);

}  // namespace mlp::app
