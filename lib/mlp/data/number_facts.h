#pragma once

#include "mlp/core/matrix.h"

#include <functional>
#include <span>
#include <vector>

namespace mlp {

/// What must be known of the numbers of one column to scale them or to fill gaps in them. Missing
/// numbers (NaN) count in `missing` only.
struct NumberFacts {
    Index count = 0;
    Index missing = 0;
    double mean = 0;
    double stddev = 0;  ///< of the whole population: Σ(x − mean)²/n under the root
    double min = 0;
    double max = 0;
    std::vector<double> sorted{};  ///< all numbers, where they were asked for

    /// Linear between the two nearest numbers, as NumPy has it (Hyndman and Fan's definition 7,
    /// 1996). Needs `sorted`, and a number at least. q is from 0 to 1.
    double quantile(double q) const;
    double median() const { return quantile(0.5); }
};

/// Writes the numbers of one row.
using ReadRow = std::function<void(Index row, double* out)>;

/// The facts of as many columns as there are flags; `sorted` of those whose flag is set. Goes once
/// through the rows, and once more for each portion of sorted columns that fits into 256 MiB.
std::vector<NumberFacts> number_facts(std::span<const Index> rows, const ReadRow& read,
                                      const std::vector<bool>& wants_sorted);

}  // namespace mlp
