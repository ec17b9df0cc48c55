#include "timing.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace mlp::bench {
namespace {

/// The value below which this share of the sorted values lies, interpolated.
double quantile(const std::vector<double>& sorted, double share) {
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(place));
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], place - std::floor(place));
}

}  // namespace

Timing summary_of(std::vector<double> seconds) {
    std::sort(seconds.begin(), seconds.end());
    const double median = quantile(seconds, 0.5);
    return {median, seconds.front(), (quantile(seconds, 0.9) - quantile(seconds, 0.1)) / median};
}

}  // namespace mlp::bench
