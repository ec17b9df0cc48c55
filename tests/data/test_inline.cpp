#include "mlp/core/error.h"
#include "mlp/data/inline.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

using Names = std::vector<std::string>;

Names spellings(const Column& column) {
    Names texts;
    for (Index i = 0; i < column.size(); ++i) texts.push_back(column.spelling(i));
    return texts;
}

RawData read(const InlineOptions& options) { return InlineSource(options).read({}); }

}  // namespace

TEST_CASE("inline: rows become samples, numbers in targets texts that spell them") {
    const auto data = read({{{0.0, 1.0}, {2.5, 3.0}, {4.0, 5.0}}, {{0.0}, {0.5}, {"yes"}}, {}, {}});
    CHECK(spellings(data.inputs.cells[0]) == Names{"0", "2.5", "4"});
    CHECK(spellings(data.inputs.cells[1]) == Names{"1", "3", "5"});
    REQUIRE(data.targets.size() == 1);
    CHECK(spellings(data.targets[0]) == Names{"0", "0.5", "yes"});
    CHECK(data.place(2) == "inline data: sample 2");
}

TEST_CASE("inline: columns have default names or those given") {
    InlineOptions options{{{1.0, 2.0}}, {{3.0}}, {}, {}};
    CHECK(read(options).inputs.names == Names{"x1", "x2"});
    CHECK(read(options).targets[0].name() == "y");
    options.feature_names = {"a", "b"};
    options.target_names = {"c"};
    CHECK(read(options).inputs.names == Names{"a", "b"});
    CHECK(read(options).targets[0].name() == "c");
}

TEST_CASE("inline: several targets are several columns") {
    const auto data = read({{{1.0}, {2.0}}, {{3.0, 4.0}, {5.0, 6.0}}, {}, {}});
    REQUIRE(data.targets.size() == 2);
    CHECK(data.targets[0].name() == "y1");
    CHECK(data.targets[1].name() == "y2");
    CHECK(spellings(data.targets[1]) == Names{"4", "6"});
}

TEST_CASE("inline: features are found by name, in the order asked for, as in every source") {
    const InlineSource source({{{1.0, 2.0, 3.0}}, {{0.0}}, {}, {}});
    const auto data = source.read({"x3", "x1"});
    REQUIRE(data.inputs.names == Names{"x3", "x1"});
    CHECK(spellings(data.inputs.cells[0]) == Names{"3"});
    CHECK(spellings(data.inputs.cells[1]) == Names{"1"});
    CHECK_THROWS_WITH_AS(
        source.read({"z3"}),
        "inline data: no feature 'z3'\n  help: did you mean 'x3'? features: x1, x2, x3",
        InputError);
}

TEST_CASE("inline: what is no table of numbers is told") {
    const auto problem = [](Rows inputs, Rows targets, std::vector<std::string> features = {},
                            std::vector<std::string> target_names = {}) {
        return InlineOptions{std::move(inputs), std::move(targets), std::move(features),
                             std::move(target_names)}
            .problem();
    };
    CHECK(problem({{1.0}}, {{1.0}}).empty());
    CHECK(problem({}, {}) == "'inputs' is empty");
    CHECK(problem({{1.0}}, {}) == "'targets' is empty");
    CHECK(problem({{}}, {{1.0}}) == "'inputs': sample 0 is empty");
    CHECK(problem({{1.0, 2.0}, {3.0}}, {{1.0}, {1.0}}) ==
          "'inputs': sample 1 has 1 numbers where sample 0 has 2");
    CHECK(problem({{1.0}, {2.0}}, {{1.0}, {1.0, 2.0}}) ==
          "'targets': sample 1 has 2 numbers where sample 0 has 1");
    CHECK(problem({{1.0}, {2.0}}, {{1.0}}) == "there are 2 inputs but 1 targets");
    CHECK(problem({{1.0}}, {{1.0}}, {"a", "b"}) == "'feature_names' has 2 names for 1 columns");
    CHECK(problem({{1.0}}, {{1.0}}, {}, {"a", "b"}) == "'target_names' has 2 names for 1 columns");
}

TEST_CASE("inline: two columns of one name are told") {
    CHECK(InlineOptions{{{1.0, 2.0}}, {{3.0}}, {"a", "a"}, {}}.problem() ==
          "two columns are called 'a'");
    CHECK(InlineOptions{{{1.0}}, {{3.0}}, {"a"}, {"a"}}.problem() == "two columns are called 'a'");
}

TEST_CASE("inline: there is no other file to read, and the way out is named") {
    const InlineSource source({{{1.0}}, {{1.0}}, {}, {}});
    CHECK(source.files().empty());
    CHECK_THROWS_AS(source.at({"other.csv", {}}), InputError);
    CHECK(message_of([&] {
              source.at({"other.csv", {}});
          }).find("\"fraction\"") != std::string::npos);
}

TEST_CASE("inline: texts may be inputs, and those that spell numbers are numbers") {
    const auto data = read({{{1.0, "red"}, {2.0, "7"}, {3.0, ""}}, {{0.0}, {1.0}, {0.0}}, {}, {}});
    const Column& column = data.inputs.cells[1];
    CHECK(column.is_text(0));
    CHECK(column.number(1) == 7);
    CHECK(column.is_missing(2));
}
