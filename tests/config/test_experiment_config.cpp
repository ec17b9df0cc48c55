#include "mlp/config/document.h"
#include "mlp/config/experiment_config.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

const std::string minimal = R"({
  "data": {"type": "inline", "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [0, 1, 1, 0]},
  "network": {"layers": [{"units": 2, "activation": "tanh"}, {"activation": "sigmoid"}]},
  "loss": "binary_cross_entropy"
})";

const std::string full = R"({
  "name": "all of it", "seed": 7, "precision": "float64", "backend": "eigen", "threads": 2,
  "data": {"type": "csv", "path": "/data/a.csv", "target": ["y1", "y2"], "features": ["x1", "x2"],
           "delimiter": ";", "header": true, "preprocessing": "minmax",
           "validation": {"fraction": 0.25}, "test": {"path": "/data/b.csv"}},
  "network": {"initial_weights": "/data/w.safetensors", "layers": [
     {"type": "dense", "units": 3, "activation": {"type": "leaky_relu", "alpha": 0.2},
      "initializer": {"type": "normal", "stddev": 0.1}, "bias_initializer": {"type": "constant", "value": 0.5}},
     {"units": 2, "activation": "linear"}]},
  "loss": "mse",
  "optimizer": {"type": "sgd", "learning_rate": 0.5, "momentum": 0.9, "nesterov": true},
  "training": {"epochs": 3, "batch_size": 2, "shuffle": false},
  "metrics": ["rmse", "mae"],
  "logging": {"directory": "out", "every_epochs": 2, "every_steps": 1,
              "snapshots": true, "diagnostics": true, "tensorboard": true, "report": true}
})";

std::string written_again(const std::string& text) {
    return write_experiment(parse_experiment(write_experiment(parse_experiment(text))));
}

}  // namespace

TEST_CASE("experiment config: what is left out has its default") {
    const auto config = parse_experiment(minimal);
    CHECK(config.name == "experiment");
    CHECK(config.seed == 42);
    CHECK(config.precision == "float32");
    CHECK(config.backend == "native");
    CHECK(config.threads == IntegerOrText("auto"));
    CHECK(config.data_config().preprocessing.type == "none");
    CHECK_FALSE(config.data_config().validation.has_value());
    CHECK_FALSE(config.data_config().test.has_value());
    CHECK_FALSE(config.network.initial_weights.has_value());
    CHECK(config.optimizer.type == "adam");
    CHECK(config.training.epochs == 100);
    CHECK(config.training.batch_size == 32);
    CHECK(config.training.shuffle);
    CHECK_FALSE(config.metrics.has_value());
    CHECK(config.logging.directory == "runs");
    CHECK(config.logging.every_epochs == 1);
    CHECK_FALSE(config.logging.every_steps.has_value());
    CHECK_FALSE(config.logging.tensorboard);
}

TEST_CASE("experiment config: what is given is read") {
    const auto config = parse_experiment(full);
    CHECK(config.name == "all of it");
    CHECK(config.seed == 7);
    CHECK(config.precision == "float64");
    const Choice source = config.source();
    CHECK(source.type == "csv");
    CHECK(std::get<std::string>(source.options.at("delimiter")) == ";");
    CHECK(std::get<std::vector<std::string>>(source.options.at("target")) ==
          std::vector<std::string>{"y1", "y2"});
    CHECK_FALSE(source.options.contains("validation"));
    CHECK(config.data_config().preprocessing.type == "minmax");
    CHECK(config.data_config().validation->fraction == 0.25);
    CHECK(config.data_config().test->path == "/data/b.csv");
    REQUIRE(config.network.initial_weights.has_value());
    CHECK(config.network.initial_weights->path == "/data/w.safetensors");
    CHECK(config.network.initial_weights->names.empty());
    REQUIRE(config.network.layers.size() == 2);
    CHECK(std::get<Index>(config.network.layers[0].options.at("units")) == 3);
    CHECK(config.loss.type == "mse");
    CHECK(config.optimizer.type == "sgd");
    CHECK(std::get<double>(config.optimizer.options.at("momentum")) == 0.9);
    CHECK(config.training.epochs == 3);
    CHECK_FALSE(config.training.shuffle);
    REQUIRE(config.metrics.has_value());
    CHECK(config.metrics->at(1).type == "mae");
    CHECK(config.logging.every_steps == 1);
    CHECK(config.logging.tensorboard);
}

TEST_CASE("experiment config: what is written reads back to the same text") {
    for (const auto& text : {minimal, full}) {
        CHECK(written_again(text) == write_experiment(parse_experiment(text)));
    }
}

TEST_CASE("experiment config: every default is written out") {
    const Json json = Json::parse(write_experiment(parse_experiment(minimal)));
    CHECK(json.at("seed") == 42);
    CHECK(json.at("training").at("batch_size") == 32);
    CHECK(json.at("optimizer") ==
          Json::parse(R"({"type": "adam", "learning_rate": 0.001, "beta1": 0.9,
        "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.0, "amsgrad": false})"));
    CHECK(json.at("data").at("preprocessing") == "none");
    CHECK(json.at("logging").at("directory") == "runs");
}

