#pragma once

#include "mlp/core/options.h"
#include "mlp/data/dataset.h"
#include "mlp/data/source.h"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace mlp {

/// What the loss asks of targets.
struct TargetRules {
    bool classification = false;  ///< numbers in a single target column are names of classes
    Range range;                  ///< what numeric targets may be
    /// The largest number that will be computed with; float ends at 3.4e38.
    double largest = std::numeric_limits<double>::max();
};

/// Learns from these samples what the target columns mean. The target is a class if it is a single
/// column and the rules say so, or if none of its cells is a number. Classes are the different
/// spellings in order: numbers by value, texts by their bytes. Throws InputError where there is
/// only one class, or at a missing cell.
Targets learn_targets(const RawData& data, std::span<const Index> samples,
                      const TargetRules& rules);

/// Targets as the network is to learn them; one of the two is empty.
struct TargetValues {
    Matrix<double> numbers;             ///< targets × samples, scaled
    std::vector<std::uint32_t> labels;  ///< the class of each sample
};

/// The targets of these samples. Throws InputError with file and line at a class that was not among
/// those learnt, or at a number that is none, out of range or too large.
TargetValues target_values(const RawData& data, std::span<const Index> samples,
                           const Targets& targets, const TargetRules& rules);

/// The scaling of number targets, learnt from these samples by a scaler: one for each column.
/// Throws InputError if the target is a class.
std::vector<NumberTransform> fit_target_scaling(const RawData& data, std::span<const Index> samples,
                                                const Targets& targets, const Choice& scaler);

}  // namespace mlp
