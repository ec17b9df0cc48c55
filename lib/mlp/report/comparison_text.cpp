#include "mlp/report/comparison_text.h"

#include "mlp/core/text.h"
#include "mlp/report/text_table.h"

#include <algorithm>
#include <string_view>

namespace mlp {
namespace {

using Row = std::vector<std::string>;

constexpr std::size_t most_beside = 4;  ///< rows that stand beside each other as columns

bool all_completed(const ComparedColumn& column) {
    return column.name == "status" && column.kind == ColumnKind::fact &&
           std::all_of(column.cells.begin(), column.cells.end(),
                       [](const RunCell& cell) { return cell.text == "completed"; });
}

bool has_deviations(const ComparedColumn& column) {
    return std::any_of(column.cells.begin(), column.cells.end(),
                       [](const RunCell& cell) { return cell.sd.has_value(); });
}

/// Where a column stands in the JSON object of a row.
Json& place_in(Json& row, const ComparedColumn& column) {
    constexpr std::string_view prefix = "environment.";
    switch (column.kind) {
        case ColumnKind::config:
            return row["config"][column.name];
        case ColumnKind::environment:
            return row["environment"][column.name.substr(prefix.size())];
        case ColumnKind::metric:
            return row["metrics"][column.name];
        case ColumnKind::fact:
            break;
    }
    return row[column.name];
}

std::string csv_cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == text.npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += c;
        quoted += c;
    }
    return quoted + '"';
}

/// With all digits.
std::string csv_value(const RunCell& cell, ColumnKind kind) {
    if (cell.value.is_null()) return "";
    if (cell.value.is_number_float()) return to_text(cell.value.get<double>());
    return kind == ColumnKind::fact && cell.value.is_string() ? cell.value.get<std::string>()
                                                              : cell.text;
}

}  // namespace

std::string comparison_text(const Comparison& comparison) {
    Row headings;
    std::vector<Row> rows(comparison.rows());
    for (const auto& column : comparison.columns) {
        if (all_completed(column)) continue;
        headings.push_back(column.name);
        for (std::size_t i = 0; i < rows.size(); ++i) rows[i].push_back(column.cells[i].text);
    }
    return rows.size() > most_beside ? text_table(headings, rows)
                                     : transposed_text_table(headings, rows);
}

Json comparison_json(const Comparison& comparison) {
    Json list = Json::array();
    for (std::size_t i = 0; i < comparison.rows(); ++i) {
        Json row = {{"run", nullptr}, {"config", Json::object()}};
        Json deviations = Json::object();
        for (const auto& column : comparison.columns) {
            const RunCell& cell = column.cells[i];
            place_in(row, column) = cell.value;
            if (cell.sd) deviations[column.name] = *cell.sd;
        }
        if (!row.contains("metrics")) row["metrics"] = Json::object();
        if (!deviations.empty()) row["sd"] = std::move(deviations);
        list.push_back(std::move(row));
    }
    return list;
}

std::string comparison_csv(const Comparison& comparison) {
    Row lines(comparison.rows() + 1);
    const auto add = [&](std::size_t line, const std::string& cell, bool first) {
        lines[line] += (first ? "" : ",") + csv_cell(cell);
    };
    for (const auto& column : comparison.columns) {
        const bool first = &column == &comparison.columns.front();
        const bool deviations = has_deviations(column);
        add(0, column.name, first);
        if (deviations) add(0, column.name + "_sd", false);
        for (std::size_t i = 0; i < comparison.rows(); ++i) {
            const RunCell& cell = column.cells[i];
            add(i + 1, csv_value(cell, column.kind), first);
            if (deviations) add(i + 1, cell.sd ? to_text(*cell.sd) : "", false);
        }
    }
    return join(lines, "\n") + '\n';
}

}  // namespace mlp
