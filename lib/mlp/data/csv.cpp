#include "mlp/data/csv.h"

#include "mlp/core/file.h"
#include "mlp/core/suggest.h"
#include "mlp/core/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp {

CsvRecords::CsvRecords(std::string text, std::string origin, char delimiter)
    : text_(std::move(text)), origin_(std::move(origin)), delimiter_(delimiter) {
    if (text_.starts_with("\xEF\xBB\xBF")) position_ = 3;
}

bool CsvRecords::next() {
    const auto at = [&](std::size_t i) { return i < text_.size() ? text_[i] : '\0'; };
    while (at(position_) == '\n' || (at(position_) == '\r' && at(position_ + 1) == '\n')) {
        position_ += at(position_) == '\r' ? 2 : 1;
        ++line_;
    }
    if (position_ >= text_.size()) return false;
    record_line_ = line_;
    cells_.clear();
    for (;;) {
        cells_.push_back(at(position_) == '"' ? quoted_cell() : plain_cell());
        if (position_ >= text_.size()) return true;
        const char stop = text_[position_++];
        if (stop == '\r') ++position_;  // of CR LF
        if (stop != delimiter_) {
            ++line_;
            return true;
        }
    }
}

std::string_view CsvRecords::plain_cell() {
    const std::size_t start = position_;
    const auto ends = [&](char c) { return c == delimiter_ || c == '\n'; };
    while (position_ < text_.size() && !ends(text_[position_])) ++position_;
    const bool crlf = position_ < text_.size() && text_[position_] == '\n' && position_ > start &&
                      text_[position_ - 1] == '\r';
    if (crlf) --position_;
    return std::string_view(text_).substr(start, position_ - start);
}

std::string_view CsvRecords::quoted_cell() {
    // The text shrinks in its own place as quotes are taken off.
    const std::size_t start = ++position_;
    std::size_t end = start;
    bool closed = false;
    for (; position_ < text_.size(); ++position_) {
        const char c = text_[position_];
        if (c == '"') {
            ++position_;
            closed = position_ >= text_.size() || text_[position_] != '"';
            if (closed) break;
        }
        if (c == '\n') ++line_;
        text_[end++] = c;
    }
    const std::string_view rest = std::string_view(text_).substr(std::min(position_, text_.size()));
    const bool proper = closed && (rest.empty() || rest.front() == delimiter_ ||
                                   rest.front() == '\n' || rest.starts_with("\r\n"));
    if (!proper) {
        throw InputError(
            fmt::format("{}:{}: a quoted cell is not closed properly; it must end with a "
                        "quote before the next delimiter or line end",
                        origin_, record_line_));
    }
    return std::string_view(text_).substr(start, end - start);
}

Options<CsvOptions> CsvOptions::options() {
    return {
        {"path", &CsvOptions::path, anything, "the file", true},
        {"target", &CsvOptions::target, anything, "the column to predict, or a list of them", true},
        {"features", &CsvOptions::features, anything,
         "input columns; default: all that are not named otherwise"},
        {"sample_weight", &CsvOptions::sample_weight, anything,
         "the column that says how much each sample counts in the loss; default: all the same"},
        {"delimiter", &CsvOptions::delimiter, anything, "one character between cells"},
        {"header", &CsvOptions::header, anything, "whether the first line names the columns"}};
}

std::string CsvOptions::problem() const {
    if (delimiter.size() != 1 || delimiter == "\"" || delimiter == "\n" || delimiter == "\r") {
        return "'delimiter' must be one character, such as \",\" or \";\" or \"\\t\"";
    }
    auto others = features.value_or(std::vector<std::string>{});
    if (sample_weight) others.push_back(*sample_weight);
    if (const auto twice = repeated(target, others)) {
        return fmt::format(
            "the column '{}' is named twice in 'target', 'features' and "
            "'sample_weight'",
            *twice);
    }
    return {};
}

namespace {

/// Names of columns and classes end up in models and messages, which are UTF-8.
void check_utf8(std::string_view name, const std::string& origin, Index line) {
    if (!is_utf8(name)) {
        throw InputError(
            fmt::format("{}:{}: is not UTF-8 text; save the file as UTF-8", origin, line));
    }
}

constexpr std::size_t not_found = static_cast<std::size_t>(-1);

/// The columns of a file: their names and where the wanted ones stand.
class Header {
  public:
    Header(const CsvRecords& first, const CsvOptions& csv, const std::string& origin)
        : origin_(origin) {
        for (const auto cell : first.cells()) {
            check_utf8(cell, origin_, first.line());
            if (csv.header && trimmed(cell).empty()) {
                throw InputError(fmt::format("{}:{}: column {} has no name", origin_, first.line(),
                                             names_.size() + 1));
            }
            names_.push_back(csv.header ? std::string(trimmed(cell))
                                        : fmt::format("column_{}", names_.size() + 1));
        }
        for (std::size_t i = 0; i < names_.size(); ++i) {
            if (find(names_[i]) != i) {
                throw InputError(
                    fmt::format("{}:{}: two columns are called '{}'; give each its own name",
                                origin_, first.line(), names_[i]));
            }
        }
    }

