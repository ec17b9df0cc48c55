#pragma once

#include "mlp/core/byte_stream.h"
#include "mlp/core/matrix.h"
#include "mlp/data/table.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// Walks through the records of a CSV text (RFC 4180): cells may be quoted, quoted cells may hold
/// delimiters, line ends and doubled quotes; lines end with LF or CRLF; blank lines and a byte
/// order mark are passed over. It holds one block of the text, however long that is.
class CsvRecords {
  public:
    static constexpr std::size_t default_block = std::size_t{256} * 1024;

    /// A block is read at once; it grows where a single record is longer. Throws InputError if the
    /// first block is no text.
    CsvRecords(ByteStream stream, char delimiter, std::size_t block = default_block);

    /// Goes to the next record; false at the end. Throws InputError at a quote that is not closed
    /// and at a NUL character.
    bool next();

    /// The cells of this record, without their quotes; valid until next().
    const std::vector<std::string_view>& cells() const { return cells_; }
    /// The line on which this record starts, from 1 on.
    Index line() const { return record_line_; }
    /// The file, for messages.
    const std::string& origin() const { return stream_.origin(); }

  private:
    bool read_more();
    bool is_cut_off(const char* at) const;
    bool pass_blank_lines();
    bool scan_record();
    bool scan_quoted(const char*& at, Index& line);
    void take_quotes_off();
    [[noreturn]] void fail(Index line, std::string_view what) const;

    ByteStream stream_;
    char delimiter_;
    /// The text from begin_ to end_, a line end, and room for a scan to look at.
    std::vector<char> buffer_;
    std::size_t begin_ = 0;  ///< where the next record starts
    std::size_t end_ = 0;
    bool at_end_ = false;  ///< whether the text ends at end_
    Index next_line_ = 1;  ///< the line at begin_
    Index record_line_ = 1;
    std::vector<std::string_view> cells_;
};

/// Cells that mark a missing value, unless others are named.
const std::vector<std::string>& default_missing_values();

/// How a table is written.
struct CsvFormat {
    char delimiter = ',';
    bool header = true;  ///< whether the first line names the columns
    /// Cells that mark a missing value; a number stands for all spellings of it.
    std::vector<std::string> missing_values = default_missing_values();
};

/// Some rows of a table: a column for each that was selected, and the line of each row.
struct CsvBlock {
    std::vector<Column> cells;
    std::vector<Column> verbatim;
    std::vector<Index> lines;

    /// Takes all rows out, but keeps the memory for those that come.
    void clear();
};

/// Reads a table of any length block by block in constant memory. Throws InputError naming file and
/// line where the table is bad, from every function that reads.
class CsvReader {
  public:
    /// Reads the names of the columns: column_1, column_2, ... without a header.
    explicit CsvReader(const std::filesystem::path& path, const CsvFormat& format = {},
                       std::size_t block = CsvRecords::default_block);

    const std::vector<std::string>& names() const { return names_; }
    /// The file, for messages.
    const std::string& origin() const { return records_.origin(); }

    /// Chooses columns by their positions, any number of times each. `cells` become numbers where
    /// they spell finite ones, missing where they mark that, else texts without the blanks around
    /// them; `verbatim` become texts as they stand there. Texts are UTF-8 by utf8_of(). At first
    /// all columns are `cells`.
    void select(std::vector<std::size_t> cells, std::vector<std::size_t> verbatim = {});
    /// Without rows, its columns named after those selected.
    CsvBlock make_block() const;
    /// Adds up to so many rows and returns how many; none only at the end.
    Index read(CsvBlock& block, Index max_rows);

  private:
    void add_cell(Column& column, std::string_view cell) const;
    void read_names();

    CsvRecords records_;
    bool header_;
    bool held_ = false;  ///< whether the first record, which is no header, was not handed out yet
    std::vector<std::string> missing_texts_;
    std::vector<double> missing_numbers_;
    std::vector<std::string> names_;
    std::vector<std::size_t> cells_;
    std::vector<std::size_t> verbatim_;
};

/// Where the wanted columns stand among `names`. Throws InputError naming those that are not there;
/// `what` says what they are: "feature".
std::vector<std::size_t> column_positions(const std::vector<std::string>& names,
                                          const std::vector<std::string>& wanted,
                                          const std::string& origin, std::string_view what);

}  // namespace mlp
