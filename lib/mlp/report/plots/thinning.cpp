#include "mlp/report/plots/thinning.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace mlp {

Points thinned(const std::vector<double>& x, const std::vector<double>& y, std::size_t buckets) {
    const std::size_t n = x.size();
    if (n <= 5 * buckets) return {x, y};
    Points points;
    for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
        const std::size_t begin = bucket * n / buckets;
        const std::size_t end = (bucket + 1) * n / buckets;
        std::size_t low = begin;
        std::size_t high = begin;
        std::size_t gap = begin;
        for (std::size_t i = begin; i < end; ++i) {
            if (!std::isfinite(y[i])) {
                gap = i;
                continue;
            }
            if (!std::isfinite(y[low]) || y[i] < y[low]) low = i;
            if (!std::isfinite(y[high]) || y[i] > y[high]) high = i;
        }
        std::array<std::size_t, 5> kept{begin, low, high, gap, end - 1};
        std::sort(kept.begin(), kept.end());
        const auto* const last = std::unique(kept.begin(), kept.end());
        for (const auto* i = kept.begin(); i != last; ++i) {
            points.x.push_back(x[*i]);
            points.y.push_back(y[*i]);
        }
    }
    return points;
}

}  // namespace mlp