    const std::vector<std::string>& names() const { return names_; }

    std::size_t find(std::string_view name) const {
        const auto at = std::find(names_.begin(), names_.end(), name);
        return at == names_.end() ? not_found : static_cast<std::size_t>(at - names_.begin());
    }

    /// The positions of these columns, all of which must be there.
    std::vector<std::size_t> positions(const std::vector<std::string>& wanted,
                                       std::string_view what) const {
        std::vector<std::size_t> result;
        std::vector<std::string> missing;
        for (const auto& name : wanted) {
            result.push_back(find(name));
            if (result.back() == not_found) missing.push_back(fmt::format("'{}'", name));
        }
        if (missing.empty()) return result;
        throw InputError(fmt::format("{}: no {} {} {}\n  help: {}", origin_, what,
                                     missing.size() == 1 ? "column" : "columns", join(missing),
                                     suggest(missing.front().substr(1, missing.front().size() - 2),
                                             names_, "columns of the file")));
    }

  private:
    std::string origin_;
    std::vector<std::string> names_;
};

std::vector<std::string> all_but(const std::vector<std::string>& names,
                                 const std::vector<std::string>& left_out) {
    std::vector<std::string> result;
    for (const auto& name : names) {
        if (std::find(left_out.begin(), left_out.end(), name) == left_out.end())
            result.push_back(name);
    }
    return result;
}

std::string problem_of_cell(std::string_view cell) {
    if (trimmed(cell).empty()) return "the cell is empty, but features must be numbers";
    return fmt::format("'{}' is not a finite number", cell);
}

constexpr std::string_view remedy =
    "\n  help: mend the cell, or name the columns to learn from in \"features\"";

}  // namespace

RawData read_csv(const CsvOptions& csv, const std::vector<std::string>& features) {
    RawData data;
    data.origin = csv.path == "-" ? "standard input" : csv.path.lexically_normal().string();
    CsvRecords records(read_file(csv.path), data.origin, csv.delimiter.front());
    if (records.is_binary()) throw InputError(data.origin + ": is no text file, so no CSV");
    if (!records.next()) throw InputError(data.origin + ": is empty");
    const Header header(records, csv, data.origin);

    const auto targets = header.positions(csv.target, "target");
    const auto weight = csv.sample_weight ? header.positions({*csv.sample_weight}, "weight")
                                          : std::vector<std::size_t>{};
    auto no_features = csv.target;
    if (csv.sample_weight) no_features.push_back(*csv.sample_weight);
    data.features = !features.empty() ? features
                    : csv.features    ? *csv.features
                                      : all_but(header.names(), no_features);
    const auto inputs = header.positions(data.features, "feature");
    if (inputs.empty()) throw InputError(data.origin + ": has no column besides the target");
    for (const auto& name : csv.target) data.targets.push_back({name, {}});

    std::vector<double> values;
    for (bool more = !csv.header || records.next(); more; more = records.next()) {
        const auto& cells = records.cells();
        const auto place = [&] { return fmt::format("{}:{}", data.origin, records.line()); };
        if (cells.size() != header.names().size()) {
            throw InputError(
                fmt::format("{}: has {} where {} has {}", place(), counted(cells.size(), "cell"),
                            csv.header ? "the header" : "the first line", header.names().size()));
        }
        for (const std::size_t column : inputs) {
            const auto number = to_number(cells[column]);
            if (!number) {
                throw InputError(fmt::format("{}: column '{}': {}{}", place(),
                                             header.names()[column], problem_of_cell(cells[column]),
                                             csv.target.empty() ? "" : remedy));
            }
            values.push_back(*number);
        }
        for (std::size_t i = 0; i < targets.size(); ++i) {
            check_utf8(cells[targets[i]], data.origin, records.line());
            data.targets[i].cells.emplace_back(trimmed(cells[targets[i]]));
        }
        for (const std::size_t column : weight) {
            const auto number = to_number(cells[column]);
            if (!number || *number < 0) {
                throw InputError(
                    fmt::format("{}: sample weight '{}': '{}' is not a number of at "
                                "least 0",
                                place(), *csv.sample_weight, cells[column]));
            }
            data.weights.push_back(*number);
        }
        data.lines.push_back(records.line());
    }
    if (data.lines.empty()) throw InputError(data.origin + ": has no rows below the header");
    // Each record stands in `values` as one run of features: one column of the matrix.
    data.inputs = ConstView<double>(values.data(), static_cast<Index>(inputs.size()),
                                    static_cast<Index>(data.lines.size()));
    return data;
}

}  // namespace mlp
