#include "mlp/config/document.h"
#include "mlp/core/error.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

Document parse(const std::string& text) { return Document::parse(text, "f.json"); }

std::string error_in(const std::string& text) {
    CHECK_THROWS_AS(parse(text), InputError);
    return message_of([&] { parse(text); });
}

/// The document after assignments from outside.
Document with(const std::string& text, const std::vector<std::string>& assignments) {
    Document document = parse(text);
    for (const auto& assignment : assignments) document.set(assignment);
    return document;
}
std::string error_of_set(const std::string& text, const std::string& assignment) {
    CHECK_THROWS_AS(with(text, {assignment}), InputError);
    return message_of([&] { with(text, {assignment}); });
}

}  // namespace

TEST_CASE("document: every value and key has its line and column") {
    const auto document = parse(
        "{\n"
        "  \"a\": 1,\n"
        "  \"list\": [10, \"x,]:\\\"\", {\"b\":true}],\n"
        "\t\"last\" : null }");
    CHECK(document.place("") == "f.json:1:1");
    CHECK(document.place("/a") == "f.json:2:8");
    CHECK(document.key_place("/a") == "f.json:2:3");
    CHECK(document.place("/list") == "f.json:3:11");
    CHECK(document.place("/list/0") == "f.json:3:12");
    CHECK(document.place("/list/1") == "f.json:3:16");
    CHECK(document.place("/list/2") == "f.json:3:26");
    CHECK(document.key_place("/list/2/b") == "f.json:3:27");
    CHECK(document.place("/list/2/b") == "f.json:3:31");
    CHECK(document.key_place("/last") == "f.json:4:2");
    CHECK(document.place("/last") == "f.json:4:11");
}

