#pragma once

#include <cstdio>
#include <string>

namespace mlp::app {

/// Whether a stream goes to a terminal that can move its cursor.
bool is_terminal(std::FILE* stream);

/// Text in bold where the stream shows it: on a terminal, unless NO_COLOR is set.
std::string bold(std::FILE* stream, const std::string& text);

}  // namespace mlp::app
