#include "mlp/report/curves.h"

#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/core/text.h"

#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace mlp {
namespace {

/// Takes what stands in front of the next separator, or all, off the front of a text.
std::string_view take(std::string_view& text, char separator) {
    const auto end = text.find(separator);
    const auto part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return part;
}

/// The cells of a line: names of metrics and numbers hold no commas, so none is quoted.
std::vector<std::string_view> cells_of(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    std::vector<std::string_view> cells;
    for (line = trimmed(line);;) {
        const bool more = line.find(',') != std::string_view::npos;
        cells.push_back(trimmed(take(line, ',')));
        if (!more) return cells;
    }
}

/// A number that may be "nan" or "inf"; an empty cell is no number either.
double number(std::string_view cell, const std::string& place) {
    if (cell.empty()) return std::numeric_limits<double>::quiet_NaN();
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (end == cell.data() + cell.size() && error == std::errc{}) return value;
    if (const auto tiny = to_number(cell)) return *tiny;
    throw InputError(fmt::format("{}: '{}' is no number", place, cell));
}

std::string read_metrics(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) return read_file(path);
    throw InputError(fmt::format("{}: does not exist, so there are no curves", path.string()));
}

}  // namespace

const std::vector<double>* Curves::find(std::string_view name) const {
    for (const auto& [own, values] : columns) {
        if (own == name) return &values;
    }
    return nullptr;
}

Curves read_curves(const std::filesystem::path& run_directory) {
    const auto path = run_directory / "metrics.csv";
    const std::string content = read_metrics(path);
    // What stands behind the last line end is still being written.
    std::string_view text(content);
    text = text.substr(0, text.rfind('\n') + 1);
    const bool has_header = !text.empty();
    const auto header = cells_of(take(text, '\n'));
    if (has_header && header.front() != "epoch") {
        throw InputError(fmt::format("{}:1: the first column must be 'epoch'", path.string()));
    }
    Curves curves;
    for (std::size_t i = 1; i < header.size(); ++i) {
        curves.columns.emplace_back(header[i], std::vector<double>());
    }
    for (int line = 2; !text.empty(); ++line) {
        const auto cells = cells_of(take(text, '\n'));
        const auto place = fmt::format("{}:{}", path.string(), line);
        if (cells.size() != header.size()) {
            throw InputError(fmt::format("{}: has {}, but there are {}", place,
                                         counted(cells.size(), "cell"),
                                         counted(header.size(), "column")));
        }
        const double epoch = number(cells.front(), place);
        const bool grows = curves.epochs.empty() || epoch > curves.epochs.back();
        if (!std::isfinite(epoch) || !grows) {
            throw InputError(fmt::format("{}: the epochs must grow from line to line", place));
        }
        curves.epochs.push_back(epoch);
        for (std::size_t i = 1; i < cells.size(); ++i) {
            curves.columns[i - 1].second.push_back(number(cells[i], place));
        }
    }
    if (curves.epochs.empty()) throw InputError(path.string() + ": holds no epoch so far");
    return curves;
}

}  // namespace mlp
