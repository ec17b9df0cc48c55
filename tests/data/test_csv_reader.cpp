#include "data/csv_texts.h"

#include <cmath>
#include <cstring>
#include <random>
#include <utility>

using namespace mlp;
using namespace mlp::test;

TEST_CASE("csv reader: is the same wherever blocks end, and however many rows are asked for") {
    const File file(tricky);
    const CsvBlock whole = read_all(file.path);
    CHECK(whole.lines == std::vector<Index>{5, 9, 10, 13, 14});
    CHECK(told(whole.cells) == Table{{"#1", "missing", "'q\nr\n'", "missing", "#7"},
                                     {"'x,\"y\"'", "missing", "'5\" disk'", "'\r'", "missing"},
                                     {"#-2500", "'\"'", "'\xC3\xBC\uF7FC'", "'\r'", "'1e999'"}});
    CHECK(texts_of(whole.verbatim[1]) ==
          std::vector<std::string>{"x,\"y\"", "", " 5\" disk ", "\r", "NA"});
    for (std::size_t size = 1; size <= 64; ++size) {
        for (const Index rows : {Index{1}, Index{2}, all_rows}) {
            CAPTURE(size);
            CAPTURE(rows);
            const CsvBlock block = read_all(file.path, {}, size, rows);
            CHECK(block.lines == whole.lines);
            CHECK(told(block.cells) == told(whole.cells));
            CHECK(told(block.verbatim) == told(whole.verbatim));
        }
    }
}

TEST_CASE("csv reader: names come from the header, or are numbered") {
    const File file("\"a\", b \n1,2\n");
    CsvReader named(file.path);
    CHECK(named.names() == std::vector<std::string>{"a", "b"});
    CHECK(named.origin() == file.path.string());
    CsvFormat format;
    format.header = false;
    CHECK(CsvReader(file.path, format).names() == std::vector<std::string>{"column_1", "column_2"});
    CHECK(told(read_all(file.path, format).cells) == Table{{"'a'", "#1"}, {"'b'", "#2"}});
}

TEST_CASE("csv reader: a cell is a number, a text or missing") {
    const CsvBlock block = read_text(
        "x,y\n1,\n-2.5,NA\n+3,N/A\n.5,n/a\n5.,NaN\n1e3,nan\n 7\t,NAN\n1e-400,null\n\"8\",NULL\n"
        "-0,\"?\"\n5e-324, \nabc,\"\"\n 1 2 , NA \n1e999,\"\t\"\ninf,na\n-,none\n0x10,Null\n");
    CHECK(told(block.cells[0]) == std::vector<std::string>{"#1", "#-2.5", "#3", "#0.5", "#5",
                                                           "#1000", "#7", "#0", "#8", "#-0",
                                                           "#5e-324", "'abc'", "'1 2'", "'1e999'",
                                                           "'inf'", "'-'", "'0x10'"});
    std::vector<std::string> gaps(14, "missing");
    for (const char* text : {"'na'", "'none'", "'Null'"}) gaps.emplace_back(text);
    CHECK(told(block.cells[1]) == gaps);
}

TEST_CASE("csv reader: the cells that mark a missing value can be chosen") {
    CsvFormat format;
    format.missing_values = {" - ", "-999"};
    const CsvBlock block =
        read_text("x,y\n-999,-\n-999.0, - \n-9.99e2,NA\n\"-999\",\n999,--\n", format);
    CHECK(told(block.cells) == Table{{"missing", "missing", "missing", "missing", "#999"},
                                     {"missing", "missing", "'NA'", "''", "'--'"}});
    format.missing_values = {"k.A.", "\uF7FC\u00FC"};  // the second as text that is no UTF-8
    CHECK(told(read_text("x\nk.A.\n\xFC\u00FC\n\xFC\n", format).cells) ==
          Table{{"missing", "missing", "'\uF7FC'"}});
    format.missing_values = {};
    CHECK(told(read_text("x,y\n,?\n", format).cells) == Table{{"''"}, {"'?'"}});
}

