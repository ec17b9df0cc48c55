#include "mlp/core/error.h"
#include "mlp/report/gnuplot.h"
#include "mlp/report/plots/boundary_plot.h"
#include "mlp/report/plots/confusion_plot.h"
#include "mlp/report/plots/neurons_plot.h"
#include "mlp/report/plots/predictions_plot.h"
#include "mlp/report/plots/ranking_plot.h"

#include "gnuplot_is_here.h"
#include "support.h"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace mlp::test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Everything that gnuplot could take for something else than a name.
const std::string odd_name = "a \"b\" 'c' \\n `d` @e_{f} %g $1 \u00f6\u00df & <h>";

Outcome classes_outcome(Index classes, Index samples) {
    Outcome outcome;
    outcome.part = "test";
    for (Index k = 0; k < classes; ++k) outcome.classes.push_back(fmt::format("class {}", k));
    outcome.classes.back() = odd_name;
    outcome.outputs.resize(classes, samples);
    for (Index i = 0; i < samples; ++i) {
        outcome.labels.push_back(i % classes);
        outcome.predicted.push_back((i % classes + (i % 5 == 0 ? 1 : 0)) % classes);
        for (Index k = 0; k < classes; ++k) {
            const double own = outcome.predicted.back() == k ? 0.5 : 0;
            outcome.outputs(k, i) = own + 0.5 * std::sin(static_cast<double>(i + 7 * k));
        }
    }
    return outcome;
}

Outcome numbers_outcome(Index targets, Index samples) {
    Outcome outcome;
    outcome.part = "test";
    for (Index k = 0; k < targets; ++k) outcome.targets.push_back(fmt::format("y_{}", k));
    outcome.targets.front() = odd_name;
    outcome.outputs.resize(targets, samples);
    for (Index i = 0; i < outcome.outputs.size(); ++i) {
        outcome.outputs.data()[i] = std::sin(static_cast<double>(i));
    }
    outcome.actual = outcome.outputs.array() + 0.1;
    return outcome;
}

/// With a circle of the second class in the middle.
DecisionMap circle_map(std::size_t outputs) {
    DecisionMap map;
    map.grid = {{odd_name, "y"}, {-1e-6, 1e6}, {3e-6, 5e6}, 20};
    map.probabilities = true;
    map.targets = {odd_name};
    DecisionMap::Frame frame;
    frame.epoch = 12;
    PlaneValues values(20, 20);
    for (Index row = 0; row < 20; ++row) {
        for (Index column = 0; column < 20; ++column) {
            const double radius =
                std::hypot(static_cast<double>(row) - 9.5, static_cast<double>(column) - 9.5);
            values(row, column) = 1 / (1 + std::exp(radius - 5));
        }
    }
    if (outputs > 1) frame.outputs.push_back(1 - values.array());
    frame.outputs.push_back(values);
    while (frame.outputs.size() < outputs) frame.outputs.push_back(PlaneValues::Zero(20, 20));
    map.classes.resize(std::max<std::size_t>(outputs, 2), odd_name);
    map.frames = {{0, frame.outputs}, frame};
    for (int i = 0; i < 20; ++i) {
        map.points.push_back(
            {1e-6 + 1e-7 * i, 3e6 - 1e5 * i, static_cast<double>(i % 2), i % 3 != 0});
    }
    return map;
}

bool has(const Picture& picture, const std::string& text) {
    return picture.script.find(text) != std::string::npos;
}

TEST_CASE("the picture of a confusion matrix has counts, names and the accuracy") {
    const auto picture = confusion_picture(classes_outcome(3, 30));
    CHECK(picture.name == "confusion");
    CHECK(has(picture, "24 of 30 test samples right: accuracy 0.8"));
    CHECK(has(picture, "\"class 1\" 1"));
    CHECK(has(picture, "\n0 0 8 16777215\n"));  // white on dark
    CHECK(has(picture, "\n1 0 2 0\n"));         // black on light: predicted 1, actual 0
    auto odd = classes_outcome(3, 30);
    odd.classes[1] = "5%";
    CHECK(has(confusion_picture(odd), "\"5%%\" 1"));
    CHECK(has(confusion_picture(classes_outcome(30, 300)), "$counts"));
    CHECK(!has(confusion_picture(classes_outcome(31, 300)), "$counts"));
}

TEST_CASE("pictures of curves of many classes have the mean and the worst") {
    CHECK(has(roc_picture(classes_outcome(10, 200)), "$curve_9"));
    const auto many = roc_picture(classes_outcome(11, 200));
    CHECK(has(many, "mean of 11 classes and the worst 5"));
    CHECK(has(many, "$curve_5 "));
    CHECK(!has(many, "$curve_6 "));
    CHECK(has(precision_recall_picture(classes_outcome(2, 20)), "average precision"));
    auto outcome = classes_outcome(3, 1);
    CHECK_THROWS_WITH_AS(roc_picture(outcome),
                         "there is no curve of ROC: it takes samples of two classes", InputError);
    outcome.outputs(0, 0) = nan;
    CHECK(message_of([&] { precision_recall_picture(outcome); }).find("nan") != std::string::npos);
}

