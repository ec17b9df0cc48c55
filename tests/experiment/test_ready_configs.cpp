#include "mlp/experiment/cross_validation.h"

#include "support.h"

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace mlp;
using namespace mlp::test;

namespace {

ExperimentConfig config(const std::string& name, const std::vector<std::string>& overrides = {}) {
    return read_experiment(source_directory() / "configs" / name, overrides);
}

double score_named(const Scores& scores, const std::string& name) {
    const auto found =
        std::ranges::find_if(scores, [&](const auto& score) { return score.first == name; });
    REQUIRE(found != scores.end());
    return found->second;
}

/// The mean over the folds.
double cross_validated(const ExperimentConfig& experiment, const std::string& metric) {
    const auto data = load_data(experiment);
    const auto result =
        cross_validate<float>(experiment, data, 5, {}, [](const FoldResult&) { return true; });
    REQUIRE(result.folds.size() == 5);
    return score_named(result.mean(), metric);
}

/// Trains once and judges by all training samples.
double trained(const ExperimentConfig& experiment_config, const std::string& metric) {
    Experiment<float> experiment(experiment_config);
    experiment.train({});
    return score_named(experiment.score(experiment.train_samples()), metric);
}

/// Whether data is there that is not part of the project; says so if not.
bool is_here(const std::string& file) {
    if (std::filesystem::exists(source_directory() / "datasets" / file)) return true;
    MESSAGE("skipped: datasets/" << file << " is not there; see datasets/README.md");
    return false;
}

}  // namespace

TEST_CASE("ready configs: iris reaches 0.953 in cross-validation") {
    CHECK(cross_validated(config("iris.json"), "accuracy") >= 0.953);
}

TEST_CASE("ready configs: wine reaches 0.972 in cross-validation") {
    CHECK(cross_validated(config("wine.json"), "accuracy") >= 0.972);
}

TEST_CASE("ready configs: breast_cancer reaches 0.974 in cross-validation") {
    CHECK(cross_validated(config("breast_cancer.json"), "accuracy") >= 0.974);
}

TEST_CASE("ready configs: digits reaches 0.975 in cross-validation") {
    CHECK(cross_validated(config("digits.json"), "accuracy") >= 0.975);
}

TEST_CASE("ready configs: diabetes_progression reaches an r2 of 0.48 in cross-validation") {
    CHECK(cross_validated(config("diabetes_progression.json"), "r2") >= 0.48);
}

TEST_CASE("ready configs: spam reaches 0.94 in cross-validation") {
    if (!is_here("spambase.csv")) return;
    CHECK(cross_validated(config("spam.json"), "accuracy") >= 0.94);
}

TEST_CASE("ready configs: mnist reaches 0.945 with 8000 digits in 10 epochs") {
    if (!is_here("mnist/train-images-idx3-ubyte.gz")) return;
    Experiment<float> experiment(config("mnist.json", {"data.max_samples=8000"}));
    experiment.train({});
    CHECK(score_named(experiment.score(experiment.test_samples()), "accuracy") >= 0.945);
}

TEST_CASE("ready configs: six gates at once are learnt to within 0.05") {
    CHECK(trained(config("gates.json"), "max_error") < 0.05);
}

TEST_CASE("ready configs: the parity of eight bits is learnt") {
    CHECK(trained(config("parity8.json"), "accuracy") == 1.0);
}

TEST_CASE("ready configs: two spirals are told apart") {
    CHECK(trained(config("two_spirals.json"), "accuracy") == 1.0);
}

TEST_CASE("ready configs: the Playground's four are learnt") {
    for (const char* name : {"circle", "xor", "gauss", "spiral"}) {
        CAPTURE(name);
        Experiment<float> experiment(config(fmt::format("playground_{}.json", name)));
        experiment.train({});
        CHECK(score_named(experiment.score(experiment.test_samples()), "accuracy") >= 0.95);
    }
}
