#pragma once

#include <vector>

namespace mlp::html {

/// Round numbers (1, 2 or 5 times a power of ten apart) from `low` to `high`, some `count` of them
/// and at most twice as many and one; `low` alone if it is not below `high`.
std::vector<double> axis_ticks(double low, double high, int count);

}  // namespace mlp::html
