#include "mlp/data/csv_reader.h"

#include "mlp/core/error.h"
#include "mlp/core/suggest.h"
#include "mlp/core/text.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <optional>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr std::size_t word_size = sizeof(std::uint64_t);
/// No record of a table is as long as this; but a file with a quote that is not closed is one.
constexpr std::size_t longest_record = std::size_t{64} * 1024 * 1024;

constexpr std::uint64_t eight_times(char c) {
    return 0x0101010101010101U * static_cast<unsigned char>(c);
}

/// The high bit of each byte that is zero (Warren, Hacker's Delight, 2nd ed. 2012, section 6-1).
std::uint64_t zero_bytes(std::uint64_t word) {
    constexpr std::uint64_t low_bits = 0x7F7F7F7F7F7F7F7FU;
    return ~(((word & low_bits) + low_bits) | word | low_bits);
}

/// The first of two characters or of NUL from here on, eight characters at a time. There must be
/// one, with word_size characters after it.
const char* find_either(const char* text, char first, char second) {
    for (;; text += word_size) {
        std::uint64_t word = 0;
        std::memcpy(&word, text, word_size);
        const std::uint64_t found = zero_bytes(word ^ eight_times(first)) |
                                    zero_bytes(word ^ eight_times(second)) | zero_bytes(word);
        if (found == 0) continue;
        return text + (std::endian::native == std::endian::little ? std::countr_zero(found)
                                                                  : std::countl_zero(found)) /
                          8;
    }
}

std::string_view between(const char* first, const char* last) {
    return {first, static_cast<std::size_t>(last - first)};
}

}  // namespace

CsvRecords::CsvRecords(ByteStream stream, char delimiter, std::size_t block)
    : stream_(std::move(stream)),
      delimiter_(delimiter),
      buffer_(std::max(block, std::size_t{1}) + word_size) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    read_more();
    // In the first line already: this is something else. Further down, the line will be named.
    const std::string_view first_line =
        std::string_view(buffer_.data(), end_)
            .substr(0, std::string_view(buffer_.data(), end_).find('\n'));
    if (first_line.find('\0') != first_line.npos) {
        throw InputError(origin() + ": is no text file, so no CSV");
    }
    while (end_ < byte_order_mark.size() && read_more()) {
    }
    const auto text = between(buffer_.data(), buffer_.data() + end_);
    if (text.starts_with(byte_order_mark)) begin_ = byte_order_mark.size();
}

/// Makes the buffer hold more of the text, from begin_ on; false if there is no more.
bool CsvRecords::read_more() {
    if (at_end_) return false;
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
    std::size_t room = buffer_.size() - word_size - end_;
    if (room == 0) {
        if (end_ > longest_record) {
            fail(next_line_,
                 "the record that starts here is longer than 64 MiB\n  help: close the quote at "
                 "the start of a cell");
        }
        room = end_;
        buffer_.resize(2 * end_ + word_size);
    }
    const std::size_t got = stream_.read(buffer_.data() + end_, room);
    end_ += got;
    at_end_ = got < room;
    buffer_[end_] = '\n';  // stops every scan, and ends the last line
    return true;
}

bool CsvRecords::next() {
    while (!pass_blank_lines() || !scan_record()) {
        if (!read_more()) return false;
    }
    return true;
}

/// Whether it is not known yet what stands here.
bool CsvRecords::is_cut_off(const char* at) const {
    return at == buffer_.data() + end_ && !at_end_;
}

/// Goes to where a record starts; false if there is none in the buffer.
bool CsvRecords::pass_blank_lines() {
    for (;;) {
        const std::size_t line_end = begin_ + (buffer_[begin_] == '\r' ? 1 : 0);
        if (buffer_[line_end] != '\n') return true;
        if (line_end >= end_) return false;
        begin_ = line_end + 1;
        ++next_line_;
    }
}

/// Takes in the record at begin_; false, with nothing changed, if its end is not in the buffer.
bool CsvRecords::scan_record() {
    cells_.clear();
    bool quotes = false;
    Index line = next_line_;
    const char* at = buffer_.data() + begin_;
    for (;; ++at) {
        const char* const start = at;
        if (*at == '"') {
            if (!scan_quoted(at, line)) return false;
            quotes = true;
        } else {
            at = find_either(at, delimiter_, '\n');
            const bool crlf = *at == '\n' && at != start && at[-1] == '\r';
            cells_.push_back(between(start, crlf ? at - 1 : at));
        }
        if (*at == '\0') fail(line, "holds a NUL character, which no text has");
        if (is_cut_off(at)) return false;
        if (*at == '\n') break;
    }
    record_line_ = next_line_;
    next_line_ = line + 1;
    // The last line may have no end but the one put behind it.
    begin_ = std::min(static_cast<std::size_t>(at - buffer_.data()) + 1, end_);
    if (quotes) take_quotes_off();
    return true;
}

/// Takes in a quoted cell, still with its quotes, and goes to what ends it: a delimiter, a line
/// end, or a NUL in it. False if that is not in the buffer.
bool CsvRecords::scan_quoted(const char*& at, Index& line) {
    constexpr std::string_view not_closed =
        "a quoted cell is not closed properly; it must end with a quote before the next delimiter "
        "or line end";
    const char* const start = at;
    for (;;) {
        at = find_either(at + 1, '"', '\n');
        if (is_cut_off(at)) return false;
        if (*at == '\0') return true;
        if (at == buffer_.data() + end_) fail(next_line_, not_closed);
        if (*at == '\n') {
            ++line;
            continue;
        }
        ++at;
        if (is_cut_off(at)) return false;
        if (*at != '"') break;
    }
    cells_.push_back(between(start, at));
    if (*at == '\r') ++at;
    if (is_cut_off(at)) return false;
    if (*at != '\n' && (*at != delimiter_ || at[-1] == '\r')) fail(next_line_, not_closed);
    return true;
}

