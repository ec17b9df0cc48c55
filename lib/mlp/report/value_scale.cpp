#include "mlp/report/value_scale.h"

#include <algorithm>
#include <cmath>

namespace mlp {
namespace {

constexpr double decades_of_linear = 2;

}  // namespace

void ValueRange::add(double value) {
    if (!std::isfinite(value)) return;
    least = empty ? value : std::min(least, value);
    greatest = empty ? value : std::max(greatest, value);
    empty = false;
}

void ValueRange::add(std::span<const double> values) {
    for (const double value : values) add(value);
}

ValueScale::ValueScale(ValueRange range) {
    logarithmic_ = !range.empty && range.least > 0 &&
                   std::log10(range.greatest) - std::log10(range.least) > decades_of_linear;
    low_ = logarithmic_ ? std::log10(range.least) : range.least / 2;
    high_ = logarithmic_ ? std::log10(range.greatest) : range.greatest / 2;
    if (high_ > low_) return;
    const double around = low_ == 0 ? 0.5 : std::abs(low_) / 10;
    low_ -= around;
    high_ += around;
}

double ValueScale::position(double value) const {
    const double at = logarithmic_ ? std::log10(value) : value / 2;
    return std::clamp((at - low_) / (high_ - low_), 0.0, 1.0);
}

double ValueScale::value(double position) const {
    const double at = low_ + position * (high_ - low_);
    return logarithmic_ ? std::pow(10.0, at) : 2 * at;
}

}  // namespace mlp
