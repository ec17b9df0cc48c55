#pragma once

#include "mlp/core/matrix.h"

#include <cstdint>
#include <string>
#include <vector>

namespace mlp {

/// How numbers are spread: counts in bins of equal width.
struct Histogram {
    std::string name;  ///< of what: "layers.0"
    double min = 0;
    double max = 0;  ///< of the numbers; the bins go from one to the other
    std::vector<std::int64_t> counts;

    double bin_width() const { return (max - min) / static_cast<double>(counts.size()); }
    double middle(std::size_t bin) const {
        return min + (static_cast<double>(bin) + 0.5) * bin_width();
    }
};

/// Of finite numbers. Where all are equal, the bins reach some way to both sides of them.
Histogram histogram(std::string name, const std::vector<double>& numbers, Index bins);

}  // namespace mlp
