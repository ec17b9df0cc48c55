#pragma once

#include "mlp/report/html/report_page.h"

#include <cmath>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace mlp::test {

/// Text that would be markup, or end the script element it stands in, if it were not escaped.
inline const std::string hostile = "<script>alert('&\"1\"')</script><!--";

/// The XOR problem, as a network might divide it: the upper right corner more and more.
inline DecisionMap small_map() {
    DecisionMap map{.grid = {{"x1", "x2"}, {0, 0}, {1, 1}, 2},
                    .classes = {"no", "yes"},
                    .targets = {"xor"},
                    .probabilities = true,
                    .frames = {},
                    .points = {{0, 0, 0, true}, {1, 0, 1, true}, {1, 1, 0, false}}};
    for (const Index epoch : {0, 1, 3}) {
        PlaneValues values(2, 2);
        values << 0.25, 0.5, 0.75, static_cast<double>(epoch) / 3;
        map.frames.push_back({epoch, {values}});
    }
    return map;
}

/// A page with a small example of every part.
inline ReportPage full_page() {
    ReportPage page;
    page.record.directory = "runs/a b";
    page.record.config = Json::parse(R"({"name": "small", "seed": 7})");
    page.record.summary = Json::parse(R"({
        "status": "completed", "stop_reason": "all 3 epochs done", "epochs": 3, "best_epoch": 2,
        "seconds": 75, "metrics": {"train": {"loss": 0.25, "accuracy": 0.875},
                                   "test": {"loss": 0.5, "accuracy": 0.75}}})");
    page.record.environment = Json::parse(R"({"started": "2026-01-31T12:00:00Z", "threads": 1})");
    page.best_epoch = 2;
    page.curves.value = Curves{{1, 2, 3},
                               {{"train_loss", {0.7, 0.5, 0.25}},
                                {"train_accuracy", {0.5, 0.75, 0.875}},
                                {"validation_loss", {0.8, NAN, 0.5}},
                                {"learning_rate", {0.1, 0.1, 0.1}}}};
    const std::vector<double> shares{0, 0.25, 0.5};
    page.layer_curves.value = {{.layer = "layers.0",
                                .epochs = {1, 2, 3},
                                .pre_activation_mean = shares,
                                .pre_activation_sd = shares,
                                .activation_mean = shares,
                                .activation_sd = shares,
                                .silent = shares,
                                .dead = shares,
                                .saturated = {NAN, NAN, NAN},
                                .gradient_norm = {1, 0.1, 0.01},
                                .update_ratio = {0.1, 0.01, 0.001}}};
    NetworkDiagram::Layer layer{"layers.0",           "dense",           "sigmoid", 1,
                                Matrix<double>(1, 2), Vector<double>(1), 3};
    layer.weight << 1.5, -0.75;
    layer.bias << 0.125;
    page.network.value = NetworkDiagram{{"x1", "x2"}, {"yes"}, {layer}};
    Outcome outcome;
    outcome.part = "test";
    outcome.targets = {"xor"};
    outcome.classes = {"no", "yes"};
    outcome.outputs = Matrix<double>(1, 4);
    outcome.outputs << 0.1, 0.9, 0.7, 0.8;
    outcome.labels = {0, 1, 0, 1};
    outcome.predicted = {0, 1, 1, 1};
    outcome.probabilities = true;
    page.outcome.value = outcome;
    page.decision_map.value = small_map();
    page.activations.value = {Histogram{"layers.0", 0, 1, {3, 0, 1}}};
    return page;
}

/// What lies between the first `start` behind `from` and the next `end`.
inline std::string between(const std::string& text, const std::string& start,
                           const std::string& end, std::size_t from = 0) {
    const auto at = text.find(start, from);
    REQUIRE(at != std::string::npos);
    const auto first = at + start.size();
    const auto last = text.find(end, first);
    REQUIRE(last != std::string::npos);
    return text.substr(first, last - first);
}

/// The numbers that a page gives its script.
inline nlohmann::json page_data(const std::string& html) {
    return nlohmann::json::parse(
        between(html, "<script type=\"application/json\" id=\"data\">", "</script>"));
}

}  // namespace mlp::test
