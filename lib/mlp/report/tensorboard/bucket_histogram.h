#pragma once

#include <span>
#include <vector>

namespace mlp {

/// How numbers are spread, as TensorBoard takes it (TensorFlow's HistogramProto). Numbers that are
/// not finite are counted nowhere.
struct BucketHistogram {
    double min = 0;
    double max = 0;
    double count = 0;
    double sum = 0;
    double sum_squares = 0;
    /// The right end of each bucket, which belongs to the next one; that of the last bucket is
    /// max, and its own. The left end of the first is min: no number is outside.
    std::vector<double> limits;
    std::vector<double> counts;  ///< one for each bucket
};

/// Thirty buckets of equal width; a single one where all numbers are equal, none without numbers.
template <class T>
BucketHistogram bucket_histogram(std::span<const T> numbers);

}  // namespace mlp
