#pragma once

#include <cmath>
#include <vector>

namespace mlp {

/// The mean of some numbers, and their standard deviation with n − 1 below the sum, which is 0 of a
/// single one. NaN if one of them is.
struct Spread {
    double mean = 0;
    double sd = 0;

    explicit Spread(const std::vector<double>& numbers) {
        double n = 0;
        // Step by step, so that the mean of equal numbers is that number to the bit.
        for (const double x : numbers) mean += (x - mean) / ++n;
        for (const double x : numbers) sd += (x - mean) * (x - mean);
        if (numbers.size() > 1) sd = std::sqrt(sd / (n - 1));
    }
};

}  // namespace mlp
