#include "mlp/data/targets.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

namespace mlp {
namespace {

bool has_number(const RawTarget& target) {
    return std::any_of(target.cells.begin(), target.cells.end(),
                       [](const std::string& cell) { return to_number(cell).has_value(); });
}

/// Whether every cell spells a number.
bool numeric(const RawTarget& target) {
    return std::all_of(target.cells.begin(), target.cells.end(),
                       [](const std::string& cell) { return to_number(cell).has_value(); });
}

/// One name for one class: 1, 1.0 and 1e0 are the same.
std::string class_name(const std::string& cell) {
    const auto number = to_number(cell);
    return number ? to_text(*number + 0.0) : cell;  // + 0.0 turns −0 into 0
}

std::vector<std::string> distinct_classes(const RawTarget& target) {
    if (numeric(target)) {
        std::set<double> values;
        for (const auto& cell : target.cells) values.insert(*to_number(cell) + 0.0);
        std::vector<std::string> names;
        names.reserve(values.size());
        for (const double value : values) names.push_back(to_text(value));
        return names;
    }
    std::set<std::string> names;
    for (const auto& cell : target.cells) names.insert(class_name(cell));
    return {names.begin(), names.end()};
}

/// Most tables pass at one look; only the others are searched for the place.
void check_size(const RawData& data, double largest) {
    if ((data.inputs.array().abs() <= largest).all()) return;
    for (Index sample = 0; sample < data.samples(); ++sample) {
        for (Index i = 0; i < data.inputs.rows(); ++i) {
            const double number = data.inputs(i, sample);
            if (std::abs(number) <= largest) continue;
            throw InputError(fmt::format("{}: column '{}': {} is too large for float32",
                                         data.place(sample),
                                         data.features[static_cast<std::size_t>(i)], number));
        }
    }
}

/// What tables write where a value is missing.
bool is_missing_marker(const std::string& cell) {
    for (const char* marker : {"", "nan", "NaN", "NAN", "NA", "N/A", "n/a", "null", "NULL", "?"}) {
        if (cell == marker) return true;
    }
    return false;
}

}  // namespace

Columns learn_columns(const RawData& data, const TargetRules& rules) {
    Columns columns{data.features, {}, {}};
    for (const auto& target : data.targets) columns.targets.push_back(target.name);
    const auto& first = data.targets.front();
    for (Index sample = 0; sample < data.samples(); ++sample) {
        for (const auto& target : data.targets) {
            const std::string& cell = target.cells[static_cast<std::size_t>(sample)];
            if (is_missing_marker(cell)) {
                throw InputError(fmt::format(
                    "{}: target '{}': {}", data.place(sample), target.name,
                    cell.empty() ? "the cell is empty" : "'" + cell + "' marks a missing value"));
            }
        }
    }
    if (data.targets.size() > 1) return columns;
    // Without a word from the loss, texts are classes; but a text among numbers is a mistake, which
    // encode() will name.
    if (!rules.classification && has_number(first)) return columns;
    columns.classes = distinct_classes(first);
    if (columns.classes.size() == 1) {
        throw InputError(
            fmt::format("{}: target '{}' has one class only, '{}'; there is nothing to "
                        "tell apart",
                        data.origin, first.name, columns.classes.front()));
    }
    return columns;
}

Dataset<double> encode(RawData&& data, const Columns& columns, const TargetRules& rules) {
    check_size(data, rules.largest);
    Dataset<double> result;
    result.inputs = std::move(data.inputs);
    result.weights = std::move(data.weights);
    if (data.targets.empty()) return result;
    const auto samples = static_cast<std::size_t>(result.samples());
    if (columns.classification()) {
        std::map<std::string, std::uint32_t> numbers;
        for (const auto& name : columns.classes) {
            numbers.emplace(name, static_cast<std::uint32_t>(numbers.size()));
        }
        const auto& target = data.targets.front();
        result.labels.reserve(samples);
        for (std::size_t i = 0; i < samples; ++i) {
            const auto found = numbers.find(class_name(target.cells[i]));
            if (found == numbers.end()) {
                throw InputError(
                    fmt::format("{}: target '{}': unknown class '{}'; known classes: {}",
                                data.place(static_cast<Index>(i)), target.name, target.cells[i],
                                join(columns.classes)));
            }
            result.labels.push_back(found->second);
        }
        return result;
    }
    result.targets.resize(static_cast<Index>(data.targets.size()), static_cast<Index>(samples));
    for (std::size_t k = 0; k < data.targets.size(); ++k) {
        const auto& target = data.targets[k];
        for (std::size_t i = 0; i < samples; ++i) {
            const auto number = to_number(target.cells[i]);
            const auto column = static_cast<Index>(i);
            const bool held = number && std::abs(*number) <= rules.largest;
            if (!held || !rules.range.contains(*number)) {
                throw InputError(fmt::format("{}: target '{}': '{}' {}", data.place(column),
                                             target.name, target.cells[i],
                                             held     ? rules.range.requirement() + " for this loss"
                                             : number ? "is too large for float32"
                                                      : "is not a number"));
            }
            result.targets(static_cast<Index>(k), column) = *number;
        }
    }
    return result;
}

}  // namespace mlp