TEST_CASE("experiment config: what is given survives being written") {
    const Json given = Json::parse(full);
    const Json written = Json::parse(write_experiment(parse_experiment(full)));
    for (const std::string key : {"name", "seed", "precision", "loss", "metrics", "logging"}) {
        CAPTURE(key);
        CHECK(written.at(key) == given.at(key));
    }
    for (const auto& member : given["training"].items()) {
        CHECK(written["training"].at(member.key()) == member.value());
    }
    for (const auto& member : given["data"].items()) {
        CAPTURE(member.key());
        if (member.key() == "validation" || member.key() == "test") continue;
        CHECK(written["data"].at(member.key()) == member.value());
    }
    CHECK(written["data"]["validation"]["fraction"] == 0.25);
    CHECK(written["data"]["test"]["path"] == "/data/b.csv");
    CHECK(written["network"]["layers"][0]["activation"] ==
          given["network"]["layers"][0]["activation"]);
}

TEST_CASE("experiment config: the name is that of the file, unless given") {
    const test::TemporaryDirectory directory;
    CHECK(read_experiment(directory.write("my_run.json", minimal)).name == "my_run");
    CHECK(read_experiment(directory.write("other.json", full)).name == "all of it");
}

TEST_CASE(
    "experiment config: paths start from the folder of the config file, and are written absolute") {
    const test::TemporaryDirectory directory;
    std::filesystem::create_directory(directory.path() / "configs");
    const auto file = directory.write("configs/a.json", R"({
        "data": {"type": "csv", "path": "../tables/t.csv", "target": "y", "validation": {"path": "v.csv"}},
        "network": {"initial_weights": "./w.safetensors", "layers": [{"units": 1}]}, "loss": "mse"})");
    const auto config = read_experiment(file);
    const auto root = directory.path();
    CHECK(std::get<std::string>(config.data.options.at("path")) == root / "tables/t.csv");
    CHECK(config.data_config().validation->path == root / "configs/v.csv");
    REQUIRE(config.network.initial_weights.has_value());
    CHECK(config.network.initial_weights->path == root / "configs/w.safetensors");
    const Json written = Json::parse(write_experiment(config));
    CHECK(written["data"]["path"] == (root / "tables/t.csv").string());
    CHECK(written["network"]["initial_weights"] == (root / "configs/w.safetensors").string());
}

TEST_CASE("experiment config: initial weights are a path, or an object with names as well") {
    const auto written = [](const std::string& value) {
        const auto config = parse_experiment(full, {"network.initial_weights=" + value});
        const Json json = Json::parse(write_experiment(config));
        CHECK(written_again(json.dump()) == json.dump(2) + "\n");
        return json["network"]["initial_weights"];
    };
    CHECK(written("/w") == "/w");
    CHECK(written(R"({"path": "/w"})") == "/w");
    CHECK(written(R"({"path": "/w", "names": {}})") == "/w");
    const std::string whole =
        R"({"path":"/w","names":{"layers.0.bias":"0.bias","layers.0.weight":"0.weight"}})";
    CHECK(written(whole).dump() == whole);
    const auto config = parse_experiment(full, {"network.initial_weights=" + whole});
    CHECK(config.network.initial_weights->names.at("layers.0.bias") == "0.bias");
}

TEST_CASE("experiment config: without a file, paths start from the current directory") {
    const auto config = parse_experiment(full, {"data.path=sub/../t.csv"});
    const Json written = Json::parse(write_experiment(config));
    CHECK(written["data"]["path"] == (std::filesystem::current_path() / "t.csv").string());
}

TEST_CASE("experiment config: overrides come before anything is checked") {
    const auto config = parse_experiment(
        minimal, {"training.epochs=5", "optimizer=sgd", "optimizer.momentum=0.5",
                  "network.layers.0.units=8", "data.preprocessing=standardize", "name=other"});
    CHECK(config.training.epochs == 5);
    CHECK(config.optimizer.type == "sgd");
    CHECK(std::get<double>(config.optimizer.options.at("momentum")) == 0.5);
    CHECK(std::get<Index>(config.network.layers[0].options.at("units")) == 8);
    CHECK(config.data_config().preprocessing.type == "standardize");
    CHECK(config.name == "other");
    CHECK_THROWS_AS(parse_experiment(full, {"training.epochs=0"}), ConfigError);
}

TEST_CASE("experiment config: an option of the default optimizer can be set without naming it") {
    const auto config = parse_experiment(minimal, {"optimizer.learning_rate=0.5"});
    CHECK(config.optimizer.type == "adam");
    CHECK(std::get<double>(config.optimizer.options.at("learning_rate")) == 0.5);
}

TEST_CASE("experiment config: $schema and comments are passed over") {
    std::string text = minimal;
    text.insert(1, "\"$schema\": \"experiment.schema.json\", // for the editor\n");
    CHECK(write_experiment(parse_experiment(text)) == write_experiment(parse_experiment(minimal)));
}

TEST_CASE("experiment config: one built in code is written like one that was read") {
    ExperimentConfig config;
    config.name = "in code";
    config.data =
        Choice("csv", {{"path", "/data/a.csv"}, {"target", std::vector<std::string>{"y"}}});
    config.network.layers = {Choice("dense", {{"units", Index{1}}})};
    config.loss = "mse";
    const auto read = parse_experiment(write_experiment(config));
    CHECK(read.name == "in code");
    CHECK(read.data.type == "csv");
    CHECK(write_experiment(read) == write_experiment(config));
}

TEST_CASE("experiment config: an error found later still points into the file") {
    const test::TemporaryDirectory directory;
    const auto file = directory.write("a.json", minimal);
    const auto config = read_experiment(file);
    CHECK(std::string(config.error("/loss", "does not fit", "use another").what()) ==
          file.string() + ":4:11: error: /loss: does not fit\n  help: use another");
    CHECK(std::string(ExperimentConfig().error("/loss", "does not fit").what()) ==
          "config: error: /loss: does not fit");
}
