#pragma once

#include "mlp/data/preprocessing.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mlp {

/// What is done with one column, where it is not the same as with all others.
struct ColumnRule {
    Choice encoding;  ///< a scaler or a text encoder
    std::optional<Choice> missing{};
    std::optional<bool> indicator{};
};

/// What is done with raw columns; how, is learnt from the training samples.
struct PreprocessingRules {
    Choice numbers = "none";   ///< a scaler
    Choice texts = "one_hot";  ///< a text encoder
    Choice missing = "error";  ///< a missing rule
    bool indicator = false;    ///< for columns that have gaps in the training samples
    std::map<std::string, ColumnRule> columns{};
    std::vector<Choice> extra_features{};
};

/// All samples but those with a gap in a column whose rule is to drop them, and, unless the rule
/// for all columns is that gaps are errors, those with a gap in the target: nothing can stand for
/// that.
std::vector<Index> complete_samples(const RawData& data, const PreprocessingRules& rules);

/// Learns from these samples only. A column is of texts if the rules say so, or if no cell of it
/// is a number; a text among numbers is an error. Throws InputError with the column, and the line
/// where there is one.
Preprocessing fit_preprocessing(const RawData& data, std::span<const Index> samples,
                                const PreprocessingRules& rules);

}  // namespace mlp