TEST_CASE("document: comments are passed over, whatever stands in them") {
    const auto document = parse(
        "// {\"a\": [1, 2\n"
        "{ /* : , \"x\" */ \"a\": // \"b\"\n"
        "  [1/* one */,\n"
        "   2 // two, \"\n"
        "  ], \"url\": \"http://x\" }\n"
        "// the end");
    CHECK(document.root() == Json::parse(R"({"a": [1, 2], "url": "http://x"})"));
    CHECK(document.key_place("/a") == "f.json:2:17");
    CHECK(document.place("/a") == "f.json:3:3");
    CHECK(document.place("/a/0") == "f.json:3:4");
    CHECK(document.place("/a/1") == "f.json:4:4");
    CHECK(document.place("/url") == "f.json:5:13");
}

TEST_CASE("document: columns count characters, not bytes") {
    const auto document = parse("{\"größe €\": 1, \"x\": 2}");
    CHECK(document.place("/größe €") == "f.json:1:13");
    CHECK(document.key_place("/x") == "f.json:1:16");
}

TEST_CASE("document: a byte order mark and CR LF do not disturb") {
    const auto document = parse("\xEF\xBB\xBF{\r\n \"a\": 1\r\n}");
    CHECK(document.root()["a"] == 1);
    CHECK(document.place("/a") == "f.json:2:7");
}

TEST_CASE("document: keys with slashes and tildes have their JSON pointers") {
    const auto document = parse("{\"a/b\": {\"~\": 1}}");
    CHECK(document.place(child(child("", "a/b"), "~")) == "f.json:1:15");
    CHECK(document.place("/a~1b/~0") == "f.json:1:15");
}

TEST_CASE("document: what does not stand anywhere is placed at the nearest thing around it") {
    const auto document = parse("{\"a\":\n {\"b\": 1}}");
    CHECK(document.place("/a/c/d") == "f.json:2:2");
    CHECK(document.key_place("/a/c") == "f.json:2:2");
    CHECK(document.place("/z") == "f.json:1:1");
}

TEST_CASE("document: broken JSON is an error with its place") {
    CHECK(error_in("{\n  \"a\": 1,\n  \"b\" 2\n}")
              .starts_with("f.json:3:7: error: not valid JSON: "));
    CHECK(error_in("{\"a\": 1,}").starts_with("f.json:1:9: error: not valid JSON: "));
    CHECK(error_in("{\"a\": [1, 2}").starts_with("f.json:1:12: error: not valid JSON: "));
    CHECK(error_in("{}\n{}").starts_with("f.json:2:1: error: not valid JSON: "));
    CHECK(error_in("{\n\"a\": NaN}").starts_with("f.json:2:6: error: not valid JSON: "));
    CHECK(error_in("{\"a\": 'x'}").starts_with("f.json:1:7: error: not valid JSON: "));
    CHECK(error_in("{\"a\": 1e999}").starts_with("f.json:1:"));
    CHECK(error_in("{\"a\":\n \"\xFF\"}").starts_with("f.json:2:2: error: not valid JSON: "));
    CHECK(error_in("").starts_with("f.json:1:1: error: not valid JSON: "));
    CHECK(error_in("{\"a\": 1\n").starts_with("f.json:2:1: error: not valid JSON: "));
    CHECK(error_in("/* no end").starts_with("f.json:1:"));
}

TEST_CASE("document: JSON cut off anywhere is an error, never a crash") {
    const std::string text =
        "{\"a\": [1, -2.5e3, true, \"x\\n\\u00e9\"], /* c */ \"b\": {\"c\": null}} // d";
    const std::size_t whole = text.find(" //");
    for (std::size_t length = 0; length < whole; ++length) {
        CAPTURE(length);
        CHECK(error_in(text.substr(0, length)).starts_with("f.json:1:"));
    }
    CHECK_NOTHROW(parse(text.substr(0, whole)));
}

TEST_CASE("document: a key that stands twice in an object is an error at the second") {
    CHECK(error_in("{\"a\": 1,\n \"a\": 2}") ==
          "f.json:2:2: error: the key 'a' stands twice in this object");
    CHECK_NOTHROW(parse("{\"a\": {\"x\": 1}, \"b\": {\"x\": 1}}"));
}

TEST_CASE("document: a file that is missing or a directory is an error that names it") {
    const test::TemporaryDirectory directory;
    const auto path = directory.path() / "x.json";
    CHECK(
        message_of([&] { Document::read(path); }).starts_with(path.string() + ": cannot be read"));
    CHECK_THROWS_AS(Document::read(directory.path()), InputError);
}

TEST_CASE("document: relative paths start from the folder of the file") {
    const test::TemporaryDirectory directory;
    const auto document = Document::read(directory.write("x.json", "{\"a\": 1}"));
    CHECK(document.directory() == directory.path());
    CHECK(document.place("/a") == (directory.path() / "x.json").string() + ":1:7");
}

TEST_CASE("document: set replaces values, given as JSON or else as text") {
    const std::string text = R"({"a": 1, "b": {"c": [1, 2]}})";
    CHECK(with(text, {"a=2.5"}).root()["a"] == 2.5);
    CHECK(with(text, {"a=true"}).root()["a"] == true);
    CHECK(with(text, {"a=[1, \"x\"]"}).root()["a"] == Json::parse("[1, \"x\"]"));
    CHECK(with(text, {"a=some text"}).root()["a"] == "some text");
    CHECK(with(text, {"a=\"5\""}).root()["a"] == "5");
    CHECK(with(text, {"a="}).root()["a"] == "");
    CHECK(with(text, {"a=x=y"}).root()["a"] == "x=y");
    CHECK(with(text, {"b.c.1=7"}).root()["b"]["c"] == Json::parse("[1, 7]"));
    CHECK(with(text, {"a=3", "a=4"}).root()["a"] == 4);
}

TEST_CASE(
    "document: set makes the objects on its way, and turns a name into an object of that type") {
    CHECK(with("{}", {"training.epochs=5"}).root() ==
          Json::parse(R"({"training": {"epochs": 5}})"));
    CHECK(with(R"({"optimizer": "adam"})", {"optimizer.beta1=0.5"}).root() ==
          Json::parse(R"({"optimizer": {"type": "adam", "beta1": 0.5}})"));
}

TEST_CASE("document: a path that cannot exist cannot be set") {
    CHECK(error_of_set("{\"a\": [1, 2]}", "a.2=5") ==
          "--set a.2=5: error: /a is a list of 2 elements; it has no '2'");
    CHECK(error_of_set("{\"a\": [1, 2]}", "a.x=5") ==
          "--set a.x=5: error: /a is a list of 2 elements; it has no 'x'");
    CHECK(error_of_set("{\"a\": 7}", "a.b=5") ==
          "--set a.b=5: error: /a is 7; nothing can be set inside it");
    CHECK(error_of_set("{\"a\": []}", "a.0=5") ==
          "--set a.0=5: error: /a is a list of 0 elements; it has no '0'");
    CHECK(error_of_set("{}", "a=\xFF") == "--set: error: this is not UTF-8 text");
}

TEST_CASE("document: an assignment must name a key and a value") {
    const auto* expected = ": error: expected KEY=VALUE, such as training.epochs=50";
    CHECK(error_of_set("{}", "training.epochs") == std::string("--set training.epochs") + expected);
    CHECK(error_of_set("{}", "=5") == std::string("--set =5") + expected);
    CHECK(error_of_set("{}", "") == std::string("--set ") + expected);
}

TEST_CASE("document: what was set from outside is placed there") {
    const auto document = with("{\"a\": {\"b\": 1}}", {"a.b=2", "a.c=3"});
    CHECK(document.place("/a/b") == "--set a.b=2");
    CHECK(document.place("/a/c") == "--set a.c=3");
    CHECK(document.key_place("/a/c") == "--set a.c=3");
    CHECK(document.place("/a") == "f.json:1:7");
}

TEST_CASE("document: what is inside a value set from outside is placed there, not in the file") {
    const auto document = with("{\"a\": {\"b\": 1}}", {"a={\"b\": 2}"});
    CHECK(document.place("/a/b") == "--set a={\"b\": 2}");
    CHECK(document.key_place("/a/b") == "--set a={\"b\": 2}");
}

TEST_CASE("document: an object made on the way of an assignment is placed there") {
    const auto document = with("{}", {"trainin.epochs=5"});
    CHECK(document.place("/trainin") == "--set trainin.epochs=5");
    CHECK(document.key_place("/trainin") == "--set trainin.epochs=5");
}
