#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/data/fit_preprocessing.h"

#include "support.h"

#include <cmath>
#include <numeric>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

using Names = std::vector<std::string>;
using Numbers = std::vector<double>;

/// A table as if from t.csv with a header; cells are numbers, texts, or "" for missing.
RawData table(const std::vector<std::pair<std::string, Names>>& columns) {
    RawData data;
    data.origin = "t.csv";
    for (const auto& [name, cells] : columns) {
        Column column(name);
        for (const auto& cell : cells) {
            if (cell.empty()) {
                column.add_missing();
            } else if (const auto number = to_number(cell)) {
                column.add_number(*number);
            } else {
                column.add_text(cell);
            }
        }
        data.inputs.names.push_back(name);
        data.inputs.cells.push_back(std::move(column));
    }
    for (Index i = 0; i < data.samples(); ++i) data.lines.push_back(i + 2);
    return data;
}

std::vector<Index> all(const RawData& data) {
    std::vector<Index> samples(static_cast<std::size_t>(data.samples()));
    std::iota(samples.begin(), samples.end(), 0);
    return samples;
}

Preprocessing fitted(const RawData& data, const PreprocessingRules& rules) {
    return fit_preprocessing(data, all(data), rules);
}

template <class T = double>
std::vector<T> inputs_of(const Preprocessing& preprocessing, const RawData& data, Index sample,
                         UnknownTexts* unknown = nullptr) {
    std::vector<T> inputs(static_cast<std::size_t>(preprocessing.inputs()), T(-7));
    preprocessing.apply(data, sample, inputs.data(), unknown);
    return inputs;
}

std::string fit_error(const RawData& data, const PreprocessingRules& rules) {
    return message_of([&] { fitted(data, rules); });
}

PreprocessingRules with_missing(Choice missing) {
    PreprocessingRules rules;
    rules.missing = std::move(missing);
    return rules;
}

Choice constant(double number, const char* text) {
    return {"constant", {{"constant", number}, {"text", std::string(text)}}};
}

const auto people = table({{"age", {"20", "", "40", "60"}},
                           {"city", {"Rome", "Oslo", "", "Oslo"}},
                           {"size", {"S", "L", "M", "S"}}});

}  // namespace

TEST_CASE("preprocessing: numbers go through, texts become an input for each category") {
    const auto data = table({{"x", {"1", "2", "3"}}, {"city", {"b", "a", "b"}}});
    const auto p = fitted(data, {});
    CHECK(p.column_names() == Names{"x", "city"});
    CHECK(p.input_names() == Names{"x", "city=a", "city=b"});
    CHECK_FALSE(p.numbers_only());
    CHECK(inputs_of(p, data, 0) == Numbers{1, 0, 1});
    CHECK(inputs_of(p, data, 1) == Numbers{2, 1, 0});
    CHECK(inputs_of<float>(p, data, 2) == std::vector<float>{3, 0, 1});
}

TEST_CASE("preprocessing: each column as the rules say, the others by default") {
    const auto data = table({{"a", {"0", "10"}}, {"b", {"0", "10"}}, {"c", {"0", "10"}}});
    PreprocessingRules rules;
    rules.numbers = "standardize";
    rules.columns["b"] = {"minmax"};
    rules.columns["c"] = {"one_hot"};
    const auto p = fitted(data, rules);
    CHECK(p.input_names() == Names{"a", "b", "c=0", "c=10"});
    CHECK(inputs_of(p, data, 1) == Numbers{1, 1, 0, 1});
}

TEST_CASE("preprocessing: is learnt from the given samples only") {
    const auto data = table({{"x", {"0", "4", "100", ""}}, {"t", {"a", "b", "c", ""}}});
    PreprocessingRules rules = with_missing("mean");
    rules.numbers = "minmax";
    rules.indicator = true;
    const std::vector<Index> training{0, 1};
    const auto p = fit_preprocessing(data, training, rules);
    // No gaps in training, so no indicators; c was not in training, so it has no input.
    CHECK(p.input_names() == Names{"x", "t=a", "t=b"});
    CHECK(inputs_of(p, data, 2) == Numbers{25, 0, 0});
    CHECK(inputs_of(p, data, 3) == Numbers{0.5, 1, 0});
}

