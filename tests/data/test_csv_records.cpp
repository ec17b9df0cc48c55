#include "data/csv_texts.h"

using namespace mlp;
using namespace mlp::test;

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

TEST_CASE("csv records: any character but quotes and line ends can part cells") {
    for (const char delimiter : {';', '|', ' ', 'x', '0', '\x1F', '\x7F', '\x80', '\xA7', '\xFF'}) {
        const std::string d(1, delimiter);
        CAPTURE(static_cast<int>(delimiter));
        const std::string text = "a" + d + "\"b" + d + "\"" + d + "\n" + d + ",\x01" + d + "\"\"";
        CHECK(records_of(text, delimiter) == Table{{"a", "b" + d, ""}, {"", ",\x01", ""}});
    }
}

TEST_CASE("csv records: quoted cells hold delimiters, line ends and doubled quotes") {
    CHECK(records_of("\"a,b\",\"c\nd\",\"e\r\nf\"\n") == Table{{"a,b", "c\nd", "e\r\nf"}});
    CHECK(records_of("\"say \"\"hi\"\"\",\"\"\"\",\"\"\n") == Table{{"say \"hi\"", "\"", ""}});
    CHECK(records_of("\"a\",b\r\n\"c\"") == Table{{"a", "b"}, {"c"}});
    CHECK(records_of("\"a\"\"\",\"b\"\n\"c\",\"d\"\"\"") == Table{{"a\"", "b"}, {"c", "d\""}});
}

TEST_CASE("csv records: a quote inside a plain cell, and blanks, are kept as they are") {
    CHECK(records_of("5\" disk, a b \n") == Table{{"5\" disk", " a b "}});
    CHECK(records_of(" \"a\",b\r\r\n\rc\n") == Table{{" \"a\"", "b\r"}, {"\rc"}});
}

TEST_CASE("csv records: a byte order mark and blank lines are passed over") {
    CHECK(records_of("\xEF\xBB\xBF\"a\",b\n") == Table{{"a", "b"}});
    CHECK(records_of("\n\r\na\n\n\nb\r\n\r\n") == Table{{"a"}, {"b"}});
    CHECK(records_of("").empty());
    CHECK(records_of("\n\n").empty());
    CHECK(records_of("\xEF\xBB\xBF").empty());
    CHECK(records_of("\xEF\xBB") == Table{{"\xEF\xBB"}});
}

TEST_CASE("csv records: know the line on which they start") {
    for (std::size_t block = 1; block <= 40; ++block) {
        CAPTURE(block);
        CHECK(lines_of("a\n\nb\r\n\"x\ny\n\"\nc\n\"p\",q\nd", block) ==
              std::vector<Index>{1, 3, 4, 7, 8, 9});
    }
}

TEST_CASE("csv records: a quote that is not closed properly is an error at its record") {
    for (const std::string text : {"a,b\n1,\"2\n3,4\n", "a\n\"", "a\n\"x\"y\n", "a\n\"x\" ,y\n",
                                   "a\n\"x\"\rb", "a\n\"x\"\r,b", "a\n\"\"\"", "a\n\n\"\n\n"}) {
        CAPTURE(text);
        for (const std::size_t block : {1U, 2U, 3U, 5U, 1000U}) {
            const File file(text);
            CsvRecords records(ByteStream(file.path), ',', block);
            const auto read = [&] {
                while (records.next()) {
                }
            };
            CHECK(file.message(message_of(read)) ==
                  std::string(text.starts_with("a\n\n") ? "t.csv:3: " : "t.csv:2: ") + not_closed);
        }
    }
}

TEST_CASE("csv records: are the same wherever blocks of the file end") {
    const Table expected{{" a ", "b\r\nc", "d"}, {"1", "x,\"y\"", "-2.5e3"},
                         {"", "", "\""},         {"q\nr\n", " 5\" disk ", "\xC3\xBC\xFC"},
                         {"?", "\r", "\r"},      {"+7", "NA", "1e999"}};
    const std::vector<Index> lines{3, 5, 9, 10, 13, 14};
    for (std::size_t block = 1; block <= 130; ++block) {
        CAPTURE(block);
        CHECK(records_of(tricky, ',', block) == expected);
        CHECK(records_of(tricky + "\r\n", ',', block) == expected);
        CHECK(lines_of(tricky, block) == lines);
    }
}
