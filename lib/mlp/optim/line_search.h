#pragma once

#include <algorithm>
#include <cmath>

namespace mlp {

/// A point of a function φ along a line: φ(at) and φ'(at).
struct LinePoint {
    double at = 0;
    double value = 0;
    double slope = 0;
};

struct WolfeConditions {
    double c1 = 1e-4;
    double c2 = 0.9;
    int max_evaluations = 25;
    /// The relative rounding error of values of φ.
    double rounding = 1e-16;
};

/// Where the cubic polynomial through two points with their slopes has its minimum; NaN if nowhere
/// (Nocedal and Wright 2006, equation 3.59).
inline double cubic_minimum(const LinePoint& a, const LinePoint& b) {
    const double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.at - b.at);
    const double d2 = std::copysign(std::sqrt(d1 * d1 - a.slope * b.slope), b.at - a.at);
    return b.at - (b.at - a.at) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
}

/// Looks for a step with the strong Wolfe conditions
///   φ(α) ≤ φ(0) + c₁αφ'(0)  and  |φ'(α)| ≤ c₂|φ'(0)|
/// (Nocedal and Wright 2006, algorithms 3.5 and 3.6). `phi(α)` gives a LinePoint; where φ is not
/// finite, its value must be infinite or NaN, and smaller steps are tried. start: φ at 0, with a
/// negative slope. `first`: the first α to try. If no such step is found within max_evaluations,
/// returns the lowest point that has the first condition: `start` itself, if there is no other.
template <class Phi>
LinePoint strong_wolfe(Phi&& phi, const LinePoint& start, double first,
                       const WolfeConditions& wolfe) {
    // False for NaN.
    const auto is_low = [&](const LinePoint& p) {
        return p.value <= start.value + wolfe.c1 * p.at * start.slope;
    };
    const auto is_flat = [&](const LinePoint& p) {
        return std::abs(p.slope) <= wolfe.c2 * std::abs(start.slope);
    };
    int evaluations = 0;

    // Go further until a minimum lies between two points.
    LinePoint low = start;
    LinePoint high;
    for (double at = first;;) {
        if (evaluations++ == wolfe.max_evaluations) return low;
        const LinePoint p = phi(at);
        if (!is_low(p) || (low.at > 0 && p.value >= low.value)) {
            high = p;
            break;
        }
        if (is_flat(p)) return p;
        if (p.slope >= 0) {
            high = low;
            low = p;
            break;
        }
        const double estimate = cubic_minimum(low, p);
        const double nearest = p.at + 0.01 * (p.at - low.at);
        const double furthest = 10 * p.at;
        at = estimate < furthest ? std::max(estimate, nearest) : furthest;
        low = p;
    }

    // Close in on it. low is the lowest point with the first condition, and φ falls from there
    // towards high, which may be on either side.
    while (evaluations++ < wolfe.max_evaluations) {
        const double width = high.at - low.at;
        // What is left to gain cannot be told from rounding.
        if (std::abs(width * low.slope) <= wolfe.rounding * std::abs(low.value)) break;
        double share =
            std::isfinite(high.value) ? (cubic_minimum(low, high) - low.at) / width : 0.1;
        share = std::isfinite(share) ? std::clamp(share, 0.1, 0.9) : 0.5;
        const LinePoint p = phi(low.at + share * width);
        if (!is_low(p) || p.value >= low.value) {
            high = p;
            continue;
        }
        if (is_flat(p)) return p;
        if (p.slope * width >= 0) high = low;
        low = p;
    }
    return low;
}

}  // namespace mlp
