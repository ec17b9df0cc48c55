#include "mlp/core/error.h"
#include "mlp/data/targets.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

using Names = std::vector<std::string>;
using Labels = std::vector<std::uint32_t>;

const TargetRules regression{false, any_number};
const TargetRules classification{true, between(0, 1)};

/// Samples with these target columns, as if from t.csv with a header.
RawData raw(const std::vector<Names>& columns) {
    RawData data;
    data.origin = "t.csv";
    data.features = {"x"};
    const auto samples = static_cast<Index>(columns.front().size());
    data.inputs.setZero(1, samples);
    for (Index i = 0; i < samples; ++i) data.lines.push_back(i + 2);
    for (const auto& cells : columns) {
        data.targets.push_back({"y" + std::to_string(data.targets.size() + 1), cells});
    }
    return data;
}

Names classes_of(const Names& cells, const TargetRules& rules) {
    return learn_columns(raw({cells}), rules).classes;
}

/// Learns from the data and encodes the same.
Dataset<double> understood(const std::vector<Names>& columns, const TargetRules& rules) {
    return encode(raw(columns), learn_columns(raw(columns), rules), rules);
}

std::string error_of(const std::vector<Names>& columns, const TargetRules& rules) {
    CHECK_THROWS_AS(understood(columns, rules), InputError);
    return message_of([&] { understood(columns, rules); });
}

}  // namespace

TEST_CASE("targets: texts are classes, in the order of their bytes") {
    CHECK(classes_of({"setosa", "Rose", "lily", "setosa"}, regression) ==
          Names{"Rose", "lily", "setosa"});
    CHECK(understood({{"b", "a", "b", "c"}}, classification).labels == Labels{1, 0, 1, 2});
}

TEST_CASE("targets: numbers are classes where the rules say so, in the order of their values") {
    CHECK(classes_of({"10", "9", "-1", "9.0", "1e1"}, classification) == Names{"-1", "9", "10"});
    CHECK(understood({{"10", "9", "-1", "9.0"}}, classification).labels == Labels{2, 1, 0, 1});
    CHECK(classes_of({"0", "-0", "1"}, classification) == Names{"0", "1"});
    CHECK(understood({{"0", "-0", "1"}}, classification).labels == Labels{0, 0, 1});
}

TEST_CASE("targets: numbers are numbers where the rules do not make them classes") {
    const auto columns = learn_columns(raw({{"1.5", "-2"}}), regression);
    CHECK_FALSE(columns.classification());
    CHECK(columns.features == Names{"x"});
    CHECK(columns.targets == Names{"y1"});
    const auto data = understood({{"1.5", "-2"}}, regression);
    CHECK(data.labels.empty());
    CHECK(data.targets == (Matrix<double>(1, 2) << 1.5, -2).finished());
}

TEST_CASE("targets: several columns are several numbers a sample, under any rules") {
    for (const auto& rules : {regression, classification}) {
        const auto data = understood({{"1", "0"}, {"0.5", "0.25"}}, rules);
        CHECK(data.labels.empty());
        CHECK(data.targets == (Matrix<double>(2, 2) << 1, 0, 0.5, 0.25).finished());
    }
}

TEST_CASE("targets: one of several columns that is not numeric is refused") {
    CHECK(error_of({{"1", "0"}, {"0", "red"}}, regression) ==
          "t.csv:3: target 'y2': 'red' is not a number");
}

TEST_CASE("targets: a single class leaves nothing to learn") {
    CHECK(error_of({{"a", "a"}}, classification) ==
          "t.csv: target 'y1' has one class only, 'a'; there is nothing to tell apart");
    CHECK(error_of({{"1", "1.0"}}, classification).find("one class only, '1'") !=
          std::string::npos);
}

TEST_CASE("targets: an empty cell is refused with its line") {
    CHECK(error_of({{"a", "", "b"}}, classification) == "t.csv:3: target 'y1': the cell is empty");
    CHECK(error_of({{"1", "2"}, {"1", ""}}, regression) ==
          "t.csv:3: target 'y2': the cell is empty");
}

TEST_CASE(
    "targets: a class that was not there in training is refused with its line and the known ones") {
    const auto columns = learn_columns(raw({{"a", "b"}}), classification);
    CHECK_THROWS_WITH_AS(encode(raw({{"a", "c"}}), columns, classification),
                         "t.csv:3: target 'y1': unknown class 'c'; known classes: a, b",
                         InputError);
}

TEST_CASE("targets: classes keep the order of training, whatever other data holds") {
    const auto columns = learn_columns(raw({{"c", "a", "b"}}), classification);
    CHECK(encode(raw({{"b", "c"}}), columns, classification).labels == Labels{1, 2});
}

TEST_CASE("targets: a number that the loss cannot take is refused with its line") {
    CHECK(error_of({{"0", "1"}, {"0.5", "2"}}, classification) ==
          "t.csv:3: target 'y2': '2' must be at least 0 and at most 1 for this loss");
}

TEST_CASE("targets: a number that was learnt as a number must stay one") {
    const auto columns = learn_columns(raw({{"1.5", "2"}}), regression);
    CHECK_THROWS_WITH_AS(encode(raw({{"1", "two"}}), columns, regression),
                         "t.csv:3: target 'y1': 'two' is not a number", InputError);
}

TEST_CASE("targets: a few cells that are no numbers do not make a column of numbers into classes") {
    // With a regression loss, one "nan" among measurements would make a class of every measurement.
    CHECK(error_of({{"1.5", "2.25", "nan", "3.5"}}, regression)
              .starts_with("t.csv:4: target 'y1': 'nan' "));
    CHECK(error_of({{"1.5", "2.25", "n/a", "3.5"}}, regression)
              .starts_with("t.csv:4: target 'y1': 'n/a' "));
}

TEST_CASE("targets: a number too large for float32 is refused where float32 is computed with") {
    CHECK(understood({{"1e39", "1"}}, regression).targets(0, 0) == 1e39);
    TargetRules single = regression;
    single.largest = static_cast<double>(std::numeric_limits<float>::max());
    CHECK(error_of({{"1e39", "1"}}, single)
              .starts_with("t.csv:2: target 'y1': '1e39' is too large for float32"));
    auto data = raw({{"1", "2"}});
    data.inputs(0, 1) = -1e39;
    const auto columns = learn_columns(data, single);
    CHECK_THROWS_WITH_AS(encode(std::move(data), columns, single),
                         "t.csv:3: column 'x': -1e+39 is too large for float32", InputError);
}

TEST_CASE("targets: what marks a missing value is no class") {
    CHECK(error_of({{"a", "NA", "b"}}, classification) ==
          "t.csv:3: target 'y1': 'NA' marks a missing value");
}

TEST_CASE("targets: data without target columns has inputs only") {
    const auto columns = learn_columns(raw({{"a", "b"}}), classification);
    auto data = raw({{"a", "b"}});
    data.targets.clear();
    const auto result = encode(std::move(data), columns, classification);
    CHECK(result.samples() == 2);
    CHECK(result.labels.empty());
    CHECK(result.targets.size() == 0);
}
