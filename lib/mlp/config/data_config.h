#pragma once

#include "mlp/core/options.h"
#include "mlp/data/fit_preprocessing.h"
#include "mlp/data/split.h"

#include <optional>
#include <string_view>
#include <vector>

namespace mlp {

/// The part of "data" that is the same for every source.
struct DataConfig {
    Choice preprocessing = "none";
    Choice missing = "error";
    bool missing_indicator = false;
    std::vector<Choice> extra_features;
    Choice target_scaling = "none";
    std::optional<bool> memory_map;
    std::optional<HoldOut> validation;
    std::optional<HoldOut> test;

    static constexpr std::string_view name = "data";
    static constexpr std::string_view help = "what is done with the samples";
    static Options<DataConfig> options();

    /// How raw columns become inputs.
    PreprocessingRules rules() const;
    /// Whether time must not run backwards between training and what is held out.
    bool sequential() const {
        return (validation && validation->sequential) || (test && test->sequential);
    }
};

/// All sources, with these options besides their own.
const CatalogueInfo& data_names();

}  // namespace mlp
