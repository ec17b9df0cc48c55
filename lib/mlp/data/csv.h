#pragma once

#include "mlp/data/csv_reader.h"
#include "mlp/data/source.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// The options of a CSV source.
struct CsvOptions {
    std::filesystem::path path;
    std::vector<std::string> target;
    std::optional<std::vector<std::string>> features;
    std::optional<std::vector<std::string>> ignore;
    std::optional<std::string> sample_weight;
    std::optional<std::string> group;
    std::optional<std::string> delimiter;
    bool header = true;
    std::optional<std::vector<std::string>> missing_values;

    static constexpr std::string_view name = "csv";
    static constexpr std::string_view help = "a table in a text file (.csv, .tsv, also .gz)";
    static Options<CsvOptions> options();
    std::string problem() const;

    /// How the file is written down; the delimiter, if not given, is a tab for .tsv and .tab.
    CsvFormat format() const;
};

/// Reads a table. Without a header, columns are called column_1, column_2, ... Where `features` is
/// empty, all columns are that are not named otherwise. Throws InputError as CsvReader does, where
/// a column is missing or a sample weight is no number of at least 0, and where there are no rows.
RawData read_csv(const CsvOptions& csv, const std::vector<std::string>& features);

class CsvSource final : public Source {
  public:
    explicit CsvSource(CsvOptions options) : options_(std::move(options)) {}

    RawData read(const std::vector<std::string>& features) const override {
        return read_csv(options_, features);
    }
    std::unique_ptr<Source> at(const DataFiles& files) const override;
    std::vector<std::filesystem::path> files() const override { return {options_.path}; }

  private:
    CsvOptions options_;
};

}  // namespace mlp
