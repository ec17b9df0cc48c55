#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mlp {

/// A text in lines of at most `width` columns, broken between words; a word that is wider alone has
/// a line to itself. The lines of the text are paragraphs: each begins on a new line. Every line
/// ends with a line feed.
std::string wrapped(std::string_view text, std::size_t width);

}  // namespace mlp
