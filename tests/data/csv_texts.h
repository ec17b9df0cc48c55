#pragma once

#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/data/csv_reader.h"

#include "support.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <zlib.h>

namespace mlp::test {

using Table = std::vector<std::vector<std::string>>;
inline constexpr Index all_rows = std::numeric_limits<Index>::max();

/// A file that is called t.csv in messages.
struct File {
    TemporaryDirectory directory;
    std::filesystem::path path;

    explicit File(const std::string& text) : path(directory.write("t.csv", text)) {}
    std::string message(const std::string& text) const {
        const auto folder = directory.path().string() + "/";
        CHECK(text.starts_with(folder));
        return text.substr(std::min(folder.size(), text.size()));
    }
};

inline Table records_of(const std::string& text, char delimiter = ',',
                        std::size_t block = CsvRecords::default_block) {
    const File file(text);
    CsvRecords records(ByteStream(file.path), delimiter, block);
    Table table;
    while (records.next()) table.emplace_back(records.cells().begin(), records.cells().end());
    CHECK_FALSE(records.next());  // the end stays the end
    return table;
}

inline std::vector<Index> lines_of(const std::string& text,
                                   std::size_t block = CsvRecords::default_block) {
    const File file(text);
    CsvRecords records(ByteStream(file.path), ',', block);
    std::vector<Index> lines;
    while (records.next()) lines.push_back(records.line());
    return lines;
}

/// All of a table, every column as cells and verbatim.
inline CsvBlock read_all(const std::filesystem::path& path, const CsvFormat& format = {},
                         std::size_t block_size = CsvRecords::default_block,
                         Index rows = all_rows) {
    CsvReader reader(path, format, block_size);
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < reader.names().size(); ++i) columns.push_back(i);
    reader.select(columns, columns);
    CsvBlock block = reader.make_block();
    while (reader.read(block, rows) > 0) {
    }
    return block;
}

inline CsvBlock read_text(const std::string& text, const CsvFormat& format = {}) {
    return read_all(File(text).path, format);
}

/// What reading a text says, without the directory of the file.
inline std::string error_in(const std::string& text, const CsvFormat& format = {},
                            std::size_t block = CsvRecords::default_block) {
    const File file(text);
    CHECK_THROWS_AS(read_all(file.path, format, block), InputError);
    return file.message(message_of([&] { read_all(file.path, format, block); }));
}

inline std::vector<std::string> texts_of(const Column& column) {
    std::vector<std::string> texts;
    for (Index row = 0; row < column.size(); ++row) {
        CHECK(column.is_text(row));
        texts.push_back(column.texts()[column.text_number(row)]);
    }
    return texts;
}

/// A cell as a text that tells its kind: "#1.5", "missing", "'a'".
inline std::string told(const Column& column, Index row) {
    if (column.is_text(row)) return "'" + column.texts()[column.text_number(row)] + "'";
    return column.is_missing(row) ? "missing" : "#" + to_text(column.number(row));
}
inline std::vector<std::string> told(const Column& column) {
    std::vector<std::string> cells;
    for (Index row = 0; row < column.size(); ++row) cells.push_back(told(column, row));
    return cells;
}
inline Table told(const std::vector<Column>& columns) {
    Table table;
    for (const auto& column : columns) table.push_back(told(column));
    return table;
}

inline void write_gzip(const std::filesystem::path& path, const std::string& text) {
    gzFile file = gzopen(path.c_str(), "wb");
    gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
    gzclose(file);
}

inline constexpr const char* not_closed =
    "a quoted cell is not closed properly; it must end with a quote before the next delimiter or "
    "line end";

/// Everything that CSV allows, in a few lines.
inline const std::string tricky =
    "\xEF\xBB\xBF\n\r\n a ,\"b\r\nc\",d\r\n"
    "1,\"x,\"\"y\"\"\",-2.5e3\n"
    "\n\r\n\r\n"
    ",\"\",\"\"\"\"\r\n"
    "\"q\nr\n\", 5\" disk ,\xC3\xBC\xFC\n"
    "?,\r,\"\r\"\r\n"
    "+7,NA,1e999";

}  // namespace mlp::test
