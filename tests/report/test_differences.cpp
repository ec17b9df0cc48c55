#include "mlp/report/differences.h"

#include <doctest/doctest.h>

using namespace mlp;

namespace {

/// "key: text | text", one line a difference.
std::string differences_of(const std::vector<std::string>& texts) {
    std::vector<Json> objects;
    for (const auto& text : texts) objects.push_back(Json::parse(text));
    std::vector<const Json*> pointers;
    for (const auto& object : objects) pointers.push_back(&object);
    std::string lines;
    for (const auto& difference : differences(pointers)) {
        REQUIRE(difference.values.size() == texts.size());
        REQUIRE(difference.texts.size() == texts.size());
        lines += difference.key + ':';
        for (const auto& text : difference.texts) lines += ' ' + text + " |";
        lines += '\n';
    }
    return lines;
}

}  // namespace

TEST_CASE("differences: of equal objects there are none, whatever the order of their keys") {
    CHECK(differences_of({R"({"a": 1, "b": {"c": [1, "x"]}})", R"({"b": {"c": [1, "x"]}, "a": 1})",
                          R"({"a": 1.0, "b": {"c": [1, "x"]}, "z": null})"})
              .empty());
    CHECK(differences_of({R"({"a": 1})"}).empty());
    CHECK(differences_of({"{}", "{}"}).empty());
    CHECK(differences({}).empty());
}

TEST_CASE("differences: keys inside keys, in their order") {
    CHECK(differences_of(
              {R"({"seed": 1, "training": {"epochs": 10, "l2": 0.5, "shuffle": true}})",
               R"({"seed": 2, "training": {"epochs": 10, "l2": 1e-9, "shuffle": false}})"}) ==
          "seed: 1 | 2 |\n"
          "training.l2: 0.5 | 1e-09 |\n"
          "training.shuffle: true | false |\n");
}

TEST_CASE("differences: what only some have") {
    CHECK(differences_of({R"({"early_stopping": {"patience": 3, "mode": "auto"}})", "{}",
                          R"({"early_stopping": {"patience": 3, "mode": "max"}})"}) ==
          "early_stopping.patience: 3 | - | 3 |\n"
          "early_stopping.mode: auto | - | max |\n");
    CHECK(differences_of({"{}", R"({"schedule": {"type": "step", "factor": 0.5}})"}) ==
          "schedule: - | step |\n");
    // Values of different kinds.
    CHECK(differences_of({R"({"a": "auto", "b": [1], "c": {"x": 1}})",
                          R"({"a": 2, "b": "one", "c": "none"})"}) ==
          "a: auto | 2 |\n"
          "b: [1] | one |\n"
          "c: {\"x\":1} | none |\n");
}

TEST_CASE("differences: choices of one type are compared option by option") {
    CHECK(differences_of({R"({"optimizer": {"type": "adam", "learning_rate": 0.1, "beta1": 0.9}})",
                          R"({"optimizer": {"type": "adam", "learning_rate": 0.2, "beta1": 0.9}})",
                          R"({"optimizer": "adam"})"}) ==
          "optimizer.learning_rate: 0.1 | 0.2 | - |\n"
          "optimizer.beta1: 0.9 | 0.9 | - |\n");
    CHECK(differences_of({R"({"loss": "mse"})", R"({"loss": {"type": "mse"}})"}).empty());
}

TEST_CASE("differences: of choices of several types, the options that tell equal types apart") {
    CHECK(differences_of({R"({"activation": {"type": "leaky_relu", "alpha": 0.1, "x": 1}})",
                          R"({"activation": "tanh"})",
                          R"({"activation": {"type": "leaky_relu", "alpha": 0.2, "x": 1}})",
                          R"({"activation": {"type": "softmax", "temperature": 1}})"}) ==
          "activation: leaky_relu(alpha=0.1) | tanh | leaky_relu(alpha=0.2) | softmax |\n");
    // Options that are choices themselves, and options that only some have.
    CHECK(differences_of(
              {R"({"layer": {"type": "dense", "units": 2, "activation": {"type": "elu", "a": 1}}})",
               R"({"layer": {"type": "dense", "units": 3, "activation": {"type": "elu", "a": 2}}})",
               R"({"layer": {"type": "dropout", "rate": 0.5}})",
               R"({"layer": {"type": "dropout"}})"}) ==
          "layer: dense(units=2, activation.a=1) | dense(units=3, activation.a=2) | "
          "dropout(rate=0.5) | dropout |\n");
}

TEST_CASE("differences: lists element by element") {
    CHECK(differences_of({R"({"metrics": ["accuracy"]})", R"({"metrics": ["accuracy", "f1"]})"}) ==
          "metrics.1: - | f1 |\n");
    CHECK(differences_of(
              {R"({"layers": [{"type": "dense", "units": 8}, {"type": "dense", "units": 3}]})",
               R"({"layers": [{"type": "dense", "units": 8}, {"type": "dense", "units": 4},
                                         {"type": "dense", "units": 3}]})",
               "{}"}) ==
          "layers.0: dense | dense | - |\n"
          "layers.1: dense(units=3) | dense(units=4) | - |\n"
          "layers.2: - | dense | - |\n");
    CHECK(differences_of({R"({"rows": [[1, 2], [3, 4]]})", R"({"rows": [[1, 2], [3, 5]]})"}) ==
          "rows.1.1: 4 | 5 |\n");
    CHECK(differences_of({R"({"a": []})", R"({"a": [{}]})"}).empty());
}

TEST_CASE("differences: the values themselves") {
    const Json a = Json::parse(R"({"loss": {"type": "huber", "delta": 2}, "l2": 0.5})");
    const Json b = Json::parse(R"({"loss": "mse"})");
    const auto found = differences({&a, &b});
    REQUIRE(found.size() == 2);
    CHECK(found[0].values == std::vector<Json>{a["loss"], "mse"});
    CHECK(found[1].values == std::vector<Json>{0.5, nullptr});
}
