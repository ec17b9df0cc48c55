#include "mlp/core/error.h"
#include "mlp/data/csv.h"

#include "support.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

using Table = std::vector<std::vector<std::string>>;

Table records_of(const std::string& text, char delimiter = ',') {
    CsvRecords records(text, "t.csv", delimiter);
    Table table;
    while (records.next()) table.emplace_back(records.cells().begin(), records.cells().end());
    return table;
}

std::vector<Index> lines_of(const std::string& text) {
    CsvRecords records(text, "t.csv", ',');
    std::vector<Index> lines;
    while (records.next()) lines.push_back(records.line());
    return lines;
}

/// A CSV file of its own; the target is "y" unless something else is set.
struct File {
    test::TemporaryDirectory directory;
    CsvOptions options;

    explicit File(const std::string& text) {
        options.path = directory.write("t.csv", text);
        options.target = {"y"};
    }
    RawData read(const std::vector<std::string>& features = {}) const {
        return read_csv(options, features);
    }
    /// The message without the directory in front.
    std::string error(const std::vector<std::string>& features = {}) const {
        CHECK_THROWS_AS(read(features), InputError);
        const auto text = message_of([&] { read(features); });
        const auto folder = directory.path().string() + "/";
        CHECK(text.starts_with(folder));
        return text.substr(std::min(folder.size(), text.size()));
    }
};

std::string error_in(const std::string& text) { return File(text).error(); }

}  // namespace

TEST_CASE("csv records: cells lie between delimiters, records between line ends") {
    const Table expected{{"a", "b"}, {"1", ""}, {"", "2"}};
    CHECK(records_of("a,b\n1,\n,2\n") == expected);
    CHECK(records_of("a,b\r\n1,\r\n,2\r\n") == expected);
    CHECK(records_of("a,b\n1,\n,2") == expected);
    CHECK(records_of("a,b\n1,\n,2\r\n") == expected);
    CHECK(records_of("a;b\n1;\n;2\n", ';') == expected);
    CHECK(records_of("a\tb\n1\t\n\t2\n", '\t') == expected);
    CHECK(records_of("a,b\n1,") == Table{{"a", "b"}, {"1", ""}});
}

TEST_CASE("csv records: quoted cells hold delimiters, line ends and doubled quotes") {
    CHECK(records_of("\"a,b\",\"c\nd\",\"e\r\nf\"\n") == Table{{"a,b", "c\nd", "e\r\nf"}});
    CHECK(records_of("\"say \"\"hi\"\"\",\"\"\"\",\"\"\n") == Table{{"say \"hi\"", "\"", ""}});
    CHECK(records_of("\"a\",b\r\n\"c\"") == Table{{"a", "b"}, {"c"}});
    CHECK(records_of("\"a\"\"\",\"b\"\n\"c\",\"d\"\"\"") == Table{{"a\"", "b"}, {"c", "d\""}});
}

TEST_CASE("csv records: a quote inside a plain cell, and blanks, are kept as they are") {
    CHECK(records_of("5\" disk, a b \n") == Table{{"5\" disk", " a b "}});
}

TEST_CASE("csv records: a byte order mark and blank lines are passed over") {
    CHECK(records_of("\xEF\xBB\xBF\"a\",b\n") == Table{{"a", "b"}});
    CHECK(records_of("\n\r\na\n\n\nb\r\n\r\n") == Table{{"a"}, {"b"}});
    CHECK(records_of("").empty());
    CHECK(records_of("\n\n").empty());
    CHECK(records_of("\xEF\xBB\xBF").empty());
}

TEST_CASE("csv records: know the line on which they start") {
    CHECK(lines_of("a\n\nb\r\n\"x\ny\n\"\nc\n\"p\",q\nd") == std::vector<Index>{1, 3, 4, 7, 8, 9});
}

