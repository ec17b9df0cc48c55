#include "mlp/nn/layers/dense.h"
#include "mlp/train/trainer.h"

#include "support.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

class Recorder final : public TrainingObserver {
  public:
    void on_step(Index step, double loss) override {
        CHECK(step == static_cast<Index>(step_losses.size()) + 1);
        step_losses.push_back(loss);
    }
    bool on_epoch(const EpochReport& report) override {
        epoch_losses.push_back(report.train.front().second);
        return true;
    }
    std::vector<double> step_losses;
    std::vector<double> epoch_losses;
};

Choice optimizer_of(const nlohmann::json& json) {
    Choice choice(json.at("type").get<std::string>());
    for (const auto& [key, value] : json.items()) {
        if (key != "type") choice.options[key] = value.get<double>();
    }
    return choice;
}

Dataset<double> data_of(const nlohmann::json& run) {
    Dataset<double> data;
    data.inputs = samples(run.at("inputs"));
    if (run.at("targets").front().is_array()) {
        data.targets = samples(run.at("targets"));
    } else {
        data.labels = run.at("targets").get<std::vector<std::uint32_t>>();
    }
    return data;
}

/// weights[k] stands as one list of inputs an output, which is a matrix row.
Matrix<double> weight(const nlohmann::json& run, const char* key, std::size_t k) {
    return samples(run.at(key)[k]).transpose();
}

double largest_difference(const std::vector<double>& found, const nlohmann::json& expected) {
    REQUIRE(found.size() == expected.size());
    double difference = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        difference = std::max(difference, std::abs(found[i] - expected[i].get<double>()));
    }
    return difference;
}

void check_run(const std::string& name) {
    const auto run = reference("training_runs.json").at(name);
    const Dataset<double> data = data_of(run);
    std::vector<Choice> layers;
    for (const auto& layer : run.at("layers")) {
        layers.push_back(
            dense(layer.at("units").get<Index>(), layer.at("activation").get<std::string>()));
    }
    Network<double> network(data.inputs.rows(), layers);
    auto& parameters = network.parameters();
    for (std::size_t k = 0; k < layers.size(); ++k) {
        parameters.value(parameters.blocks()[2 * k]) = weight(run, "weights", k);
        parameters.value(parameters.blocks()[2 * k + 1]) = row(run.at("biases")[k]).transpose();
    }
    const Objective<double> objective(run.at("loss").get<std::string>(), network);
    const auto optimizer = optimizers<double>().make(optimizer_of(run.at("optimizer")));
    TrainingOptions options;
    options.epochs = run.at("epochs").get<Index>();
    options.batch_size = run.at("batch_size").get<Index>();
    options.shuffle = false;
    Trainer<double> trainer(network, objective, *optimizer, options, {}, 1);
    Recorder recorder;
    trainer.add_observer(recorder);
    Subset<double> all{&data, {}};
    for (Index i = 0; i < data.samples(); ++i) all.rows.push_back(i);
    const TrainingResult result = trainer.fit(all, {});

    CHECK(result.reason == StopReason::epochs_done);
    CHECK(largest_difference(recorder.step_losses, run.at("step_loss")) < 1e-12);
    CHECK(largest_difference(recorder.epoch_losses, run.at("epoch_loss")) < 1e-12);
    for (std::size_t k = 0; k < layers.size(); ++k) {
        const auto w = parameters.value(parameters.blocks()[2 * k]);
        const auto b = parameters.value(parameters.blocks()[2 * k + 1]);
        CHECK((w - weight(run, "final_weights", k)).cwiseAbs().maxCoeff() < 1e-11);
        CHECK((b - row(run.at("final_biases")[k]).transpose()).cwiseAbs().maxCoeff() < 1e-11);
    }
}

}  // namespace

TEST_CASE("reference runs: binary classification with tanh, sigmoid and sgd, step by step") {
    check_run("xor_like_tanh_sgd");
}
TEST_CASE("reference runs: three classes with relu, softmax and adam, step by step") {
    check_run("classifier_relu_adam");
}
TEST_CASE("reference runs: regression with gelu and sgd with momentum, step by step") {
    check_run("regressor_gelu_momentum");
}
TEST_CASE("reference runs: four layers with mish, softmax and rmsprop, step by step") {
    check_run("deep_mish_rmsprop");
}
