#include "mlp/core/error.h"
#include "mlp/data/csv.h"

#include "support.h"

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>
#include <zlib.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

using Spellings = std::vector<std::string>;

/// What the cells of a column spell; missing ones are empty.
Spellings cells_of(const Column& column) {
    Spellings cells;
    for (Index row = 0; row < column.size(); ++row) cells.push_back(column.spelling(row));
    return cells;
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

TEST_CASE("csv: inputs and targets become columns of cells, lines are known") {
    const auto data = File("x1, y ,x2\n1,a, 2.5\n-3e2,\"b,c\",\t4\n").read();
    CHECK(data.inputs.names == Spellings{"x1", "x2"});
    REQUIRE(data.inputs.cells.size() == 2);
    CHECK(data.samples() == 2);
    CHECK(data.inputs.cells[0].name() == "x1");
    CHECK(data.inputs.cells[0].number(0) == 1);
    CHECK(data.inputs.cells[0].number(1) == -300);
    CHECK(data.inputs.cells[1].number(0) == 2.5);
    CHECK(data.inputs.cells[1].number(1) == 4);
    REQUIRE(data.targets.size() == 1);
    CHECK(data.targets[0].name() == "y");
    CHECK(cells_of(data.targets[0]) == Spellings{"a", "b,c"});
    CHECK(data.lines == std::vector<Index>{2, 3});
    CHECK(data.place(1).ends_with("t.csv:3"));
    CHECK(data.weights.empty());
    CHECK_FALSE(data.groups.has_value());
}

TEST_CASE("csv: texts and missing cells are as good as numbers, in inputs and in targets") {
    const auto data = File("x,y\nred,?\n,2\n1e999,n/a\nnan,b\n").read();
    const Column& x = data.inputs.cells[0];
    CHECK(cells_of(x) == Spellings{"red", "", "1e999", ""});
    CHECK(x.is_text(0));
    CHECK(x.is_missing(1));
    CHECK(x.is_text(2));  // too large for any number
    CHECK(x.is_missing(3));
    CHECK(cells_of(data.targets[0]) == Spellings{"", "2", "", "b"});
    CHECK(data.targets[0].is_missing(0));
}

TEST_CASE("csv: what marks a missing cell can be chosen, instead of what usually does") {
    File file("x,y\n-1,NA\n-1.0,2\n");
    file.options.missing_values = {"-1"};
    const auto data = file.read();
    CHECK(data.inputs.cells[0].is_missing(0));
    CHECK(data.inputs.cells[0].is_missing(1));
    CHECK(cells_of(data.targets[0]) == Spellings{"NA", "2"});
}

TEST_CASE("csv: without a header, columns are numbered and the first line is data") {
    File file("1,2,a\n3,4,b\n");
    file.options.header = false;
    file.options.target = {"column_3"};
    const auto data = file.read();
    CHECK(data.inputs.names == Spellings{"column_1", "column_2"});
    CHECK(data.samples() == 2);
    CHECK(data.inputs.cells[0].number(0) == 1);
    CHECK(data.lines == std::vector<Index>{1, 2});
}

TEST_CASE("csv: the delimiter follows from the name of the file, or is given") {
    const auto delimiter = [](const std::string& name) {
        CsvOptions options;
        options.path = name;
        return options.format().delimiter;
    };
    for (const std::string name : {"a.tsv", "b/a.tab", "a.tsv.gz", "a.b.tab.gz"}) {
        CAPTURE(name);
        CHECK(delimiter(name) == '\t');
    }
    for (const std::string name : {"a.csv", "a.csv.gz", "-", "a.tsv.csv", "tsv", "a.tsv/b"}) {
        CAPTURE(name);
        CHECK(delimiter(name) == ',');
    }
    File file("x;y\n1.5;a\n");
    file.options.delimiter = ";";
    CHECK(file.read().inputs.cells[0].number(0) == 1.5);
    CsvOptions tabs;
    tabs.path = file.directory.write("t.tsv", "x,1\ty\n1.5\ta\n");
    tabs.target = {"y"};
    CHECK(read_csv(tabs, {}).inputs.names == Spellings{"x,1"});
    tabs.delimiter = ",";
    CHECK_THROWS_AS(read_csv(tabs, {}), InputError);
}

TEST_CASE("csv: a packed file is read like a plain one") {
    const File file("x,y\n1,a\n2,b\n");
    CsvOptions options = file.options;
    options.path = file.directory.path() / "t.csv.gz";
    gzFile packed = gzopen(options.path.c_str(), "wb");
    gzputs(packed, "x,y\n1,a\n2,b\n");
    gzclose(packed);
    const auto data = read_csv(options, {});
    CHECK(cells_of(data.inputs.cells[0]) == cells_of(file.read().inputs.cells[0]));
    CHECK(data.place(1).ends_with("t.csv.gz:3"));
}

TEST_CASE("csv: features are found by name, in the order asked for, whatever else is there") {
    File file("id,x1,y,x2\nA17,1,2,3\n");
    file.options.features = {{"x2", "x1"}};
    auto data = file.read();
    CHECK(data.inputs.names == Spellings{"x2", "x1"});
    CHECK(data.inputs.cells[0].number(0) == 3);
    CHECK(data.inputs.cells[1].number(0) == 1);
    // The reader's own wish comes before that of the options.
    data = file.read({"x1"});
    CHECK(data.inputs.names == Spellings{"x1"});
    REQUIRE(data.inputs.cells.size() == 1);
    CHECK(data.inputs.cells[0].number(0) == 1);
}

TEST_CASE("csv: columns that have another use, or none, are no inputs") {
    File file("id,x,who,w,y\n1,2,ann,4,5\n6,7,bob,0.5,10\n");
    file.options.ignore = {{"id"}};
    file.options.group = "who";
    file.options.sample_weight = "w";
    auto data = file.read();
    CHECK(data.inputs.names == Spellings{"x"});
    CHECK(data.weights == std::vector<double>{4, 0.5});
    REQUIRE(data.groups.has_value());
    CHECK(data.groups->name() == "who");
    CHECK(cells_of(*data.groups) == Spellings{"ann", "bob"});
    CHECK(cells_of(data.targets[0]) == Spellings{"5", "10"});
    CHECK(cells_of(data.inputs.cells[0]) == Spellings{"2", "7"});

    // The groups may be an input too, if one asks for it.
    file.options.ignore = {};
    file.options.features = {{"who", "x"}};
    CHECK(file.options.problem().empty());
    data = file.read();
    CHECK(cells_of(data.inputs.cells[0]) == Spellings{"ann", "bob"});
    CHECK(cells_of(*data.groups) == Spellings{"ann", "bob"});
}

TEST_CASE("csv: a column to ignore must be there, unless the inputs are known") {
    File file("x,y\n1,2\n");
    file.options.ignore = {{"idd"}};
    CHECK(file.error().starts_with("t.csv: no ignored column 'idd'\n  help: "));
    CHECK(file.read({"x"}).inputs.names == Spellings{"x"});
    file.options.ignore = {{"x"}};
    CHECK(file.error() == "t.csv: has no column besides the target");
    CHECK(file.read({"x"}).inputs.names == Spellings{"x"});
}

TEST_CASE("csv: a sample weight that is no number of at least 0 is an error with its line") {
    for (const std::string weight : {"-0.5", "heavy", "", "nan", "inf", "1e999"}) {
        CAPTURE(weight);
        File file("x,w,y\n1,2,3\n1," + weight + ",3\n");
        file.options.sample_weight = "w";
        const std::string spelt = weight == "nan" ? "" : weight;
        CHECK(file.error() ==
              "t.csv:3: sample weight 'w': '" + spelt + "' is not a number of at least 0");
    }
    File file("x,w,y\n1,0,3\n");
    file.options.sample_weight = "w";
    CHECK(file.read().weights == std::vector<double>{0});
    file.options.sample_weight = "v";
    CHECK(file.error().starts_with("t.csv: no weight column 'v'\n"));
}

TEST_CASE("csv: several targets, or none for prediction") {
    File file("y2,x,y1\n1,2,3\n");
    file.options.target = {"y1", "y2"};
    const auto data = file.read();
    REQUIRE(data.targets.size() == 2);
    CHECK(data.targets[0].number(0) == 3);
    CHECK(data.targets[1].number(0) == 1);
    file.options.target = {};
    CHECK(file.read({"x"}).targets.empty());
    CHECK(file.read().inputs.names == Spellings{"y2", "x", "y1"});
}

TEST_CASE("csv: a file without data") {
    CHECK(error_in("") == "t.csv: is empty");
    CHECK(error_in("\n\n") == "t.csv: is empty");
    CHECK(error_in("x,y\n") == "t.csv: has no rows below the header");
    CHECK(error_in("y\n1\n") == "t.csv: has no column besides the target");
}

TEST_CASE("csv: what the reader finds wrong is told with the line") {
    CHECK(error_in("x,y\n1,2\n\n3\n") == "t.csv:4: has 1 cell where the header has 2");
    CHECK(error_in("x,y,\n1,2,\n") == "t.csv:1: column 3 has no name");
    CHECK(error_in("x,y,x\n1,2,3\n") ==
          "t.csv:1: two columns are called 'x'; give each its own name");
    CHECK(error_in(std::string("PK\x03\x04\0\0,\n", 8)) == "t.csv: is no text file, so no CSV");
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

TEST_CASE("csv: a column cannot be asked for twice, nor have two uses at once") {
    const auto problem = [](const auto& set) {
        CsvOptions options;
        options.path = "t.csv";
        options.target = {"y"};
        set(options);
        return message_of([&] { from_choice<CsvOptions>(to_choice(options)); });
    };
    using O = CsvOptions;
    const auto names_twice = [&](const std::string& column, const auto& set) {
        return problem(set).find("the column '" + column + "' is named twice in 'target', ") !=
               std::string::npos;
    };
    CHECK(problem([](O& o) { o.features = {{"a", "b"}}; }).empty());
    CHECK(problem([](O& o) { o.ignore = {{"a", "b"}}; }).empty());
    CHECK(problem([](O& o) {
              o.features = {{"a", "b"}};
              o.group = "a";
          }).empty());
    CHECK(names_twice("a", [](O& o) { o.features = {{"a", "a"}}; }));
    CHECK(names_twice("y", [](O& o) { o.features = {{"a", "y"}}; }));
    CHECK(names_twice("y", [](O& o) { o.target = {"y", "y"}; }));
    CHECK(names_twice("y", [](O& o) { o.ignore = {{"y"}}; }));
    CHECK(names_twice("a", [](O& o) { o.ignore = {{"a", "a"}}; }));
    CHECK(names_twice("y", [](O& o) { o.sample_weight = "y"; }));
    CHECK(names_twice("y", [](O& o) { o.group = "y"; }));
    CHECK(names_twice("w", [](O& o) { o.group = o.sample_weight = "w"; }));
    CHECK(names_twice("a", [](O& o) {
        o.ignore = {{"a"}};
        o.group = "a";
    }));
    CHECK(names_twice("a", [](O& o) {
        o.features = {{"a"}};
        o.sample_weight = "a";
    }));
    CHECK(problem([](O& o) {
              o.features = {{"a"}};
              o.ignore = {{"b"}};
          }).find("either 'features' or 'ignore'") != std::string::npos);
}

TEST_CASE("csv: a delimiter is one character that is no quote, line end or NUL") {
    for (const std::string& text : {std::string(), std::string(";;"), std::string("\""),
                                    std::string("\n"), std::string("\r"), std::string(1, '\0')}) {
        CsvOptions options;
        options.delimiter = text;
        CAPTURE(text);
        CHECK(options.problem() ==
              "'delimiter' must be one character, such as \",\" or \";\" or \"\\t\"");
    }
    for (const std::string text : {";", "\t", " ", "|"}) {
        CsvOptions options;
        options.delimiter = text;
        CHECK(options.problem().empty());
    }
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

TEST_CASE("csv: names and classes that are not UTF-8 pass through") {
    const auto data = File("h\xF6he,y\n1,M\xFCnchen\n2,M\u00FCnchen\n").read();
    CHECK(data.inputs.names == Spellings{"h\uF7F6he"});
    CHECK(cells_of(data.targets[0]) == Spellings{"M\uF7FCnchen", "M\u00FCnchen"});
    CHECK(File("h\u00F6he,y\n1,2\n").read().inputs.names == Spellings{"h\u00F6he"});
}

TEST_CASE("csv source: reads its file, or another one of the same form") {
    const File first("x;y\n1;2\n");
    const File second("y;x\n5;7\n8;9\n");
    CsvOptions options = first.options;
    options.delimiter = ";";
    const CsvSource source(options);
    CHECK(source.files() == std::vector{first.options.path});
    CHECK(source.read({}).samples() == 1);
    const auto other = source.at({second.options.path, {}});
    CHECK(other->files() == std::vector{second.options.path});
    CHECK(cells_of(other->read({"x"}).inputs.cells[0]) == Spellings{"7", "9"});
    CHECK_THROWS_AS(source.at({second.options.path, first.options.path}), InputError);
}

TEST_CASE("csv source: its options go through a choice and come back") {
    CsvOptions options;
    options.path = "a.tsv";
    options.target = {"y"};
    options.ignore = {{"id"}};
    options.group = "who";
    options.missing_values = {{"-"}};
    const auto again = from_choice<CsvOptions>(to_choice(options));
    CHECK(again.path == options.path);
    CHECK(again.target == options.target);
    CHECK(again.ignore == options.ignore);
    CHECK(again.group == options.group);
    CHECK(again.missing_values == options.missing_values);
    CHECK_FALSE(again.features.has_value());
    CHECK_FALSE(again.delimiter.has_value());
    CHECK_FALSE(again.sample_weight.has_value());
    CHECK(again.header);
    CHECK(CsvOptions{}.format().missing_values == default_missing_values());
}
