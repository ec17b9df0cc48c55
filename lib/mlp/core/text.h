#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// The shortest text that reads back as exactly this number: "0.1", "1e-05", "nan".
std::string to_text(double value);
std::string to_text(float value);

/// The finite number that the whole text spells, apart from blanks around it; none otherwise.
/// Independent of the locale.
std::optional<double> to_number(std::string_view text);

std::string_view trimmed(std::string_view text);

/// Whether a text is well-formed UTF-8 (RFC 3629), as JSON must be.
bool is_utf8(std::string_view text);

/// "1 cell", "2 cells"
std::string counted(std::size_t count, std::string_view thing);

/// A text that stands more than once in one of two lists or in both; none if there is no such.
std::optional<std::string> repeated(std::vector<std::string> texts,
                                    const std::vector<std::string>& more);

/// "a, b, c"
std::string join(std::span<const std::string> words, std::string_view separator = ", ");

}  // namespace mlp
