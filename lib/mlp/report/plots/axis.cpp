#include "mlp/report/plots/axis.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mlp {
namespace {

/// Of 1, 2 and 5 times the powers of ten, the first that leaves at most so many steps.
double round_step(double length, double most) {
    const double decade = std::pow(10, std::floor(std::log10(length / most)));
    for (const double step : {decade, 2 * decade, 5 * decade}) {
        if (length <= most * step) return step;
    }
    return 10 * decade;
}

/// Tics for a logarithmic axis on which powers of ten are rare: their multiples by 1, 2 and 5, or,
/// where even those are, numbers in equal steps.
std::string close_tics(const Axis& axis) {
    std::string tics;
    const auto add = [&](double value) {
        if (value < axis.min || value > axis.max) return;
        tics += fmt::format("{}{:.6g}", tics.empty() ? "" : ", ", value);
    };
    if (axis.max / axis.min < 8) {
        const double step = round_step(axis.max - axis.min, 6);
        for (double i = std::floor(axis.min / step); i * step <= axis.max; ++i) add(i * step);
    } else {
        double decade = std::pow(10, std::floor(std::log10(axis.min)));
        for (; decade <= axis.max; decade *= 10) {
            for (const double factor : {1, 2, 5}) add(factor * decade);
        }
    }
    return '(' + tics + ')';
}

std::string tics_of(const Axis& axis, Tics tics) {
    if (axis.logarithmic) return axis.max / axis.min < 1000 ? close_tics(axis) : "autofreq";
    if (tics == Tics::any) return "autofreq";
    const double length = axis.max - axis.min;
    return fmt::format("{:.9g}", tics == Tics::whole ? std::max(1.0, round_step(length, 8))
                                                     : round_step(length, 4));
}

}  // namespace

double Axis::position(double value) const {
    if (!logarithmic) return (value - min) / (max - min);
    return std::log(value / min) / std::log(max / min);
}

void Axis::widen(double share) {
    if (logarithmic) {
        const double factor = std::pow(max / min, share);
        min /= factor;
        max *= factor;
    } else {
        const double more = (max - min) * share;
        min -= more;
        max += more;
    }
}

bool can_be_drawn(double value) {
    return std::abs(value) < 1e150 && (value == 0 || std::abs(value) > 1e-150);
}

Axis axis_of(const std::vector<double>& numbers, bool logarithmic) {
    Axis axis{1, 0, logarithmic};
    bool first = true;
    for (const double value : numbers) {
        if (!can_be_drawn(value) || (logarithmic && value <= 0)) continue;
        axis.min = first ? value : std::min(axis.min, value);
        axis.max = first ? value : std::max(axis.max, value);
        first = false;
    }
    if (first) return {0, 1, false};
    if (logarithmic) {
        if (axis.max / axis.min < 1.01) axis = {axis.min / 2, axis.max * 2, true};
    } else {
        // Numbers that differ in their last digits only are equal to the eye, and to the tics.
        const double size = std::max(std::abs(axis.min), std::abs(axis.max));
        if (axis.max - axis.min <= 1e-9 * size) {
            const double half = size == 0 ? 1 : size / 2;
            axis.min -= half;
            axis.max += half;
        }
    }
    return axis;
}

bool suits_logarithm(const std::vector<double>& numbers) {
    const Axis axis = axis_of(numbers, false);
    return axis.min > 0 && axis.max / axis.min > 100;
}

std::string axis_script(char name, const Axis& axis, Tics tics) {
    return fmt::format(
        "{0} logscale {1}\nset {1}range [{2:.9g}:{3:.9g}]\nset {1}tics {4}\n"
        "set format {1} '%g'\n",
        axis.logarithmic ? "set" : "unset", name, axis.min, axis.max, tics_of(axis, tics));
}

}  // namespace mlp
