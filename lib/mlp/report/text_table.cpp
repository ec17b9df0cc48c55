#include "mlp/report/text_table.h"

#include "mlp/core/text.h"
#include "mlp/report/short_name.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace mlp {
namespace {

using Cells = std::vector<std::string>;

bool is_number(std::string_view cell) {
    static constexpr std::array<std::string_view, 3> not_finite{"nan", "inf", "-inf"};
    return to_number(cell) ||
           std::find(not_finite.begin(), not_finite.end(), cell) != not_finite.end();
}

/// A number, or a mean with its deviation.
bool is_numeric(std::string_view cell) {
    for (const std::string_view between : {" +- ", " ± "}) {
        const auto at = cell.find(between);
        if (at == cell.npos) continue;
        return is_number(cell.substr(0, at)) && is_number(cell.substr(at + between.size()));
    }
    return is_number(cell);
}

struct Column {
    Cells cells;  ///< the heading first
    std::size_t width = 0;
    bool numeric = false;
};

Column make_column(Cells cells) {
    Column column{std::move(cells)};
    bool texts = false;
    for (auto& cell : column.cells) {
        cell = short_name(cell, cell.size());  // not cut: no text is wider than its bytes
        column.width = std::max(column.width, display_width(cell));
        if (&cell == &column.cells.front() || cell.empty() || cell == "-") continue;
        (is_numeric(cell) ? column.numeric : texts) = true;
    }
    column.numeric &= !texts;
    return column;
}

std::string table_of(const std::vector<Column>& columns, std::size_t lines) {
    std::string text;
    for (std::size_t i = 0; i < lines; ++i) {
        std::string line;
        for (const auto& column : columns) {
            if (&column != &columns.front()) line += "  ";
            line += column.numeric ? right_aligned(column.cells[i], column.width)
                                   : padded(column.cells[i], column.width);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

}  // namespace

std::string text_table(const std::vector<std::string>& headings,
                       const std::vector<std::vector<std::string>>& rows) {
    std::vector<Column> columns;
    for (std::size_t j = 0; j < headings.size(); ++j) {
        Cells cells{headings[j]};
        for (const auto& row : rows) cells.push_back(j < row.size() ? row[j] : "");
        columns.push_back(make_column(std::move(cells)));
    }
    return table_of(columns, rows.size() + 1);
}

std::string transposed_text_table(const std::vector<std::string>& headings,
                                  const std::vector<std::vector<std::string>>& rows) {
    std::vector<Column> columns{make_column(headings)};
    for (auto cells : rows) {
        cells.resize(headings.size());
        columns.push_back(make_column(std::move(cells)));
    }
    return table_of(columns, headings.size());
}

}  // namespace mlp
