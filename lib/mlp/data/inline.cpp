#include "mlp/data/inline.h"

#include "mlp/core/suggest.h"
#include "mlp/core/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp {

Options<InlineOptions> InlineOptions::options() {
    return {
        {"inputs", &InlineOptions::inputs, anything, "one list of numbers or texts a sample", true},
        {"targets", &InlineOptions::targets, anything,
         "one number or class name a sample, or a list of numbers", true},
        {"feature_names", &InlineOptions::feature_names, anything,
         "names of the inputs; default: x1, x2, ..."},
        {"target_names", &InlineOptions::target_names, anything,
         "names of the targets; default: y, or y1, y2, ..."},
        {"sample_weights", &InlineOptions::sample_weights, anything,
         "how much each sample counts in the loss, one number a sample; default: all the same"}};
}

namespace {

/// Why rows are not a table; empty if they are.
std::string ragged(const Rows& rows, std::string_view what) {
    if (rows.empty()) return fmt::format("'{}' is empty", what);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].empty()) return fmt::format("'{}': sample {} is empty", what, i);
        if (rows[i].size() != rows.front().size()) {
            return fmt::format("'{}': sample {} has {} numbers where sample 0 has {}", what, i,
                               rows[i].size(), rows.front().size());
        }
    }
    return {};
}

std::string wrong_count(const std::vector<std::string>& names, const Rows& rows,
                        std::string_view what) {
    if (names.empty() || names.size() == rows.front().size()) return {};
    return fmt::format("'{}' has {} names for {} columns", what, names.size(), rows.front().size());
}

std::vector<std::string> numbered(std::string_view name, std::size_t count) {
    std::vector<std::string> names;
    for (std::size_t i = 1; i <= count; ++i) names.push_back(fmt::format("{}{}", name, i));
    return names;
}

/// A text that spells a number is one, as it would be in a file; an empty one is a missing cell.
Column column_of(const Rows& rows, std::size_t place, const std::string& name) {
    Column column(name);
    for (const auto& row : rows) {
        if (const auto* number = std::get_if<double>(&row[place])) {
            column.add_number(*number);
            continue;
        }
        const auto& text = std::get<std::string>(row[place]);
        if (const auto number = to_number(text)) {
            column.add_number(*number);
        } else if (text.empty()) {
            column.add_missing();
        } else {
            column.add_text(text);
        }
    }
    return column;
}

}  // namespace

std::string InlineOptions::problem() const {
    if (auto p = ragged(inputs, "inputs"); !p.empty()) return p;
    if (auto p = ragged(targets, "targets"); !p.empty()) return p;
    if (inputs.size() != targets.size()) {
        return fmt::format("there are {} inputs but {} targets", inputs.size(), targets.size());
    }
    if (auto p = wrong_count(feature_names, inputs, "feature_names"); !p.empty()) return p;
    if (auto p = wrong_count(target_names, targets, "target_names"); !p.empty()) return p;
    if (!sample_weights.empty() && sample_weights.size() != inputs.size()) {
        return fmt::format("there are {} inputs but {} sample weights", inputs.size(),
                           sample_weights.size());
    }
    for (std::size_t i = 0; i < sample_weights.size(); ++i) {
        const auto* number = sample_weights[i].size() == 1
                                 ? std::get_if<double>(&sample_weights[i].front())
                                 : nullptr;
        if (number == nullptr || *number < 0) {
            return fmt::format("'sample_weights': sample {}: must be a number of at least 0", i);
        }
    }
    if (const auto twice = repeated(feature_names, target_names)) {
        return fmt::format("two columns are called '{}'", *twice);
    }
    return {};
}

RawData InlineSource::read(const std::vector<std::string>& features) const {
    const auto& [inputs, targets, feature_names, target_names, sample_weights] = options_;
    RawData data;
    data.origin = "inline data";
    const auto names = feature_names.empty() ? numbered("x", inputs.front().size()) : feature_names;
    data.inputs.names = features.empty() ? names : features;
    for (const auto& name : data.inputs.names) {
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) {
            throw InputError(fmt::format("inline data: no feature '{}'\n  help: {}", name,
                                         suggest(name, names, "features")));
        }
        data.inputs.cells.push_back(
            column_of(inputs, static_cast<std::size_t>(found - names.begin()), name));
    }
    const std::size_t columns = targets.front().size();
    auto target_columns = target_names;
    if (target_columns.empty()) {
        target_columns = columns == 1 ? std::vector<std::string>{"y"} : numbered("y", columns);
    }
    for (std::size_t column = 0; column < columns; ++column) {
        data.targets.push_back(column_of(targets, column, target_columns[column]));
    }
    for (const auto& row : sample_weights) data.weights.push_back(std::get<double>(row.front()));
    return data;
}

std::unique_ptr<Source> InlineSource::at(const DataFiles&) const {
    throw InputError("inline data cannot name other files; use \"fraction\"");
}

}  // namespace mlp
