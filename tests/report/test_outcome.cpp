#include "mlp/report/decision_map.h"
#include "mlp/report/outcome.h"

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

TEST_CASE("an outcome counts what is predicted as which") {
    Outcome outcome;
    outcome.part = "validation";
    outcome.classes = {"a", "b", "c"};
    outcome.outputs = Matrix<double>::Zero(3, 4);
    outcome.labels = {0, 0, 1, 2};
    outcome.predicted = {0, 1, 1, 0};
    const auto counts = outcome.confusion();
    CHECK(counts.classes() == 3);
    CHECK(counts.samples() == 4);
    CHECK(counts.right() == 2);
    CHECK(counts.count(0, 1) == 1);
    CHECK(counts.count(1, 0) == 0);
    CHECK(counts.count(2, 0) == 1);
    CHECK(outcome.named_samples() == "4 validation samples");
    outcome.outputs.resize(3, 1);
    CHECK(outcome.named_samples() == "1 validation sample");
}

TEST_CASE("scores are the outputs of a class, and a single output speaks for both") {
    Outcome outcome;
    outcome.classes = {"a", "b"};
    outcome.outputs.resize(2, 3);
    outcome.outputs << 1, 2, 3, 4, 5, 6;
    CHECK(outcome.scores(0) == std::vector<double>{1, 2, 3});
    CHECK(outcome.scores(1) == std::vector<double>{4, 5, 6});
    outcome.outputs = outcome.outputs.row(0).eval();
    CHECK(outcome.scores(0) == std::vector<double>{-1, -2, -3});
    CHECK(outcome.scores(1) == std::vector<double>{1, 2, 3});
}

TEST_CASE("the cells of a map are of the class with the largest output, or by the decision") {
    DecisionMap map;
    map.grid = {{"x", "y"}, {-1, 0}, {1, 4}, 2};
    CHECK(map.grid.x(0) == -0.5);
    CHECK(map.grid.x(1) == 0.5);
    CHECK(map.grid.y(0) == 1);
    CHECK(map.grid.place(1, 0.5) == 2);
    map.classes = {"a", "b"};
    map.decision = 0.3;
    DecisionMap::Frame frame;
    frame.outputs = {PlaneValues(2, 2)};
    frame.outputs[0] << 0.2, 0.4, 0.3, 0.9;
    Matrix<int> expected(2, 2);
    expected << 0, 1, 0, 1;
    CHECK(map.classes_of(frame) == expected);

    map.classes = {"a", "b", "c"};
    frame.outputs.assign(3, PlaneValues::Constant(2, 2, 0.1));
    frame.outputs[2](0, 1) = 0.5;
    frame.outputs[1](1, 0) = 0.2;
    expected << 0, 2, 1, 0;
    CHECK(map.classes_of(frame) == expected);
}

}  // namespace
}  // namespace mlp::test
