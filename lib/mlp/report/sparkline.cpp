#include "mlp/report/sparkline.h"

#include "mlp/report/value_scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>

namespace mlp {
namespace {

using Levels = std::array<std::string_view, 8>;

constexpr Levels blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr Levels letters{"_", ".", ":", "-", "=", "+", "*", "#"};

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t most_means = 128;

double mean_of_finite(std::span<const double> values) {
    const auto is_finite = [](double value) { return std::isfinite(value); };
    const auto count = static_cast<double>(std::count_if(values.begin(), values.end(), is_finite));
    if (count == 0) return not_a_number;
    double mean = 0;
    for (const double value : values) mean += is_finite(value) ? value / count : 0;
    return mean;
}

std::vector<double> squeezed(std::span<const double> values, std::size_t width) {
    std::vector<double> means;
    for (std::size_t i = 0; i < width; ++i) {
        const std::size_t first = i * values.size() / width;
        const std::size_t end = (i + 1) * values.size() / width;
        means.push_back(mean_of_finite(values.subspan(first, end - first)));
    }
    return means;
}

}  // namespace

std::string sparkline(std::span<const double> values, std::size_t width, Characters characters) {
    const auto shown = squeezed(values, std::min(values.size(), width));
    ValueRange range;
    range.add(shown);
    const ValueScale scale(range);
    const Levels& levels = characters == Characters::unicode ? blocks : letters;
    std::string text;
    for (const double value : shown) {
        // What is in the middle of two levels, such as the only value, has the upper one.
        constexpr double trace = 1e-9;
        const double level = scale.position(value) * static_cast<double>(levels.size() - 1) + trace;
        text += std::isfinite(value) ? levels[static_cast<std::size_t>(std::lround(level))] : " ";
    }
    return text;
}

void CourseOfValues::add(double value) {
    if (added_ == each_ || means_.empty()) {
        if (means_.size() == most_means) {
            means_ = squeezed(means_, most_means / 2);
            each_ *= 2;
        }
        means_.push_back(not_a_number);
        added_ = finite_ = 0;
    }
    ++added_;
    if (!std::isfinite(value)) return;
    ++finite_;
    double& mean = means_.back();
    mean = finite_ == 1 ? value : mean + (value - mean) / static_cast<double>(finite_);
}

}  // namespace mlp
