#pragma once

#include "mlp/data/extra_features.h"
#include "mlp/data/number_transform.h"
#include "mlp/data/source.h"
#include "mlp/data/text_encoding.h"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace mlp {

/// A column of numbers on its way to the network: gaps filled, bent, scaled.
struct NumberInput {
    std::string column;
    NumberTransform transform{};
    std::optional<double> fill{};  ///< for a missing number; none: it is an error
    bool indicator = false;        ///< one more input: 1 where the number is missing, else 0
};

/// A column of texts on its way to the network.
struct TextInput {
    std::string column;
    TextCode code{};
    std::optional<std::string> fill{};
    bool indicator = false;
};

using ColumnInput = std::variant<NumberInput, TextInput>;

/// An input computed from the number columns at these places, before scaling.
struct ExtraInput {
    std::shared_ptr<const ExtraFeature> feature;
    std::size_t a = 0;
    std::size_t b = 0;  ///< a again for features of one column
    NumberTransform transform{};
};

/// Categories that training did not have, by column, with how many cells and one of them.
struct UnknownTexts {
    struct Column {
        Index cells = 0;
        std::string example;
    };
    std::map<std::string, Column> columns;
};

/// The way from raw columns to the inputs of a network, as it was learnt from training samples.
/// Inputs stand in the order of the columns (a one_hot column has several), each followed by its
/// indicator, then the extra features. Threads: const and free of state.
class Preprocessing {
  public:
    Preprocessing() = default;
    /// Throws InputError where these are impossible together.
    Preprocessing(std::vector<ColumnInput> columns, std::vector<ExtraInput> extras);
    /// Columns of numbers as they are.
    static Preprocessing none(const std::vector<std::string>& columns);

    const std::vector<ColumnInput>& columns() const { return columns_; }
    const std::vector<ExtraInput>& extras() const { return extras_; }
    std::vector<std::string> column_names() const;
    /// "age", "age_missing", "city=Paris", "x1^2", ...
    const std::vector<std::string>& input_names() const { return input_names_; }
    Index inputs() const { return static_cast<Index>(input_names_.size()); }
    bool numbers_only() const;

    /// Writes the inputs of one raw sample, computed in double whatever T is. The data must have
    /// these columns in this order. Throws InputError with file, line and column at a cell that
    /// cannot be used. Notes unknown categories, if asked to.
    template <class T>
    void apply(const RawData& data, Index sample, T* out, UnknownTexts* unknown = nullptr) const;

    /// The raw number that apply() made an input of, for showing; the input itself where it is not
    /// a plain number column.
    double original(Index input, double value) const;

  private:
    double* read_numbers(const RawData& data, Index sample) const;
    double gap_filler(const RawData& data, Index sample, std::size_t column) const;
    std::optional<std::size_t> category(const RawData& data, Index sample, std::size_t column,
                                        UnknownTexts* unknown) const;

    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    using CategoryNumbers = std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>>;

    std::vector<ColumnInput> columns_;
    std::vector<ExtraInput> extras_;
    std::vector<std::string> input_names_;
    std::vector<CategoryNumbers> known_;  ///< of each column; empty for numbers
};

}  // namespace mlp
