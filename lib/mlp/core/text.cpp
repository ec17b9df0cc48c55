#include "mlp/core/text.h"

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

std::string join(std::span<const std::string> words, std::string_view separator) {
    std::string text;
    for (const auto& word : words) {
        if (!text.empty()) text += separator;
        text += word;
    }
    return text;
}

}  // namespace mlp
