#include "mlp/config/variation.h"

#include "mlp/core/text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr double largest_whole_number = 9007199254740992.0;  // 2^53: all below are doubles

bool is_whole(double x) { return x == std::floor(x) && std::abs(x) <= largest_whole_number; }

/// A share, 0 to 1, of the way from low to high.
double between_on_scale(const std::string& scale, double low, double high, double share) {
    if (scale == "log") return std::exp(std::lerp(std::log(low), std::log(high), share));
    return std::lerp(low, high, share);
}

std::string whole_text(double x) { return std::to_string(static_cast<std::int64_t>(x)); }

/// Twelve digits: enough to try, short to read, and without the last bits, in which exp and log
/// differ from one machine to another.
double rounded(double x) { return to_number(fmt::format("{:.12g}", x)).value_or(x); }

}  // namespace

Options<Variation> Variation::options() {
    using V = Variation;
    return {{"values", &V::values, anything, "the values themselves, of any kind"},
            {"min", &V::min, any_number, "the smallest value of a range"},
            {"max", &V::max, any_number, "the largest value of a range"},
            {"scale", &V::scale, std::vector<std::string>{"linear", "log"},
             "on which values of a range are evenly spread"},
            {"integer", &V::integer, anything, "whether a range has whole numbers only"},
            {"count", &V::count, between(2, 1e6),
             "how many values of a range are tried, evenly spaced from min to max; a grid needs "
             "it; default: all of the range may be drawn"}};
}

std::string Variation::problem() const {
    const bool range = min || max || count || integer || scale != "linear";
    if (!values.texts.empty()) {
        return range ? "'values' are a list, and take no keys of a range" : "";
    }
    if (!min || !max) return "either 'values' or both 'min' and 'max' must be given";
    if (*min >= *max) {
        return fmt::format("'min' must be less than 'max', but is {}", to_text(*min));
    }
    if (scale == "log" && *min <= 0) {
        return fmt::format("'min' must be greater than 0 on a log scale, but is {}", to_text(*min));
    }
    if (integer && !(is_whole(*min) && is_whole(*max))) {
        return "'min' and 'max' of integers must be whole numbers";
    }
    return {};
}

std::vector<std::string> Variation::list() const {
    if (!values.texts.empty()) return values.texts;
    std::vector<std::string> result;
    for (Index i = 0; i < count.value_or(0); ++i) {
        const double share = static_cast<double>(i) / static_cast<double>(*count - 1);
        double value = between_on_scale(scale, *min, *max, share);
        // Rounding must not push the ends off.
        if (i == 0) value = *min;
        if (i == *count - 1) value = *max;
        if (integer) value = std::round(value);
        const bool end = i == 0 || i == *count - 1;
        std::string text = integer ? whole_text(value) : to_text(end ? value : rounded(value));
        if (result.empty() || result.back() != text) result.push_back(std::move(text));
    }
    return result;
}

std::string Variation::draw(double share) const {
    if (!integer) {
        const double value = rounded(between_on_scale(scale, *min, *max, share));
        return to_text(std::clamp(value, *min, *max));
    }
    // Each whole number stands for what rounds to it, the first and the last like the others.
    const double value = between_on_scale(scale, *min - 0.5, *max + 0.5, share);
    return whole_text(std::clamp(std::round(value), *min, *max));
}

}  // namespace mlp