TEST_CASE("csv reader: columns are selected by position, in any order and number") {
    const File file("a,b,c\n1,\" 2\"\"\",3\n4, NA ,6\n");
    CsvReader reader(file.path);
    reader.select({2, 1, 2}, {1, 0, 1});
    CsvBlock block = reader.make_block();
    CHECK(reader.read(block, all_rows) == 2);
    CHECK(told(block.cells) == Table{{"#3", "#6"}, {"'2\"'", "missing"}, {"#3", "#6"}});
    CHECK(told(block.verbatim) ==
          Table{{"' 2\"'", "' NA '"}, {"'1'", "'4'"}, {"' 2\"'", "' NA '"}});
    CHECK(block.cells[0].name() == "c");
    CHECK(block.verbatim[1].name() == "a");

    // All columns as cells, if nothing is said; none, if so.
    CsvReader other(file.path);
    block = other.make_block();
    CHECK(block.cells.size() == 3);
    CHECK(block.verbatim.empty());
    other.select({});
    block = other.make_block();
    CHECK(other.read(block, all_rows) == 2);
    CHECK(block.cells.empty());
    CHECK(block.lines == std::vector<Index>{2, 3});
}

TEST_CASE("csv reader: reads as many rows as asked for, and a block can be used again") {
    const File file("x\n1\n2\na\n4\n5\n");
    CsvReader reader(file.path);
    CsvBlock block = reader.make_block();
    CHECK(reader.read(block, 0) == 0);
    CHECK(reader.read(block, 3) == 3);
    CHECK(told(block.cells) == Table{{"#1", "#2", "'a'"}});
    block.clear();
    CHECK(block.lines.empty());
    CHECK(reader.read(block, 1) == 1);
    CHECK(told(block.cells) == Table{{"#4"}});
    CHECK(reader.read(block, 9) == 1);
    CHECK(told(block.cells) == Table{{"#4", "#5"}});
    CHECK(block.lines == std::vector<Index>{5, 6});
    CHECK(reader.read(block, 9) == 0);
    CHECK(told(block.cells) == Table{{"#4", "#5"}});
}

TEST_CASE("csv reader: texts in other encodings pass through, also in names") {
    const File file("h\xF6he,y\nM\xFCnchen,\"K\xF6ln\"\nM\u00FCnchen,\xFF\xFE\n");
    CHECK(CsvReader(file.path).names() == std::vector<std::string>{"h\uF7F6he", "y"});
    const CsvBlock block = read_all(file.path);
    CHECK(told(block.cells) ==
          Table{{"'M\uF7FCnchen'", "'M\u00FCnchen'"}, {"'K\uF7F6ln'", "'\uF7FF\uF7FE'"}});
    CHECK(bytes_of(texts_of(block.verbatim[0])[0]) == "M\xFCnchen");
    CHECK(bytes_of(texts_of(block.verbatim[1])[1]) == "\xFF\xFE");
}

TEST_CASE("csv reader: a row with too few or too many cells is an error with its line") {
    CHECK(error_in("x,y\n1,2\n\n3\n") == "t.csv:4: has 1 cell where the header has 2");
    CHECK(error_in("x,y\n1,2,3\n") == "t.csv:2: has 3 cells where the header has 2");
    CHECK(error_in("x,y\n\"a\n\",2\n1,2,\n") == "t.csv:4: has 3 cells where the header has 2");
    CsvFormat format;
    format.header = false;
    CHECK(error_in("1,2\n3,4,5\n", format) == "t.csv:2: has 3 cells where the first line has 2");
}

TEST_CASE("csv reader: a header that does not name each column is an error") {
    CHECK(error_in("x,y,\n1,2,\n") == "t.csv:1: column 3 has no name");
    CHECK(error_in("\n\"x\", \t,y\n") == "t.csv:2: column 2 has no name");
    CHECK(error_in("x,y, x\n1,2,3\n") ==
          "t.csv:1: two columns are called 'x'; give each its own name");
    CHECK(error_in("") == "t.csv: is empty");
    CHECK(error_in("\n\r\n") == "t.csv: is empty");
}

