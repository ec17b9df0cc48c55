#pragma once

#include "mlp/core/matrix.h"

#include <vector>

namespace mlp {

/// The points of a line.
struct Points {
    std::vector<double> x;
    std::vector<double> y;
};

/// A line of many points as one of at most five times `buckets`, which looks the same where a
/// bucket is no wider than a pixel: of the points of a bucket, which follow one another, those stay
/// that are the first, the last, the lowest and the highest, and one that is no number, as it
/// breaks the line. Fewer points than that stay as they are.
Points thinned(const std::vector<double>& x, const std::vector<double>& y, std::size_t buckets);

}  // namespace mlp
