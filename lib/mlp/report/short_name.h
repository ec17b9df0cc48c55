#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

/// Names of any kind in the columns of a text.
namespace mlp {

/// Whether a byte starts a character of UTF-8, and does not continue one.
constexpr bool starts_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/// How many columns a text takes in a terminal: one for each character (code point) of UTF-8.
inline std::size_t display_width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

/// As much of a text as fits into so many columns.
inline std::string clipped(std::string_view text, std::size_t width) {
    std::size_t end = 0;
    for (std::size_t characters = 0; end < text.size(); ++end) {
        if (starts_character(text[end]) && characters++ == width) break;
    }
    return std::string(text.substr(0, end));
}

/// A name in at most `width` columns: its end is cut off and marked with "~" where it is longer.
/// Control characters, which would spoil the lines, become "?".
inline std::string short_name(std::string_view name, std::size_t width) {
    std::string text(name);
    if (display_width(name) > width) text = clipped(name, width > 0 ? width - 1 : 0) + "~";
    std::replace_if(
        text.begin(), text.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '?');
    return text;
}

/// Filled up with blanks behind the text, or in front of it.
inline std::string padded(const std::string& text, std::size_t width) {
    const std::size_t own = display_width(text);
    return own < width ? text + std::string(width - own, ' ') : text;
}
inline std::string right_aligned(const std::string& text, std::size_t width) {
    const std::size_t own = display_width(text);
    return own < width ? std::string(width - own, ' ') + text : text;
}

}  // namespace mlp
