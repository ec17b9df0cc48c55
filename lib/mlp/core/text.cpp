#include "mlp/core/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

namespace mlp {
namespace {

template <class T>
std::string shortest(T value) {
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

/// The length of the well-formed character of UTF-8 that starts at i (RFC 3629); 0 if none does.
std::size_t character_length(std::string_view text, std::size_t i) {
    const auto byte = [&](std::size_t at) -> unsigned {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    const unsigned first = byte(i);
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4) return 0;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    // The second byte has narrower limits where a shorter form, a surrogate or a code point
    // beyond the last would be spelt.
    const unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (byte(i + 1) < low || byte(i + 1) > high) return 0;
    for (std::size_t k = 2; k < length; ++k) {
        if ((byte(i + k) & 0xC0U) != 0x80U) return 0;
    }
    return length;
}

/// A byte b from 0x80 on as a character is U+F700 + b: EF 9E b for b < 0xC0, else EF 9F b − 0x40.
std::string byte_character(char byte) {
    const auto b = static_cast<unsigned char>(byte);
    return b < 0xC0 ? std::string{'\xEF', '\x9E', byte}
                    : std::string{'\xEF', '\x9F', static_cast<char>(b - 0x40)};
}
char byte_of(std::string_view character) {
    return character[1] == '\x9E' ? character[2] : static_cast<char>(character[2] + 0x40);
}
/// Whether such a character stands at the front of well-formed UTF-8, or anywhere in it.
bool is_byte_character(std::string_view utf8) {
    return utf8.starts_with("\xEF\x9E") || utf8.starts_with("\xEF\x9F");
}
bool has_byte_character(std::string_view utf8) {
    return utf8.find("\xEF\x9E") != utf8.npos || utf8.find("\xEF\x9F") != utf8.npos;
}

}  // namespace

std::string to_text(double value) { return shortest(value); }
std::string to_text(float value) { return shortest(value); }

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<double> to_number(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    if (error == std::errc::result_out_of_range) {
        // Too large is no number; too small, with an exponent below zero, is as good as zero.
        const auto exponent = text.find_first_of("eE");
        const bool small = exponent != text.npos && text.substr(exponent + 1).starts_with('-');
        return small ? std::optional(0.0) : std::nullopt;
    }
    return error == std::errc{} ? std::optional(value) : std::nullopt;
}

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = character_length(text, i);
        if (length == 0) return false;
        i += length;
    }
    return true;
}

std::string utf8_of(std::string_view bytes) {
    if (is_utf8(bytes) && !has_byte_character(bytes)) return std::string(bytes);
    std::string text;
    for (std::size_t i = 0; i < bytes.size();) {
        const std::size_t length = character_length(bytes, i);
        const std::string_view character = bytes.substr(i, std::max<std::size_t>(length, 1));
        if (length > 0 && !is_byte_character(character)) {
            text += character;
        } else {
            for (const char byte : character) text += byte_character(byte);
        }
        i += character.size();
    }
    return text;
}

std::string bytes_of(std::string_view utf8) {
    std::string bytes;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const std::string_view character = utf8.substr(i, 3);
        const bool is_byte = character.size() == 3 && is_byte_character(character);
        bytes += is_byte ? byte_of(character) : utf8[i];
        if (is_byte) i += 2;
    }
    return bytes;
}

void add_csv_cell(std::string& csv, std::string_view cell) {
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
        csv += cell;
        return;
    }
    csv += '"';
    for (const char c : cell) {
        if (c == '"') csv += c;
        csv += c;
    }
    csv += '"';
}

std::string counted(std::size_t count, std::string_view thing) {
    return std::to_string(count) + ' ' + std::string(thing) + (count == 1 ? "" : "s");
}

std::optional<std::string> repeated(std::vector<std::string> texts,
                                    const std::vector<std::string>& more) {
    texts.insert(texts.end(), more.begin(), more.end());
    std::sort(texts.begin(), texts.end());
    const auto found = std::adjacent_find(texts.begin(), texts.end());
    return found == texts.end() ? std::nullopt : std::optional(*found);
}

std::string join(std::span<const std::string> words, std::string_view separator) {
    std::string text;
    for (const auto& word : words) {
        if (!text.empty()) text += separator;
        text += word;
    }
    return text;
}

}  // namespace mlp
