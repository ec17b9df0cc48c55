#include "mlp/report/html/html_text.h"

#include "mlp/core/text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mlp::html {

std::string escaped(std::string_view text) {
    const std::string utf8 = is_utf8(text) ? std::string(text) : utf8_of(text);
    std::string result;
    for (const char c : utf8) {
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            case '\'':
                result += "&#39;";
                break;
            default:
                result += c;
        }
    }
    return result;
}

std::string json_for_script(const Json& json) {
    const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string result;
    // Angle brackets occur in strings only, where they may be written by their numbers.
    for (const char c : text) {
        if (c == '<') {
            result += "\\u003c";
        } else if (c == '>') {
            result += "\\u003e";
        } else {
            result += c;
        }
    }
    return result;
}

std::string base64(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) group = group << 8U | (k < count ? bytes[i + k] : 0U);
        for (std::size_t k = 0; k < 4; ++k) {
            text += k <= count ? digits[group >> (18 - 6 * k) & 63U] : '=';
        }
    }
    return text;
}

std::string number_text(double value) {
    return std::isnan(value) ? "n/a" : fmt::format("{:.4g}", value);
}

double rounded(double value) {
    return std::isfinite(value) ? to_number(fmt::format("{:.6g}", value)).value_or(value) : value;
}

std::optional<double> number_at(const Json& json, const char* pointer) {
    const Json::json_pointer place(pointer);
    if (!json.contains(place) || !json[place].is_number()) return std::nullopt;
    return json[place].get<double>();
}

std::string text_at(const Json& json, const char* pointer) {
    const Json::json_pointer place(pointer);
    return json.contains(place) && json[place].is_string() ? json[place].get<std::string>() : "";
}

std::string spaced(std::string_view name) {
    std::string text(name);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

}  // namespace mlp::html