TEST_CASE("csv reader: a NUL is an error with its line; at the front, the file is no text") {
    CHECK(error_in(std::string("PK\x03\x04\0\0,\n", 8)) == "t.csv: is no text file, so no CSV");
    const auto nul = [](const std::string& before, const std::string& after) {
        return before + '\0' + after;
    };
    const std::string message = "holds a NUL character, which no text has";
    for (const std::size_t block : {1U, 2U, 3U, 5U, 8U}) {
        CAPTURE(block);
        CHECK(error_in(nul("x,y\n1,2\n3,4", "\n"), {}, block) == "t.csv:3: " + message);
        CHECK(error_in(nul("x,y\n1,2\n", ""), {}, block) == "t.csv:3: " + message);
        CHECK(error_in(nul("x,y\n1,\"2\n3", "\"\n"), {}, block) == "t.csv:3: " + message);
    }
    // Also far behind, in a column that nobody asked for.
    std::string rows;
    while (rows.size() < 2 * CsvRecords::default_block) rows += "1,2\n";
    const File file(nul("x,y\n" + rows + "1,2", "\n"));
    CsvReader reader(file.path);
    reader.select({0});
    CsvBlock block = reader.make_block();
    CHECK(file.message(message_of([&] { reader.read(block, all_rows); })) ==
          "t.csv:" + std::to_string(2 + rows.size() / 4) + ": " + message);
}

TEST_CASE("csv reader: a quote that is never closed is an error before memory is full") {
    const test::TemporaryDirectory directory;
    const auto path = directory.path() / "t.csv";
    gzFile file = gzopen(path.c_str(), "wb1");
    const std::string row = "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16\n";
    std::string rows;
    while (rows.size() < (1U << 20U)) rows += row;
    gzputs(file, "x,y\n1,2\n1,\"2\n");
    for (int i = 0; i < 130; ++i) {
        gzwrite(file, rows.data(), static_cast<unsigned>(rows.size()));
    }
    gzclose(file);
    CHECK(message_of([&] { read_all(path); }) ==
          path.string() +
              ":3: the record that starts here is longer than 64 MiB\n  help: close "
              "the quote at the start of a cell");
}

