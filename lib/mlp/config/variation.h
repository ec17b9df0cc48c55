#pragma once

#include "mlp/core/options.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// The values that a sweep tries for one key: a list, or the numbers of a range.
struct Variation {
    JsonTexts values;
    std::optional<double> min;
    std::optional<double> max;
    std::string scale = "linear";
    bool integer = false;
    std::optional<Index> count;

    static constexpr std::string_view name = "variation";
    static constexpr std::string_view help = "the values of one key: a list, or those of a range";
    static Options<Variation> options();
    std::string problem() const;

    /// Whether the values can be told one by one: they are given, or a number of them is.
    bool is_list() const { return !values.texts.empty() || count.has_value(); }
    /// Those values, as JSON texts. Whole numbers that `count` would give twice stand there once.
    std::vector<std::string> list() const;
    /// What lies at a share, 0 to 1, of the way from min to max on the scale, as a JSON text.
    /// Shares that are uniform in [0, 1) give each whole number of a linear scale alike.
    std::string draw(double share) const;
};

}  // namespace mlp
