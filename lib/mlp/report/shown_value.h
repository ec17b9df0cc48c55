#pragma once

#include <string>

namespace mlp {

/// A swept value, which is JSON, as a cell of a table: a text without its quotes, all else as it
/// is.
std::string plain_value(const std::string& json);

/// A swept value as people read it, numbers with 5 digits: relu, 0.1, step(surrogate=sigmoid).
std::string shown_value(const std::string& json);

}  // namespace mlp
