#include "mlp/data/yeo_johnson.h"

#include "mlp/data/number_transform.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace mlp {
namespace {

double log_likelihood(std::span<const double> numbers, double lambda) {
    double mean = 0;
    double squares = 0;
    double logs = 0;
    double count = 0;
    for (const double x : numbers) {
        const double y = NumberTransform::bend(Curve::yeo_johnson, lambda, x);
        const double deviation = y - mean;
        mean += deviation / ++count;
        squares += deviation * (y - mean);
        logs += std::copysign(std::log1p(std::abs(x)), x);
    }
    const double value = -count / 2 * std::log(squares / count) + (lambda - 1) * logs;
    // Where a power overflows or flattens all numbers into one, nothing is likely.
    return std::isfinite(value) ? value : -std::numeric_limits<double>::infinity();
}

}  // namespace

double yeo_johnson_lambda(std::span<const double> numbers) {
    if (numbers.empty() || numbers.front() == numbers.back()) return 1;
    double low = -5;
    double high = 7;
    const double golden = std::numbers::phi - 1;
    double left = high - golden * (high - low);
    double right = low + golden * (high - low);
    double at_left = log_likelihood(numbers, left);
    double at_right = log_likelihood(numbers, right);
    // The likelihood is flat around its top, so more digits of λ than these mean nothing.
    while (high - low > 1e-8) {
        if (at_left >= at_right) {
            high = right;
            right = left;
            at_right = at_left;
            left = high - golden * (high - low);
            at_left = log_likelihood(numbers, left);
        } else {
            low = left;
            left = right;
            at_left = at_right;
            right = low + golden * (high - low);
            at_right = log_likelihood(numbers, right);
        }
    }
    return (low + high) / 2;
}

}  // namespace mlp
