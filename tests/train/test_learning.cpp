#include "mlp/experiment/experiment.h"

#include "support.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace mlp;
using namespace mlp::test;

namespace {

ExperimentConfig config(const std::string& name, const std::vector<std::string>& overrides) {
    return read_experiment(source_directory() / "configs" / name, overrides);
}

/// The accuracy (the last score) after training.
double accuracy(const ExperimentConfig& experiment_config, bool on_test_samples) {
    Experiment<float> experiment(experiment_config);
    const auto result = experiment.train({});
    CHECK(result.reason == StopReason::epochs_done);
    const auto scores =
        experiment.score(on_test_samples ? experiment.test_samples() : experiment.train_samples());
    REQUIRE(scores.back().first == "accuracy");
    return scores.back().second;
}

}  // namespace

TEST_CASE("learning: XOR is learnt from 20 of 20 seeds") {
    for (int seed = 0; seed < 20; ++seed) {
        CAPTURE(seed);
        CHECK(accuracy(config("xor.json", {fmt::format("seed={}", seed)}), false) == 1.0);
    }
}

TEST_CASE("learning: iris reaches 93 % mean test accuracy over 10 seeds") {
    double sum = 0;
    for (int seed = 0; seed < 10; ++seed) {
        sum += accuracy(config("iris.json", {fmt::format("seed={}", seed)}), true);
    }
    CHECK(sum / 10 >= 0.93);
}

TEST_CASE("learning: a linear network cannot learn XOR, however deep it is") {
    const std::vector<std::vector<std::string>> networks = {
        {R"(network.layers=[{"activation": "sigmoid"}])"},
        {"network.layers.0.activation=linear"},
        {R"(network.layers=[{"units": 8}, {"units": 8}, {"activation": "sigmoid"}])"}};
    for (const auto& overrides : networks) {
        for (int seed = 0; seed < 5; ++seed) {
            auto with_seed = overrides;
            with_seed.push_back(fmt::format("seed={}", seed));
            Experiment<double> experiment(config("xor.json", with_seed));
            experiment.train({});
            const auto scores = experiment.score(experiment.train_samples());
            CHECK(scores[0].second > 0.69);  // ln 2 = 0.693 is what a coin knows
            CHECK(scores[1].second <= 0.75);
        }
    }
}

TEST_CASE("learning: AND needs one neuron") {
    CHECK(accuracy(config("and.json", {}), false) == 1.0);
}

TEST_CASE("learning: float32 and float64 follow the same path") {
    for (const char* name : {"xor.json", "iris.json"}) {
        Experiment<float> single(config(name, {"training.epochs=5"}));
        Experiment<double> twice(config(name, {"training.epochs=5", "precision=float64"}));
        single.train({});
        twice.train({});
        const auto loss = [](const auto& experiment) {
            return experiment.score(experiment.train_samples()).front().second;
        };
        CHECK(loss(single) == doctest::Approx(loss(twice)).epsilon(1e-4));
    }
}