TEST_CASE("csv reader: a packed file is read like the plain one, and is an error if cut off") {
    std::string text = "x,name\n";
    std::mt19937 random(5);
    for (int i = 0; i < 60'000; ++i) {
        text += std::to_string(random()) + ",name " + std::to_string(random() % 100) + "\n";
    }
    const File plain(text);
    const CsvBlock expected = read_all(plain.path);
    REQUIRE(expected.cells[0].size() == 60'000);
    const auto path = plain.directory.path() / "t.csv.gz";
    write_gzip(path, text);
    const CsvBlock block = read_all(path);
    CHECK(told(block.cells) == told(expected.cells));
    CHECK(block.lines == expected.lines);

    const std::string packed = test::content(path);
    for (const std::size_t size : {std::size_t{10}, std::size_t{1000}, packed.size() / 2,
                                   packed.size() - 8, packed.size() - 1}) {
        CAPTURE(size);
        plain.directory.write("t.csv.gz", packed.substr(0, size));
        CHECK_THROWS_AS(read_all(path), InputError);
        CHECK(message_of([&] { read_all(path); }) ==
              path.string() + ": ends early: the gzip data is not complete");
    }
}

TEST_CASE("csv reader: random tables are read back as they were written") {
    std::mt19937 random(7);
    const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    const std::vector<std::string> pieces{"a", "12", ".5",   "-",  " ",   "\t",   ",",      ";",
                                          "|", "\"", "\r\n", "\n", "\r",  "NA",   "\u00FC", "\xFC",
                                          "x", "e3", "0",    "?",  "nan", "\x01", "\uF7FC", ""};
    for (int round = 0; round < 300; ++round) {
        const char delimiter = ",;|\t"[pick(4)];
        const std::string line_end = pick(2) == 0 ? "\n" : "\r\n";
        const std::size_t columns = 1 + pick(5);
        std::string text;
        Index line = 1;
        const auto add_row = [&](const std::vector<std::string>& cells) {
            for (std::size_t i = 0; i < cells.size(); ++i) {
                const auto& cell = cells[i];
                if (i > 0) text += delimiter;
                const bool plain =
                    cell.find_first_of(std::string("\"\n\r") + delimiter) == std::string::npos &&
                    (columns > 1 || !cell.empty()) && pick(3) > 0;
                if (plain) {
                    text += cell;
                    continue;
                }
                text += '"';
                for (const char c : cell) text += c == '"' ? "\"\"" : std::string(1, c);
                text += '"';
                line += std::count(cell.begin(), cell.end(), '\n');
            }
            text += line_end;
            ++line;
        };
        std::vector<std::string> names;
        for (std::size_t i = 0; i < columns; ++i) names.push_back("c" + std::to_string(i));
        add_row(names);
        Table expected(columns);
        std::vector<Index> lines;
        for (std::size_t row = pick(20); row > 0; --row) {
            for (; pick(5) == 0; ++line) text += line_end;
            lines.push_back(line);
            std::vector<std::string> cells(columns);
            for (std::size_t i = 0; i < columns; ++i) {
                for (std::size_t n = pick(5); n > 0; --n) cells[i] += pieces[pick(pieces.size())];
                expected[i].push_back("'" + utf8_of(cells[i]) + "'");
            }
            add_row(cells);
        }
        CAPTURE(text);
        CsvFormat format;
        format.delimiter = delimiter;
        const File file(text);
        const CsvBlock block =
            read_all(file.path, format, 1 + pick(100), 1 + static_cast<Index>(pick(5)));
        CHECK(told(block.verbatim) == expected);
        CHECK(block.lines == lines);
        // What a cell means depends on nothing but what stands in it.
        const std::vector<std::string>& gaps = format.missing_values;
        for (std::size_t i = 0; i < columns; ++i) {
            for (Index row = 0; row < block.cells[i].size(); ++row) {
                const std::string cell =
                    bytes_of(texts_of(block.verbatim[i])[static_cast<std::size_t>(row)]);
                const auto number = to_number(cell);
                const std::string bare(trimmed(cell));
                const bool gap = std::find(gaps.begin(), gaps.end(), bare) != gaps.end();
                CHECK(told(block.cells[i], row) == (number ? "#" + to_text(*number)
                                                    : gap  ? "missing"
                                                           : "'" + utf8_of(bare) + "'"));
            }
        }
    }
}

TEST_CASE("csv reader: random numbers are read back exactly, over many blocks") {
    std::mt19937_64 random(9);
    std::string text = "x,y,z\n";
    std::vector<double> expected;
    while (expected.size() < 60'000) {
        double x = 0;
        const std::uint64_t bits = random();
        static_assert(sizeof x == sizeof bits);
        std::memcpy(&x, &bits, sizeof x);
        if (!std::isfinite(x)) continue;
        expected.push_back(x);
        text += to_text(x) + (expected.size() % 3 == 0 ? "\n" : ",");
    }
    REQUIRE(text.size() > 3 * CsvRecords::default_block);
    const CsvBlock block = read_text(text);
    REQUIRE(block.cells[0].size() == 20'000);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        wrong += block.cells[i % 3].number(static_cast<Index>(i / 3)) != expected[i];
    }
    CHECK(wrong == 0);
}

TEST_CASE("csv: columns are found by their names, or those that are not there are named") {
    const std::vector<std::string> names{"sepal_length", "species"};
    CHECK(column_positions(names, {"species", "sepal_length", "species"}, "t.csv", "feature") ==
          std::vector<std::size_t>{1, 0, 1});
    CHECK(message_of([&] { column_positions(names, {"specis"}, "t.csv", "target"); }) ==
          "t.csv: no target column 'specis'\n  help: did you mean 'species'? columns of the file: "
          "sepal_length, species");
    CHECK(message_of([&] {
              column_positions(names, {"a", "species", "b"}, "t.csv", "kept");
          }).starts_with("t.csv: no kept columns 'a', 'b'\n  help: "));
}
