#pragma once

#include <string>

namespace mlp {

/// A text as one word of a shell command.
std::string for_shell(const std::string& text);

}  // namespace mlp
