#include "mlp/nn/active_range.h"

#include "mlp/nn/activation.h"
#include "mlp/nn/activation_curve.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace mlp {
namespace {

constexpr int cells_per_unit = 64;
constexpr int farthest = 30;
constexpr double small_part = 0.01;

}  // namespace

ActiveRange active_range(const Choice& activation) {
    const auto made = activations<double>().make(activation);
    if (!made->traits().elementwise || made->pieces() > 1) return {};
    std::vector<double> z;
    for (int i = -farthest * cells_per_unit; i <= farthest * cells_per_unit; ++i) {
        z.push_back(static_cast<double>(i) / cells_per_unit);
    }
    const ActivationCurve curve = activation_curve(activation, z);
    double largest = 0;
    for (const double slope : curve.dy) {
        if (std::isfinite(slope)) largest = std::max(largest, std::abs(slope));
    }
    const auto is_flat = [&](double slope) { return std::abs(slope) < small_part * largest; };
    const auto first = std::ranges::find_if_not(curve.dy, is_flat) - curve.dy.begin();
    if (first == std::ssize(z)) return {};  // flat everywhere: there is nothing to tell
    const auto behind = std::find_if_not(curve.dy.rbegin(), curve.dy.rend(), is_flat).base();
    const auto last = behind - curve.dy.begin();

    ActiveRange range;
    if (first > 0) range.low = z[static_cast<std::size_t>(first) - 1];
    if (last < std::ssize(z)) range.high = z[static_cast<std::size_t>(last)];
    range.off_below =
        made->range().max == infinity || (curve.y.front() == 0 && curve.dy.front() == 0);
    return range;
}

}  // namespace mlp
