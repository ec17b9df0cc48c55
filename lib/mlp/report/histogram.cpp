#include "mlp/report/histogram.h"

#include <algorithm>
#include <cmath>

namespace mlp {

Histogram histogram(std::string name, const std::vector<double>& numbers, Index bins) {
    Histogram result{std::move(name), 0, 0,
                     std::vector<std::int64_t>(static_cast<std::size_t>(bins))};
    if (!numbers.empty()) {
        const auto [min, max] = std::ranges::minmax(numbers);
        result.min = min;
        result.max = max;
    }
    if (result.min == result.max) {
        const double around = std::max(0.5, std::abs(result.min) / 2);
        result.min -= around;
        result.max += around;
    }
    for (const double number : numbers) {
        const auto bin = static_cast<Index>((number - result.min) / result.bin_width());
        ++result.counts[static_cast<std::size_t>(std::clamp<Index>(bin, 0, bins - 1))];
    }
    return result;
}

}  // namespace mlp