TEST_CASE("csv records: a quote that is not closed properly is an error at its record") {
    for (const std::string text :
         {"a,b\n1,\"2\n3,4\n", "a\n\"", "a\n\"x\"y\n", "a\n\"x\" ,y\n", "a\n\"x\"\rb"}) {
        CAPTURE(text);
        CHECK(message_of([&] { records_of(text); }) ==
              "t.csv:2: a quoted cell is not closed properly; it must end with a quote before the "
              "next "
              "delimiter or line end");
    }
}

TEST_CASE("csv: features become columns of a matrix, a sample each, and targets stay texts") {
    const auto data = File("x1, y ,x2\n1,a, 2.5\n-3e2,\"b,c\",\t4\n").read();
    CHECK(data.features == std::vector<std::string>{"x1", "x2"});
    Matrix<double> expected(2, 2);
    expected << 1, -300, 2.5, 4;
    CHECK(data.inputs == expected);
    REQUIRE(data.targets.size() == 1);
    CHECK(data.targets[0].name == "y");
    CHECK(data.targets[0].cells == std::vector<std::string>{"a", "b,c"});
    CHECK(data.lines == std::vector<Index>{2, 3});
    CHECK(data.place(1).ends_with("t.csv:3"));
}

TEST_CASE("csv: without a header, columns are numbered and the first line is data") {
    File file("1,2,a\n3,4,b\n");
    file.options.header = false;
    file.options.target = {"column_3"};
    const auto data = file.read();
    CHECK(data.features == std::vector<std::string>{"column_1", "column_2"});
    CHECK(data.samples() == 2);
    CHECK(data.inputs(0, 0) == 1);
    CHECK(data.lines == std::vector<Index>{1, 2});
}

TEST_CASE("csv: other delimiters") {
    File file("x;y\n1.5;a\n");
    file.options.delimiter = ";";
    CHECK(file.read().inputs(0, 0) == 1.5);
}

TEST_CASE("csv: features are found by name, in the order asked for, whatever else is there") {
    File file("id,x1,y,x2\nA17,1,2,3\n");
    file.options.features = {{"x2", "x1"}};
    CHECK(file.read().inputs == (Matrix<double>(2, 1) << 3, 1).finished());
    // The reader's own wish comes before that of the options.
    const auto data = file.read({"x1"});
    CHECK(data.features == std::vector<std::string>{"x1"});
    CHECK(data.inputs == (Matrix<double>(1, 1) << 1).finished());
}

TEST_CASE("csv: several targets, or none for prediction") {
    File file("y2,x,y1\n1,2,3\n");
    file.options.target = {"y1", "y2"};
    const auto data = file.read();
    REQUIRE(data.targets.size() == 2);
    CHECK(data.targets[0].cells.front() == "3");
    CHECK(data.targets[1].cells.front() == "1");
    file.options.target = {};
    CHECK(file.read({"x"}).targets.empty());
}

TEST_CASE("csv: a file without data") {
    CHECK(error_in("") == "t.csv: is empty");
    CHECK(error_in("\n\n") == "t.csv: is empty");
    CHECK(error_in("x,y\n") == "t.csv: has no rows below the header");
    CHECK(error_in("y\n1\n") == "t.csv: has no column besides the target");
}

TEST_CASE("csv: a row with too few or too many cells, with its line") {
    CHECK(error_in("x,y\n1,2\n\n3\n") == "t.csv:4: has 1 cell where the header has 2");
    CHECK(error_in("x,y\n1,2,3\n") == "t.csv:2: has 3 cells where the header has 2");
    File file("1,2\n3,4,5\n");
    file.options.header = false;
    file.options.target = {"column_2"};
    CHECK(file.error() == "t.csv:2: has 3 cells where the first line has 2");
}

