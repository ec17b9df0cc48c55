#pragma once

#include "mlp/report/characters.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace mlp {

/// Curves over the epochs of a training.
struct TextChart {
    struct Series {
        std::string name;
        std::vector<double> values;  ///< one for each epoch; what is not finite leaves a gap
    };
    std::string title;
    std::vector<double> epochs;          ///< growing, at least one
    std::vector<Series> series;          ///< drawn with a mark of its own each: at most two
    std::optional<double> best_epoch{};  ///< to be marked
};

/// A chart as lines of text, none wider than `width` columns and without blanks at its end: title,
/// axes with numbers, curves, and a legend. The scale is ValueScale's, and the title says where it
/// is logarithmic. However many epochs there are, what is drawn in a column goes from the least to
/// the greatest of its values. Where two curves meet, columns show them in turn. Throws InputError
/// for more than two series or another number of values than of epochs.
std::string text_chart(const TextChart& chart, std::size_t width, Characters characters);

}  // namespace mlp
