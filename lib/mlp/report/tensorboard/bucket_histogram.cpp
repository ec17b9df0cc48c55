#include "mlp/report/tensorboard/bucket_histogram.h"

#include <algorithm>
#include <cmath>

namespace mlp {
namespace {

constexpr int most_buckets = 30;

/// Never decreasing, and never above max, however close or far the two ends are.
std::vector<double> limits_between(double min, double max) {
    if (min == max) return {max};
    const double width = max / most_buckets - min / most_buckets;  // the difference may overflow
    std::vector<double> limits;
    for (int i = 1; i < most_buckets; ++i) limits.push_back(std::min(min + i * width, max));
    limits.push_back(max);
    return limits;
}

}  // namespace

template <class T>
BucketHistogram bucket_histogram(std::span<const T> numbers) {
    BucketHistogram result;
    for (const double x : numbers) {
        if (!std::isfinite(x)) continue;
        result.min = result.count == 0 ? x : std::min(result.min, x);
        result.max = result.count == 0 ? x : std::max(result.max, x);
        ++result.count;
        result.sum += x;
        result.sum_squares += x * x;
    }
    if (result.count == 0) return result;
    result.limits = limits_between(result.min, result.max);
    result.counts.resize(result.limits.size());
    for (const double x : numbers) {
        if (!std::isfinite(x)) continue;
        const auto last = result.limits.end() - 1;
        const auto limit = std::upper_bound(result.limits.begin(), last, x);
        ++result.counts[static_cast<std::size_t>(limit - result.limits.begin())];
    }
    return result;
}

template BucketHistogram bucket_histogram(std::span<const float>);
template BucketHistogram bucket_histogram(std::span<const double>);

}  // namespace mlp
