#pragma once

#include "mlp/core/options.h"
#include "mlp/data/dataset.h"
#include "mlp/data/source.h"

#include <limits>

namespace mlp {

/// What the loss asks of targets.
struct TargetRules {
    bool classification = false;  ///< numbers in a single target column are names of classes
    Range range;                  ///< what numeric targets may be
    /// The largest number that will be computed with; float ends at 3.4e38.
    double largest = std::numeric_limits<double>::max();
};

/// Learns from training data what its columns mean. The target is a class if it is a single column
/// and the rules say so, or if none of its cells is a number. Classes are the distinct values in
/// order: numbers by value, texts by their bytes. Throws InputError where there is only one class,
/// or at an empty cell.
Columns learn_columns(const RawData& data, const TargetRules& rules);

/// Turns raw data into samples, not yet scaled, by columns learnt before. Throws InputError with
/// file and line at a class that was not among them, or at a number that is none, out of range or
/// too large. Without target columns in the data (for prediction), the result has inputs only.
Dataset<double> encode(RawData&& data, const Columns& columns, const TargetRules& rules);

}  // namespace mlp
