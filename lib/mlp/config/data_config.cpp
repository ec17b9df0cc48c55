#include "mlp/config/data_config.h"

#include "mlp/config/extended_catalogue.h"
#include "mlp/config/joined_catalogue.h"
#include "mlp/data/missing.h"
#include "mlp/data/scaling.h"

namespace mlp {
namespace {

/// What every column may have of its own, besides how it is scaled or encoded.
struct ColumnConfig {
    std::optional<Choice> missing;
    std::optional<bool> missing_indicator;

    static Options<ColumnConfig> options() {
        return {{"missing", &ColumnConfig::missing, &missing_rule_names,
                 "what stands for missing cells; default: as for all columns"},
                {"missing_indicator", &ColumnConfig::missing_indicator, anything,
                 "one more input: 1 where the cell is missing, else 0"}};
    }
};

using ColumnCatalogue = ExtendedCatalogue<ColumnConfig>;

const CatalogueInfo& column_names() {
    static const ColumnCatalogue catalogue(
        JoinedCatalogue("column preprocessing", "", {&scaler_names(), &text_encoder_names()}));
    return catalogue;
}

/// "preprocessing" where not all columns are the same.
struct ByColumn {
    Choice numbers = "none";
    Choice texts = "one_hot";
    ChoicesByName columns;

    static constexpr std::string_view name = "by_column";
    static constexpr std::string_view help =
        "each as it is said: {\"default\": \"standardize\", \"columns\": {\"age\": \"minmax\"}}";
    static Options<ByColumn> options() {
        return {{"default", &ByColumn::numbers, &scaler_names, "for columns of numbers"},
                {"text", &ByColumn::texts, &text_encoder_names, "for columns of texts"},
                {"columns", &ByColumn::columns, &column_names, "for these columns, by name"}};
    }
};

const CatalogueInfo& preprocessing_names() {
    static const JoinedCatalogue catalogue =
        JoinedCatalogue("preprocessing", std::string(ByColumn::name), {&scaler_names()})
            .with(entry_info<ByColumn>());
    return catalogue;
}

}  // namespace

const CatalogueInfo& data_names() {
    static const ExtendedCatalogue<DataConfig> catalogue(source_names());
    return catalogue;
}

Options<DataConfig> DataConfig::options() {
    using D = DataConfig;
    return {{"preprocessing", &D::preprocessing, &preprocessing_names,
             "how columns become inputs: a scaling for all columns of numbers (texts are one_hot), "
             "or one for each; learnt from the training samples"},
            {"missing", &D::missing, &missing_rule_names,
             "what stands for missing cells; learnt from the training samples"},
            {"missing_indicator", &D::missing_indicator, anything,
             "one more input for each column with gaps: 1 where the cell is missing, else 0"},
            {"extra_features", &D::extra_features, &extra_feature_names,
             "inputs computed from the columns of numbers, before these are scaled"},
            {"target_scaling", &D::target_scaling, &scaler_names,
             "how targets that are numbers are scaled for the network; predictions and metrics are "
             "in the original units"},
            {"memory_map", &D::memory_map, anything,
             "gather batches from the file, for idx and npy that are not packed; default: where "
             "the inputs would take more than 1 GiB"},
            {"validation", &D::validation, anything,
             "samples to watch the training with, but not to learn from"},
            {"test", &D::test, anything, "samples to judge the finished network with"}};
}

PreprocessingRules DataConfig::rules() const {
    PreprocessingRules rules;
    rules.numbers = preprocessing;
    rules.missing = missing;
    rules.indicator = missing_indicator;
    rules.extra_features = extra_features;
    if (!preprocessing.type.empty() && preprocessing.type != ByColumn::name) return rules;
    const auto by_column = from_choice<ByColumn>(preprocessing);
    rules.numbers = by_column.numbers;
    rules.texts = by_column.texts;
    for (const auto& [column, choice] : by_column.columns) {
        const auto own = assign<ColumnConfig>(choice);
        rules.columns[column] = {ColumnCatalogue::base_of(choice), own.missing,
                                 own.missing_indicator};
    }
    return rules;
}

}  // namespace mlp
