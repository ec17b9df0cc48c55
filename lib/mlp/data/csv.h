#pragma once

#include "mlp/data/source.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// Walks through the records of a CSV text (RFC 4180): cells may be quoted, quoted cells may hold
/// delimiters, line ends and doubled quotes; lines end with LF or CRLF; blank lines are passed
/// over.
class CsvRecords {
  public:
    /// `origin` names the text in messages. A byte order mark at the start is ignored.
    CsvRecords(std::string text, std::string origin, char delimiter);

    /// Goes to the next record; false at the end. Throws InputError at a quote that is not closed.
    bool next();

    /// Whether this is no text at all.
    bool is_binary() const { return text_.find('\0') != std::string::npos; }

    /// The cells of this record; valid until the object goes away.
    const std::vector<std::string_view>& cells() const { return cells_; }
    /// The line on which this record starts, from 1 on.
    Index line() const { return record_line_; }

  private:
    std::string_view quoted_cell();
    std::string_view plain_cell();

    std::string text_;
    std::string origin_;
    char delimiter_;
    std::size_t position_ = 0;
    Index line_ = 1;
    Index record_line_ = 1;
    std::vector<std::string_view> cells_;
};

/// The options of a CSV source.
struct CsvOptions {
    std::filesystem::path path;
    std::vector<std::string> target;
    std::optional<std::vector<std::string>> features;
    std::optional<std::string> sample_weight;
    std::string delimiter = ",";
    bool header = true;

    static constexpr std::string_view name = "csv";
    static constexpr std::string_view help = "a table of numbers in a text file";
    static Options<CsvOptions> options();
    std::string problem() const;
};

/// Reads numbers from CSV. Without a header, columns are called column_1, column_2, ...
/// Where `features` is empty, all columns but the targets and the sample weight are features.
RawData read_csv(const CsvOptions& csv, const std::vector<std::string>& features);

class CsvSource final : public Source {
  public:
    explicit CsvSource(CsvOptions options) : options_(std::move(options)) {}

    RawData read(const std::vector<std::string>& features) const override {
        return read_csv(options_, features);
    }
    std::unique_ptr<Source> at(const std::filesystem::path& path) const override {
        CsvOptions other = options_;
        other.path = path;
        return std::make_unique<CsvSource>(std::move(other));
    }
    std::filesystem::path file() const override { return options_.path; }

  private:
    CsvOptions options_;
};

}  // namespace mlp