TEST_CASE("preprocessing: what is learnt does not depend on samples that are held out") {
    const auto one = table({{"x", {"1", "2", "7", "3"}}, {"t", {"a", "b", "a", "b"}}});
    const auto other = table({{"x", {"1", "2", "7", "-1e6"}}, {"t", {"a", "b", "a", "zz"}}});
    const std::vector<Index> training{0, 1, 2};
    for (const auto& scaler : {"standardize", "minmax", "robust", "yeo_johnson"}) {
        PreprocessingRules rules;
        rules.numbers = scaler;
        rules.extra_features = {"squares"};
        const auto p = fit_preprocessing(one, training, rules);
        const auto q = fit_preprocessing(other, training, rules);
        CHECK(inputs_of(p, one, 0) == inputs_of(q, one, 0));
    }
}

TEST_CASE("preprocessing: gaps are filled as the rule says, and scaling does not count them") {
    PreprocessingRules rules = with_missing("mean");
    rules.numbers = "standardize";
    const auto p = fitted(people, rules);
    const double root = std::sqrt(800.0 / 3);  // of 20, 40 and 60
    CHECK(inputs_of(p, people, 0)[0] == doctest::Approx(-20 / root));
    CHECK(inputs_of(p, people, 1)[0] == 0);  // the mean
    CHECK(inputs_of(p, people, 2)[2] == 0);  // Rome; Oslo stands most often
    CHECK(inputs_of(p, people, 2)[1] == 1);
}

TEST_CASE("preprocessing: every rule for missing cells") {
    const auto data = table({{"x", {"1", "1", "2", "9", ""}}, {"t", {"b", "a", "b", "c", ""}}});
    const auto filled = [&](const Choice& rule) {
        return inputs_of(fitted(data, with_missing(rule)), data, 4);
    };
    CHECK(filled("mean") == Numbers{3.25, 0, 1, 0});
    CHECK(filled("median") == Numbers{1.5, 0, 1, 0});
    CHECK(filled("most_frequent") == Numbers{1, 0, 1, 0});
    CHECK(filled(constant(-5, "none")) == Numbers{-5, 0, 0, 0, 1});  // a, b, c, none
    CHECK(filled(constant(-5, "a")) == Numbers{-5, 1, 0, 0});
}

TEST_CASE("preprocessing: an indicator stands behind its column, where there are gaps") {
    PreprocessingRules rules = with_missing("median");
    rules.indicator = true;
    rules.columns["size"] = {"one_hot", std::nullopt, true};
    const auto p = fitted(people, rules);
    CHECK(p.input_names() == Names{"age", "age_missing", "city=Oslo", "city=Rome", "city_missing",
                                   "size=L", "size=M", "size=S", "size_missing"});
    CHECK(inputs_of(p, people, 1) == Numbers{40, 1, 1, 0, 0, 1, 0, 0, 0});
    CHECK(inputs_of(p, people, 2) == Numbers{40, 0, 1, 0, 1, 0, 1, 0, 0});
}

TEST_CASE("preprocessing: without a rule, a missing cell is an error with line and column") {
    const auto p = fitted(people, {});
    CHECK(message_of([&] { inputs_of(p, people, 1); }) ==
          "t.csv:3: column 'age': the cell is empty\n  help: fill it, or train with \"missing\" "
          "saying what stands for it: mean, median, most_frequent, {\"constant\": 0}, drop");
    CHECK(message_of([&] {
              inputs_of(p, people, 2);
          }).starts_with("t.csv:4: column 'city': the cell is empty"));
}

TEST_CASE("preprocessing: drop leaves out samples with gaps, in its columns only") {
    CHECK(complete_samples(people, {}) == std::vector<Index>{0, 1, 2, 3});
    CHECK(complete_samples(people, with_missing("drop")) == std::vector<Index>{0, 3});
    PreprocessingRules rules = with_missing("mean");
    rules.columns["city"] = {"one_hot", Choice("drop")};
    CHECK(complete_samples(people, rules) == std::vector<Index>{0, 1, 3});
    const auto empty = table({{"a", {"", "1"}}, {"b", {"1", ""}}});
    CHECK(message_of([&] {
              complete_samples(empty, with_missing("drop"));
          }).starts_with("t.csv: every sample has a missing cell"));
}

TEST_CASE("preprocessing: samples without a target are left out, unless gaps are errors") {
    auto data = table({{"x", {"1", "2", "3"}}});
    Column target("y");
    target.add_text("a");
    target.add_missing();
    target.add_text("b");
    data.targets.push_back(target);
    CHECK(complete_samples(data, with_missing("drop")) == std::vector<Index>{0, 2});
    CHECK(complete_samples(data, with_missing("mean")) == std::vector<Index>{0, 2});
    CHECK(complete_samples(data, {}) == std::vector<Index>{0, 1, 2});
}

