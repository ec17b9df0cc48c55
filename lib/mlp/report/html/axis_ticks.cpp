#include "mlp/report/html/axis_ticks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace mlp::html {

std::vector<double> axis_ticks(double low, double high, int count) {
    const double raw = (high - low) / count;
    if (!(raw > 0) || !std::isfinite(raw)) return {low};
    const double power = std::pow(10, std::floor(std::log10(raw)));
    constexpr std::array<double, 4> factors{1, 2, 5, 10};
    const auto* factor = std::find_if(factors.begin(), factors.end() - 1,
                                      [&](double f) { return f * power >= raw * 0.99; });
    const double step = *factor * power;
    if (!(step > 0)) return {low};  // below the smallest number
    std::vector<double> ticks;
    const double first = std::ceil(low / step - 1e-9) + 0.0;  // which makes 0 of -0
    const double last = std::floor(high / step + 1e-9);
    // From 2^53 on, first + i is not always another number.
    const int steps = static_cast<int>(std::min(last - first, 2.0 * count));
    for (int i = 0; i <= steps; ++i) {
        const double tick = (first + i) * step + 0.0;  // no -0
        if (ticks.empty() || tick > ticks.back()) ticks.push_back(tick);
    }
    return ticks;
}

}  // namespace mlp::html
