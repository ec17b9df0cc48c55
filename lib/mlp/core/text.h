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

/// A text of any bytes as UTF-8: what is well-formed stays, and every byte that belongs to no
/// character becomes the private one U+F700 + byte. So do the bytes of these characters themselves:
/// bytes_of() always gives the same bytes back. A text in another encoding passes through all that
/// must be UTF-8, such as JSON, unharmed.
std::string utf8_of(std::string_view bytes);
std::string bytes_of(std::string_view utf8);

/// Adds a cell of a CSV text, quoted where it must be (RFC 4180).
void add_csv_cell(std::string& csv, std::string_view cell);

/// "1 cell", "2 cells"
std::string counted(std::size_t count, std::string_view thing);

/// A text that stands more than once in one of two lists or in both; none if there is no such.
std::optional<std::string> repeated(std::vector<std::string> texts,
                                    const std::vector<std::string>& more);

/// "a, b, c"
std::string join(std::span<const std::string> words, std::string_view separator = ", ");

}  // namespace mlp