TEST_CASE("preprocessing: an unknown category has a zero vector of its own, and is counted") {
    const auto p = fitted(table({{"t", {"a", "b"}}}), {});
    const auto later = table({{"t", {"c", "a", "d"}}});
    UnknownTexts unknown;
    CHECK(inputs_of(p, later, 0, &unknown) == Numbers{0, 0});
    CHECK(inputs_of(p, later, 1, &unknown) == Numbers{1, 0});
    CHECK(inputs_of(p, later, 2, &unknown) == Numbers{0, 0});
    REQUIRE(unknown.columns.size() == 1);
    CHECK(unknown.columns.at("t").cells == 2);
    CHECK(unknown.columns.at("t").example == "c");
}

TEST_CASE("preprocessing: an unknown category is an error where that is configured") {
    PreprocessingRules rules;
    rules.texts = {"one_hot", {{"unknown", std::string("error")}}};
    const auto p = fitted(table({{"t", {"a", "b"}}}), rules);
    CHECK(message_of([&] {
              inputs_of(p, table({{"t", {"c"}}}), 0);
          }) == "t.csv:2: column 't': unknown category 'c'; known categories: a, b");
}

TEST_CASE("preprocessing: ordinal is the place in the order, standardized") {
    PreprocessingRules rules;
    rules.columns["size"] = {{"ordinal", {{"order", Names{"S", "M", "L"}}}}};
    const auto data = table({{"size", {"S", "L", "S", "L"}}});
    const auto p = fitted(data, rules);
    // Places 0 and 2: mean 1, deviation 1. M, which training does not have, is known all the same.
    CHECK(p.input_names() == Names{"size"});
    CHECK(inputs_of(p, data, 0) == Numbers{-1});
    CHECK(inputs_of(p, data, 1) == Numbers{1});
    CHECK(inputs_of(p, table({{"size", {"M"}}}), 0) == Numbers{0});
    CHECK(inputs_of(p, table({{"size", {"XL"}}}), 0) == Numbers{0});
    rules.columns["size"] = {{"ordinal", {{"order", Names{"S", "M"}}}}};
    CHECK(fit_error(data, rules) ==
          "column 'size': has the category 'L', which is not in 'order'; order: S, M");
}

TEST_CASE("preprocessing: numbers as categories stand in the order of their values") {
    PreprocessingRules rules;
    rules.columns["n"] = {"one_hot"};
    CHECK(fitted(table({{"n", {"10", "9", "1e1", "-1"}}}), rules).input_names() ==
          Names{"n=-1", "n=9", "n=10"});
}

