#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/data/targets.h"

#include "support.h"

#include <numeric>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

using Names = std::vector<std::string>;
using Labels = std::vector<std::uint32_t>;

const TargetRules regression{false, any_number};
const TargetRules classification{true, between(0, 1)};

/// Cells as a reader understands them: numbers, texts, or "" for missing.
Column column(const std::string& name, const Names& cells) {
    Column result(name);
    for (const auto& cell : cells) {
        if (cell.empty()) {
            result.add_missing();
        } else if (const auto number = to_number(cell)) {
            result.add_number(*number);
        } else {
            result.add_text(cell);
        }
    }
    return result;
}

/// Samples with these target columns, as if from t.csv with a header.
RawData raw(const std::vector<Names>& columns) {
    RawData data;
    data.origin = "t.csv";
    data.inputs.names = {"x"};
    const auto samples = static_cast<Index>(columns.front().size());
    data.inputs.numbers = std::make_shared<MatrixBlock>(Matrix<double>::Zero(1, samples));
    for (Index i = 0; i < samples; ++i) data.lines.push_back(i + 2);
    for (const auto& cells : columns) {
        data.targets.push_back(column("y" + std::to_string(data.targets.size() + 1), cells));
    }
    return data;
}

std::vector<Index> all(const RawData& data) {
    std::vector<Index> samples(static_cast<std::size_t>(data.samples()));
    std::iota(samples.begin(), samples.end(), 0);
    return samples;
}

Targets learnt(const std::vector<Names>& columns, const TargetRules& rules) {
    const RawData data = raw(columns);
    return learn_targets(data, all(data), rules);
}

TargetValues values(const std::vector<Names>& columns, const Targets& targets,
                    const TargetRules& rules) {
    const RawData data = raw(columns);
    return target_values(data, all(data), targets, rules);
}

Names classes_of(const Names& cells, const TargetRules& rules) {
    return learnt({cells}, rules).classes;
}

/// Learns from the data and encodes the same.
TargetValues understood(const std::vector<Names>& columns, const TargetRules& rules) {
    return values(columns, learnt(columns, rules), rules);
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
    const auto targets = learnt({{"1.5", "-2"}}, regression);
    CHECK_FALSE(targets.classification());
    CHECK(targets.names == Names{"y1"});
    const auto data = understood({{"1.5", "-2"}}, regression);
    CHECK(data.labels.empty());
    CHECK(data.numbers == (Matrix<double>(1, 2) << 1.5, -2).finished());
}

TEST_CASE("targets: several columns are several numbers a sample, under any rules") {
    for (const auto& rules : {regression, classification}) {
        const auto data = understood({{"1", "0"}, {"0.5", "0.25"}}, rules);
        CHECK(data.labels.empty());
        CHECK(data.numbers == (Matrix<double>(2, 2) << 1, 0, 0.5, 0.25).finished());
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

TEST_CASE("targets: a missing cell is refused with its line") {
    const std::string gap =
        "the cell is empty or marks a missing value\n  help: take the row out, or set "
        "\"missing\": \"drop\"; what counts as missing is in \"missing_values\"";
    CHECK(error_of({{"a", "", "b"}}, classification) == "t.csv:3: target 'y1': " + gap);
    CHECK(error_of({{"1", "2"}, {"1", ""}}, regression) == "t.csv:3: target 'y2': " + gap);
}

TEST_CASE(
    "targets: a class that was not there in training is refused with its line and the known ones") {
    const auto targets = learnt({{"a", "b"}}, classification);
    CHECK_THROWS_WITH_AS(values({{"a", "c"}}, targets, classification),
                         "t.csv:3: target 'y1': unknown class 'c'; known classes: a, b",
                         InputError);
}

TEST_CASE("targets: classes keep the order of training, whatever other data holds") {
    const auto targets = learnt({{"c", "a", "b"}}, classification);
    CHECK(values({{"b", "c"}}, targets, classification).labels == Labels{1, 2});
}

TEST_CASE("targets: a number that the loss cannot take is refused with its line") {
    CHECK(error_of({{"0", "1"}, {"0.5", "2"}}, classification) ==
          "t.csv:3: target 'y2': '2' must be at least 0 and at most 1 for this loss");
}

TEST_CASE("targets: a number that was learnt as a number must stay one") {
    const auto targets = learnt({{"1.5", "2"}}, regression);
    CHECK_THROWS_WITH_AS(values({{"1", "two"}}, targets, regression),
                         "t.csv:3: target 'y1': 'two' is not a number", InputError);
}

TEST_CASE("targets: a few texts do not make a column of numbers into classes") {
    // With a regression loss, one mistyped cell would make a class of every measurement.
    CHECK(error_of({{"1.5", "2.25", "1,5", "3.5"}}, regression) ==
          "t.csv:4: target 'y1': '1,5' is not a number");
}

TEST_CASE("targets: a number too large for float32 is refused where float32 is computed with") {
    CHECK(understood({{"1e39", "1"}}, regression).numbers(0, 0) == 1e39);
    TargetRules single = regression;
    single.largest = static_cast<double>(std::numeric_limits<float>::max());
    CHECK(error_of({{"1e39", "1"}}, single) ==
          "t.csv:2: target 'y1': '1e+39' is too large for float32");
}

TEST_CASE("targets: only the given samples are learnt from") {
    const RawData data = raw({{"a", "", "b", "c"}});
    const std::vector<Index> some{0, 2};
    CHECK(learn_targets(data, some, classification).classes == Names{"a", "b"});
}

TEST_CASE("targets: scaling is learnt from the given samples, and applied to all") {
    const RawData data = raw({{"0", "4", "100"}, {"1", "1", "3"}});
    auto targets = learn_targets(data, all(data), regression);
    const std::vector<Index> some{0, 1};
    targets.scaling = fit_target_scaling(data, some, targets, "standardize");
    const auto scaled = target_values(data, all(data), targets, regression);
    CHECK(scaled.numbers == (Matrix<double>(2, 3) << -1, 1, 49, 0, 0, 2).finished());
    CHECK(targets.scaling[0].invert(49) == 100);
}

TEST_CASE("targets: what cannot be scaled is refused") {
    const RawData classes = raw({{"a", "b"}});
    const auto targets = learn_targets(classes, all(classes), classification);
    CHECK(message_of([&] { fit_target_scaling(classes, all(classes), targets, "minmax"); }) ==
          "the target is a class, which cannot be scaled");
    const RawData numbers = raw({{"-2", "3"}});
    const auto number_targets = learn_targets(numbers, all(numbers), regression);
    CHECK(message_of([&] { fit_target_scaling(numbers, all(numbers), number_targets, "log1p"); }) ==
          "target 'y1': its numbers, from -2 to 3, cannot be scaled by log1p");
}
