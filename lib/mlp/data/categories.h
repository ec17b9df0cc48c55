#pragma once

#include <string>
#include <vector>

namespace mlp {

/// Different spellings in the order in which people expect them: numbers by value if all are
/// numbers, else texts by their bytes.
std::vector<std::string> in_order(std::vector<std::string> spellings);

}  // namespace mlp