TEST_CASE("the picture of predictions has a panel for each target with its r2") {
    const auto outcome = numbers_outcome(2, 50);
    const auto picture = predictions_picture(outcome);
    CHECK(has(picture, "y_1: r2 = 0.98"));
    CHECK(has(picture, "$target_1"));
    CHECK(has(predictions_picture(numbers_outcome(20, 5)), "12 of 20 targets"));
    auto bad = numbers_outcome(1, 4);
    bad.outputs(0, 1) = nan;
    CHECK(has(predictions_picture(bad), "r2 = nan (1 not drawn)"));
    bad.outputs.setConstant(nan);
    CHECK_THROWS_AS(predictions_picture(bad), InputError);
}

TEST_CASE("the picture of a boundary says of which epoch it is") {
    const auto map = circle_map(1);
    CHECK(has(boundary_picture(map), "Decision after epoch 12"));
    CHECK(has(boundary_picture(map, 0), "Decision before training"));
    CHECK(has(boundary_picture(map), "$line "));
    auto numbers = map;
    numbers.classes.clear();
    numbers.targets = {"speed", "height"};
    CHECK(has(boundary_picture(numbers), "Predicted speed (first of 2 targets) after epoch 12"));
}

TEST_CASE("regions have the colours of their classes, the paler the less sure") {
    DecisionMap map;
    map.grid = {{"x", "y"}, {0, 0}, {1, 1}, 2};
    map.classes = {"a", "b"};
    map.probabilities = true;
    PlaneValues values(2, 2);
    values << 0, 1, 0.5, nan;
    map.frames = {{1, {values}}};
    const auto picture = boundary_picture(map);
    CHECK(has(picture, "\n0 0 128 185 217\n"));  // half of blue
    CHECK(has(picture, "\n1 0 234 175 128\n"));  // half of vermillion
    CHECK(has(picture, "\n0 1 236 244 249\n"));  // hardly blue
    CHECK(has(picture, "\n1 1 192 192 192\n"));  // no number
    CHECK(!has(picture, "$training"));
}

TEST_CASE("the picture of the hidden units is grouped by layer, with a scale for each") {
    UnitMaps maps;
    maps.grid = circle_map(1).grid;
    for (Index i = 0; i < 10; ++i) {
        maps.units.push_back({"layers.0", i, PlaneValues::Constant(20, 20, -0.25)});
    }
    maps.units.push_back({"layers.1", 0, PlaneValues::Constant(20, 20, nan)});
    maps.units.push_back({"layers.1", 1, PlaneValues::Zero(20, 20)});
    maps.left_out = 3;
    const auto picture = neurons_picture(maps);
    CHECK(has(picture, "(12 of 15)"));
    CHECK(has(picture, "layers.0: orange -0.25, white 0, blue 0.25"));
    CHECK(has(picture,
              "set palette defined (0 '#D55E00', 1 '#F0BE97', 2 '#FFFFFF', "
              "3 '#97C7E1', 4 '#0072B2')"));
    CHECK(has(picture, "\"layers.1.1\""));
}

TEST_CASE("gnuplot draws all of these pictures, whatever the data is like") {
    if (!gnuplot_is_here()) return;
    const TemporaryDirectory directory;
    std::vector<Picture> pictures;
    for (const Index samples : {1, 40}) {
        for (const Index classes : {2, 3, 12, 70}) {
            pictures.push_back(confusion_picture(classes_outcome(classes, samples)));
            if (samples == 1) continue;
            pictures.push_back(roc_picture(classes_outcome(classes, samples)));
            pictures.push_back(precision_recall_picture(classes_outcome(classes, samples)));
        }
        pictures.push_back(predictions_picture(numbers_outcome(1, samples)));
        pictures.push_back(predictions_picture(numbers_outcome(14, samples)));
    }
    auto part = numbers_outcome(2, 5);
    part.outputs.row(1).setConstant(nan);
    pictures.push_back(predictions_picture(part));
    for (const std::size_t outputs : {1U, 2U, 3U, 14U}) {
        auto map = circle_map(outputs);
        pictures.push_back(boundary_picture(map, 0));
        map.points.resize(1);
        map.probabilities = false;
        pictures.push_back(boundary_picture(map));
        map.points.clear();
        map.frames.back().outputs.front().setConstant(nan);
        pictures.push_back(boundary_picture(map));
        map.classes.clear();
        pictures.push_back(boundary_picture(map));
        map.frames.back().outputs.front().setConstant(-3);
        pictures.push_back(boundary_picture(map));
        pictures.push_back(boundary_picture(circle_map(1)));
    }
    UnitMaps maps;
    maps.grid = circle_map(1).grid;
    maps.units.push_back({odd_name, 0, PlaneValues::Constant(20, 20, nan)});
    pictures.push_back(neurons_picture(maps));
    maps.units.push_back({"layers.1", 0, circle_map(1).frames[0].outputs[0]});
    pictures.push_back(neurons_picture(maps));
    for (const auto& picture : pictures) {
        CAPTURE(picture.name);
        CAPTURE(picture.script);
        const auto file = directory.path() / "picture.svg";
        CHECK_NOTHROW(draw(picture, file));
        CHECK(content(file).find("</svg>") != std::string::npos);
        std::filesystem::remove(file);
    }
}

}  // namespace
}  // namespace mlp::test
