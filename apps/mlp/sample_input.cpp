#include "sample_input.h"

#include "mlp/core/error.h"
#include "mlp/core/suggest.h"
#include "mlp/core/text.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

namespace mlp::app {
namespace {

/// The cells of a line of CSV, without the blanks around them.
std::vector<std::string> cells_of(std::string_view text) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"' && quoted && text.substr(i + 1).starts_with('"')) {
            cells.back() += text[++i];
        } else if (c == '"' && (quoted || trimmed(cells.back()).empty())) {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            cells.emplace_back();
        } else {
            cells.back() += c;
        }
    }
    for (auto& cell : cells) cell = utf8_of(trimmed(cell));
    return cells;
}

Column column_of(const std::string& name, const std::string& cell) {
    Column column(name);
    if (cell.empty()) {
        column.add_missing();
    } else if (const auto number = to_number(cell)) {
        column.add_number(*number);
    } else {
        column.add_text(cell);
    }
    return column;
}

/// "x1, x2, x3, ... (61 more)"
std::string some_of(const std::vector<std::string>& names) {
    constexpr std::size_t most = 12;
    if (names.size() <= most) return join(names);
    return fmt::format("{}, ... ({} more)", join(std::span(names).first(most)),
                       names.size() - most);
}

/// Throws InputError at a cell that is nothing for its column.
void check_cell(const ColumnInput& input, const Column& column, const std::string& cell) {
    if (std::holds_alternative<NumberInput>(input)) {
        if (!column.is_text(0)) return;
        throw InputError(fmt::format("--input: '{}' is no finite number, as column '{}' wants",
                                     cell, column.name()));
    }
    const auto& categories = std::get<TextInput>(input).code.categories;
    const std::string spelling = column.spelling(0);
    if (column.is_missing(0) || std::ranges::find(categories, spelling) != categories.end()) return;
    throw InputError(fmt::format("--input: column '{}': unknown category '{}'\n  help: {}",
                                 column.name(), cell,
                                 suggest(spelling, categories, "known categories")));
}

}  // namespace

RawData sample_from(const std::string& text, const Preprocessing& preprocessing) {
    const auto names = preprocessing.column_names();
    const auto cells = cells_of(text);
    if (cells.size() != names.size()) {
        throw InputError(fmt::format(
            "--input: {} given, but the model wants {}: {}",
            text.empty() ? "nothing is"
                         : std::to_string(cells.size()) + (cells.size() == 1 ? " is" : " are"),
            counted(names.size(), "input"), some_of(names)));
    }
    RawData raw;
    raw.origin = "--input";
    raw.inputs.names = names;
    for (std::size_t i = 0; i < names.size(); ++i) {
        raw.inputs.cells.push_back(column_of(names[i], cells[i]));
        check_cell(preprocessing.columns()[i], raw.inputs.cells.back(), cells[i]);
    }
    return raw;
}

Vector<double> target_from(const std::string& text, const Targets& targets, const LossTraits& loss,
                           Index outputs) {
    Vector<double> values(outputs);
    if (targets.classification()) {
        const std::string cell(trimmed(text));
        const auto name = column_of("", utf8_of(cell)).spelling(0);
        const auto found = std::ranges::find(targets.classes, name);
        if (found == targets.classes.end()) {
            throw InputError(fmt::format("--target: unknown class '{}'\n  help: {}", cell,
                                         suggest(name, targets.classes, "known classes")));
        }
        const Index label = found - targets.classes.begin();
        values.setConstant(loss.classes.no);
        if (outputs > 1 || label == 1) values[outputs > 1 ? label : 0] = loss.classes.yes;
        return values;
    }
    const auto cells = cells_of(text);
    if (static_cast<Index>(cells.size()) != outputs) {
        throw InputError(fmt::format(
            "--target: {} given, but the model has {}: {}", counted(cells.size(), "number"),
            counted(targets.names.size(), "target"), some_of(targets.names)));
    }
    for (std::size_t k = 0; k < cells.size(); ++k) {
        const auto number = to_number(cells[k]);
        if (!number) {
            throw InputError(fmt::format("--target: '{}' is no finite number, as '{}' wants",
                                         cells[k], targets.names[k]));
        }
        const NumberTransform transform =
            targets.scaling.empty() ? NumberTransform{} : targets.scaling[k];
        const double scaled = transform.apply(*number);
        if (!std::isfinite(scaled) || !loss.targets.contains(scaled)) {
            const std::string rule = std::isfinite(scaled)
                                         ? loss.targets.requirement() + " for this loss"
                                         : "must be a finite number";
            throw InputError(fmt::format("--target: '{}' of '{}' {}{}", cells[k], targets.names[k],
                                         transform.is_identity() ? "" : "scaled ", rule));
        }
        values[static_cast<Index>(k)] = scaled;
    }
    return values;
}

}  // namespace mlp::app