TEST_CASE("preprocessing: extra features are computed before scaling, and scaled like numbers") {
    const auto data = table({{"x1", {"1", "3"}}, {"t", {"a", "b"}}, {"x2", {"2", "-2"}}});
    PreprocessingRules rules;
    rules.extra_features = {"squares", "products", "sin"};
    const auto p = fitted(data, rules);
    CHECK(p.input_names() ==
          Names{"x1", "t=a", "t=b", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"});
    CHECK(inputs_of(p, data, 1) == Numbers{3, 0, 1, -2, 9, 4, -6, std::sin(3.0), std::sin(-2.0)});
    rules.numbers = "minmax";
    CHECK(inputs_of(fitted(data, rules), data, 1) == Numbers{1, 0, 1, 0, 1, 0, 0, 0, 0});
}

TEST_CASE("preprocessing: extra features see filled gaps") {
    const auto data = table({{"x", {"1", "", "3"}}});
    PreprocessingRules rules = with_missing("mean");
    rules.extra_features = {"squares"};
    const auto p = fitted(data, rules);
    CHECK(inputs_of(p, data, 1) == Numbers{2, 4});
}

TEST_CASE("preprocessing: a block of numbers is read like columns") {
    RawData data;
    data.origin = "b.npy";
    data.inputs.names = {"x1", "x2"};
    const double gap = std::numeric_limits<double>::quiet_NaN();
    data.inputs.numbers =
        std::make_shared<MatrixBlock>((Matrix<double>(2, 3) << 0, 10, gap, 1, 3, 5).finished());
    PreprocessingRules rules = with_missing("median");
    rules.numbers = "minmax";
    rules.indicator = true;
    rules.extra_features = {"products"};
    const auto p = fitted(data, rules);
    CHECK(p.input_names() == Names{"x1", "x1_missing", "x2", "x1*x2"});
    CHECK(inputs_of(p, data, 1) == Numbers{1, 0, 0.5, 1});
    CHECK(inputs_of(p, data, 2) == Numbers{0.5, 1, 1, 25.0 / 30});
    CHECK(complete_samples(data, with_missing("drop")) == std::vector<Index>{0, 1});
    rules.columns["x1"] = {"one_hot"};
    CHECK(fit_error(data, rules) == "column 'x1': a block of numbers has no texts");
}

TEST_CASE("preprocessing: a text among numbers is named with its line and what to do") {
    const auto data = table({{"x", {"1", "2", "1O", "4"}}});
    const std::string remedy =
        "\n  help: mend the cell, name it in \"missing_values\" if it marks a missing number, or "
        "say that the column holds texts: \"preprocessing\": {\"columns\": {\"x\": \"one_hot\"}}";
    CHECK(fit_error(data, {}) ==
          "t.csv:4: column 'x': '1O' is not a finite number, but other cells "
          "of the column are numbers" +
              remedy);
    PreprocessingRules rules;
    rules.columns["x"] = {"minmax"};
    CHECK(fit_error(table({{"x", {"a", "b"}}}), rules) ==
          "t.csv:2: column 'x': 'a' is not a finite number, but minmax needs numbers" + remedy);
    rules.columns["x"] = {"one_hot"};
    CHECK(fitted(data, rules).input_names() == Names{"x=1", "x=1O", "x=2", "x=4"});
}

TEST_CASE("preprocessing: a text where training had numbers is named with its line") {
    const auto p = fitted(table({{"x", {"1", "2"}}}), {});
    CHECK(message_of([&] {
              inputs_of(p, table({{"x", {"1", "two"}}}), 1);
          }).starts_with("t.csv:3: column 'x': 'two' is not a finite number"));
}

TEST_CASE("preprocessing: what cannot be learnt or computed is refused with its column") {
    CHECK(fit_error(table({{"x", {"", ""}}}), with_missing("mean")) ==
          "column 'x': has no number in the training samples; leave it out (\"ignore\")");
    PreprocessingRules rules;
    rules.numbers = "log1p";
    CHECK(fit_error(table({{"x", {"3", "-1"}}}), rules) ==
          "column 'x': log1p needs numbers above -1, but the smallest is -1");
    const auto p = fitted(table({{"x", {"3", "1"}}}), rules);
    CHECK(message_of([&] {
              inputs_of(p, table({{"x", {"-4"}}}), 0);
          }) == "t.csv:2: column 'x': log1p needs numbers above -1, but this is -4");
    rules.numbers = "standardize";
    CHECK(fit_error(table({{"x", {"1e300", "-1e300"}}}), rules) ==
          "column 'x': its numbers, from -1e+300 to 1e+300, are too large to be scaled");
    rules = {};
    rules.columns["y"] = {"minmax"};
    CHECK(fit_error(table({{"x", {"1"}}}), rules) ==
          "there is no input column 'y'; input columns: x");
    rules = {};
    rules.texts = {"one_hot", {{"max_categories", std::int64_t{1}}}};
    CHECK(
        fit_error(table({{"t", {"a", "b"}}}), rules)
            .starts_with("column 't': has 2 different texts, and one_hot makes an input of each"));
}

TEST_CASE("preprocessing: a number too large for float32 is refused where float32 is wanted") {
    const auto data = table({{"x", {"1", "-1e39"}}});
    const auto p = fitted(data, {});
    CHECK(inputs_of<double>(p, data, 1) == Numbers{-1e39});
    CHECK(message_of([&] { inputs_of<float>(p, data, 1); }) ==
          "t.csv:3: column 'x': -1e+39 is too large for float32");
}

TEST_CASE("preprocessing: large numbers that differ a little are told apart in float32 as well") {
    const auto data = table({{"t", {"1700000000", "1700000001", "1700000002", "1700000003"}}});
    PreprocessingRules rules;
    rules.numbers = "minmax";
    CHECK(inputs_of<float>(fitted(data, rules), data, 1)[0] == doctest::Approx(1.0 / 3));
}

TEST_CASE("preprocessing: original undoes the scaling of a number, and leaves others") {
    PreprocessingRules rules = with_missing("mean");
    rules.numbers = "standardize";
    rules.indicator = true;
    const auto p = fitted(people, rules);
    const auto inputs = inputs_of(p, people, 3);
    CHECK(p.original(0, inputs[0]) == doctest::Approx(60));
    CHECK(p.original(2, inputs[2]) == 1);
}