TEST_CASE("csv: a feature that is no finite number, with line and column") {
    const std::string help =
        "\n  help: mend the cell, or name the columns to learn from in \"features\"";
    const std::string empty = "the cell is empty, but features must be numbers" + help;
    CHECK(error_in("x,y\n1,2\nabc,2\n") ==
          "t.csv:3: column 'x': 'abc' is not a finite number" + help);
    CHECK(error_in("x,y\n,2\n") == "t.csv:2: column 'x': " + empty);
    CHECK(error_in("x,y\n \t,2\n") == "t.csv:2: column 'x': " + empty);
    CHECK(error_in("x,y\nnan,2\n") == "t.csv:2: column 'x': 'nan' is not a finite number" + help);
    CHECK(error_in("x,y\ninf,2\n") == "t.csv:2: column 'x': 'inf' is not a finite number" + help);
    // The line is that of the record's start, also after cells that hold line ends.
    CHECK(error_in("x,y\n1,\"a\nb\"\nabc,2\n").starts_with("t.csv:4: "));
}

TEST_CASE("csv: a column without a name") {
    CHECK(error_in("x,y,\n1,2,\n") == "t.csv:1: column 3 has no name");
}

TEST_CASE("csv: two columns of one name") {
    CHECK(error_in("x,y,x\n1,2,3\n") ==
          "t.csv:1: two columns are called 'x'; give each its own name");
}

TEST_CASE("csv: a column that is not there, with a suggestion") {
    File file("sepal_length,species\n1,a\n");
    file.options.target = {"specis"};
    CHECK(file.error() ==
          "t.csv: no target column 'specis'\n"
          "  help: did you mean 'species'? columns of the file: sepal_length, species");
    file.options.target = {"species"};
    CHECK(file.error({"sepal_width", "petal_width"})
              .starts_with("t.csv: no feature columns 'sepal_width', 'petal_width'\n  help: "));
}

TEST_CASE("csv: a column cannot be asked for twice, nor be a feature and a target at once") {
    const auto check = [](const std::vector<std::string>& features,
                          std::vector<std::string> targets) {
        File file("a,b,y\n1,2,3\n");
        file.options.features = features;
        file.options.target = std::move(targets);
        const auto options = from_choice<CsvOptions>(to_choice(file.options));
        return read_csv(options, {}).samples();
    };
    CHECK(check({"a", "b"}, {"y"}) == 1);
    CHECK_THROWS_AS(check({"a", "a"}, {"y"}), InputError);
    CHECK_THROWS_AS(check({"a", "y"}, {"y"}), InputError);
    CHECK_THROWS_AS(check({"a"}, {"y", "y"}), InputError);
}

TEST_CASE("csv: a file that is missing or a directory") {
    CsvOptions options;
    const test::TemporaryDirectory directory;
    options.path = directory.path() / "missing.csv";
    CHECK(message_of([&] { read_csv(options, {}); }).find("missing.csv: cannot be read") !=
          std::string::npos);
    options.path = directory.path();
    CHECK(message_of([&] { read_csv(options, {}); }).find("is a directory") != std::string::npos);
}

TEST_CASE(
    "csv: names and classes that are not UTF-8 are refused, as no model or config could hold "
    "them") {
    CHECK(error_in("h\xF6he,y\n1,2\n").starts_with("t.csv:1: "));
    CHECK(error_in("x,y\n1,M\xFCnchen\n").starts_with("t.csv:2: "));
    CHECK(File("höhe,y\n1,München\n").read().features.front() == "höhe");
}

TEST_CASE("csv: a file that is no text is refused as such") {
    CHECK(error_in(std::string("PK\x03\x04\0\0,\n", 8)) == "t.csv: is no text file, so no CSV");
}

TEST_CASE("csv source: reads its file, or another one of the same form") {
    const File first("x;y\n1;2\n");
    const File second("y;x\n5;7\n8;9\n");
    CsvOptions options = first.options;
    options.delimiter = ";";
    const CsvSource source(options);
    CHECK(source.file() == first.options.path);
    CHECK(source.read({}).samples() == 1);
    const auto other = source.at(second.options.path);
    CHECK(other->file() == second.options.path);
    CHECK(other->read({"x"}).inputs == (Matrix<double>(1, 2) << 7, 9).finished());
}
