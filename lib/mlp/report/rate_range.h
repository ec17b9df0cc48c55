#pragma once

#include <vector>

namespace mlp {

/// A learning-rate range test (Smith 2017, "Cyclical Learning Rates for Training Neural Networks"):
/// the rate grows by the same factor at every step, and the loss of each batch is noted, until it
/// is four times the lowest one.
struct RateRange {
    std::vector<double> rates;     ///< of each step, growing
    std::vector<double> losses;    ///< of its batch, before the step
    std::vector<double> smoothed;  ///< their moving average, corrected for its start
    double configured = 0;         ///< the learning rate of the config
    double suggested = 0;  ///< where the smoothed loss falls fastest; 0 if it does not, clearly
};

}  // namespace mlp