/// Makes cells of quoted ones, in their own place. A cell starts with a quote only if it is quoted.
void CsvRecords::take_quotes_off() {
    for (auto& cell : cells_) {
        if (!cell.starts_with('"')) continue;
        char* const start = buffer_.data() + (cell.data() - buffer_.data()) + 1;
        char* end = start;
        for (std::size_t i = 1; i + 1 < cell.size(); ++i) {
            if (cell[i] == '"') ++i;  // the second of two
            *end++ = cell[i];
        }
        cell = between(start, end);
    }
}

void CsvRecords::fail(Index line, std::string_view what) const {
    throw InputError(fmt::format("{}:{}: {}", origin(), line, what));
}

const std::vector<std::string>& default_missing_values() {
    static const std::vector<std::string> values{"",    "NA",  "N/A",  "n/a",  "NaN",
                                                 "nan", "NAN", "null", "NULL", "?"};
    return values;
}

void CsvBlock::clear() {
    for (auto& column : cells) column.clear();
    for (auto& column : verbatim) column.clear();
    lines.clear();
}

CsvReader::CsvReader(const std::filesystem::path& path, const CsvFormat& format, std::size_t block)
    : records_(ByteStream(path), format.delimiter, block), header_(format.header) {
    for (const auto& value : format.missing_values) {
        if (const auto number = to_number(value)) {
            missing_numbers_.push_back(*number);
        } else {
            missing_texts_.push_back(bytes_of(trimmed(value)));
        }
    }
    read_names();
    std::vector<std::size_t> all(names_.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    select(std::move(all));
}

void CsvReader::read_names() {
    if (!records_.next()) throw InputError(origin() + ": is empty");
    for (const auto cell : records_.cells()) {
        const std::size_t number = names_.size() + 1;
        names_.push_back(header_ ? utf8_of(trimmed(cell)) : fmt::format("column_{}", number));
        if (names_.back().empty()) {
            throw InputError(
                fmt::format("{}:{}: column {} has no name", origin(), records_.line(), number));
        }
    }
    if (const auto twice = repeated(names_, {})) {
        throw InputError(fmt::format("{}:{}: two columns are called '{}'; give each its own name",
                                     origin(), records_.line(), *twice));
    }
    held_ = !header_;
}

void CsvReader::select(std::vector<std::size_t> cells, std::vector<std::size_t> verbatim) {
    cells_ = std::move(cells);
    verbatim_ = std::move(verbatim);
}

CsvBlock CsvReader::make_block() const {
    CsvBlock block;
    for (const std::size_t column : cells_) block.cells.emplace_back(names_.at(column));
    for (const std::size_t column : verbatim_) block.verbatim.emplace_back(names_.at(column));
    return block;
}

Index CsvReader::read(CsvBlock& block, Index max_rows) {
    Index rows = 0;
    for (; rows < max_rows && (held_ || records_.next()); ++rows) {
        held_ = false;
        const auto& record = records_.cells();
        if (record.size() != names_.size()) {
            throw InputError(fmt::format("{}:{}: has {} where {} has {}", origin(), records_.line(),
                                         counted(record.size(), "cell"),
                                         header_ ? "the header" : "the first line", names_.size()));
        }
        for (std::size_t i = 0; i < cells_.size(); ++i) add_cell(block.cells[i], record[cells_[i]]);
        for (std::size_t i = 0; i < verbatim_.size(); ++i) {
            block.verbatim[i].add_text(utf8_of(record[verbatim_[i]]));
        }
        block.lines.push_back(records_.line());
    }
    return rows;
}

void CsvReader::add_cell(Column& column, std::string_view cell) const {
    const auto has = [](const auto& list, const auto& x) {
        return std::find(list.begin(), list.end(), x) != list.end();
    };
    if (const auto number = to_number(cell)) {
        has(missing_numbers_, *number) ? column.add_missing() : column.add_number(*number);
        return;
    }
    const std::string_view text = trimmed(cell);
    has(missing_texts_, text) ? column.add_missing() : column.add_text(utf8_of(text));
}

std::vector<std::size_t> column_positions(const std::vector<std::string>& names,
                                          const std::vector<std::string>& wanted,
                                          const std::string& origin, std::string_view what) {
    std::vector<std::size_t> positions;
    std::vector<std::string> unknown;
    for (const auto& name : wanted) {
        const auto found = std::find(names.begin(), names.end(), name);
        positions.push_back(static_cast<std::size_t>(found - names.begin()));
        if (found == names.end()) unknown.push_back(name);
    }
    if (unknown.empty()) return positions;
    const bool no_header = std::ranges::all_of(
        names, [](const std::string& name) { return to_number(name).has_value(); });
    if (no_header) {
        throw InputError(
            fmt::format("{}: no {} column '{}'\n  help: the first line holds numbers "
                        "only; if there is no header, say so (\"header\": false, or "
                        "--no-header): columns are then called column_1, ...",
                        origin, what, unknown.front()));
    }
    throw InputError(fmt::format("{}: no {} {} '{}'\n  help: {}", origin, what,
                                 unknown.size() == 1 ? "column" : "columns", join(unknown, "', '"),
                                 suggest(unknown.front(), names, "columns of the file")));
}

}  // namespace mlp
