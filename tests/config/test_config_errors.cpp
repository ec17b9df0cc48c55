#include "mlp/config/experiment_config.h"
#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/nn/loss.h"
#include "mlp/optim/optimizer.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

const std::string good = R"({
  "data": {"type": "inline", "inputs": [[0, 0], [0, 1], [1, 0]], "targets": [0, 1, 1]},
  "network": {"layers": [
    {"units": 4, "activation": "relu"},
    {"units": 1, "activation": "sigmoid"}]},
  "loss": "binary_cross_entropy",
  "optimizer": {"type": "sgd", "learning_rate": 0.1},
  "training": {"epochs": 5}
})";

template <class S>
std::vector<std::string> option_names() {
    std::vector<std::string> names;
    for (const auto& option : option_infos<S>()) names.push_back(option.name);
    return names;
}

std::string errors_in(const std::string& text) {
    CHECK_THROWS_AS(parse_experiment(text), ConfigError);
    return message_of([&] { parse_experiment(text); });
}

/// The good config with a part of its text replaced.
std::string replaced(const std::string& part, const std::string& by) {
    std::string text = good;
    const auto at = text.find(part);
    REQUIRE(at != std::string::npos);
    return text.replace(at, part.size(), by);
}

/// An override of the good config and what is said of it behind "--set ...: error: ".
struct Case {
    std::string assignment;
    std::string message;
};
std::string said_of(const std::string& assignment) {
    CHECK_THROWS_AS(parse_experiment(good, {assignment}), ConfigError);
    return message_of([&] { parse_experiment(good, {assignment}); });
}
void check(const std::vector<Case>& cases) {
    for (const auto& c : cases) {
        CHECK(said_of(c.assignment) == "--set " + c.assignment + ": error: " + c.message);
    }
}
void check_start(const std::vector<Case>& cases) {
    for (const auto& c : cases) {
        const auto text = said_of(c.assignment);
        CAPTURE(text);
        CHECK(text.starts_with("--set " + c.assignment + ": error: " + c.message));
    }
}

}  // namespace

TEST_CASE("config errors: the config that all of these start from is good") {
    CHECK_NOTHROW(parse_experiment(good));
}

TEST_CASE("config errors: an unknown key, with place, suggestion and known keys") {
    CHECK(errors_in(replaced("\"learning_rate\"", "\"learning_rat\"")) ==
          "config:7:32: error: /optimizer: unknown key 'learning_rat'\n"
          "  help: did you mean 'learning_rate'? known keys: type, learning_rate, momentum, "
          "weight_decay, nesterov");
    CHECK(errors_in(replaced("\"epochs\"", "\"temperature\"")) ==
          "config:8:16: error: /training: unknown key 'temperature'\n"
          "  help: known keys: " +
              join(option_names<TrainingOptions>()));
    CHECK(errors_in(replaced("\"training\"", "\"Training\""))
              .starts_with(
                  "config:8:3: error: unknown key 'Training'\n  help: did you mean 'training'?"));
}

TEST_CASE("config errors: the keys of other tools are answered with ours") {
    check_start({{"optimizer.lr=0.1",
                  "/optimizer: unknown key 'lr'\n  help: did you mean 'learning_rate'?"},
                 {"training.max_iter=9",
                  "/training: unknown key 'max_iter'\n  help: did you mean 'epochs'?"},
                 {"random_state=1", "unknown key 'random_state'\n  help: did you mean 'seed'?"},
                 {"network.layers.0.neurons=9",
                  "/network/layers/0: unknown key 'neurons'\n  help: did you mean 'units'?"}});
}

TEST_CASE("config errors: an unknown name, with suggestion and known names") {
    check({{"loss=mes", "/loss: unknown loss 'mes'\n  help: did you mean 'mse'? known names: " +
                            join(loss_names().names())},
           {"optimizer=adma",
            "/optimizer: unknown optimizer 'adma'\n  help: did you mean 'adam'? known names: " +
                join(optimizer_names().names())},
           {"optimizer.type=quantum",
            "/optimizer/type: unknown optimizer 'quantum'\n  help: known names: " +
                join(optimizer_names().names())},
           {"precision=float16",
            "/precision: unknown value 'float16'\n  help: did you mean 'bfloat16'? "
            "known values: float32, float64, bfloat16"},
           {"backend=cuda",
            "/backend: unknown value 'cuda'\n  help: known values: native, eigen, onednn"},
           {"threads=0",
            "/threads: must be at least 1 and at most 1024, but is 0\n"
            "  help: that train together; auto: as many as pay. The numbers do not depend on it"},
           {"threads=all", "/threads: unknown value 'all'\n  help: known values: auto"},
           {"threads=true", "/threads: expected a whole number or \"auto\", but this is true"}});
    check_start(
        {{"network.layers.0.activation=rellu",
          "/network/layers/0/activation: unknown activation 'rellu'\n  help: did you mean 'relu'?"},
         {"network.layers.0.type=dens",
          "/network/layers/0/type: unknown layer 'dens'\n  help: did you mean 'dense'?"},
         {"network.layers.0.initializer=he_unifrom",
          "/network/layers/0/initializer: unknown initializer 'he_unifrom'\n"
          "  help: did you mean 'he_uniform'?"},
         {"data.type=cvs", "/data/type: unknown data source 'cvs'\n  help: did you mean 'csv'?"},
         {"data.preprocessing=standardise",
          "/data/preprocessing: unknown preprocessing 'standardise'\n"
          "  help: did you mean 'standardize'?"},
         {"metrics=[\"acuracy\"]",
          "/metrics/0: unknown metric 'acuracy'\n  help: did you mean 'accuracy'?"}});
}

TEST_CASE("config errors: the names of other tools are answered with ours") {
    check_start(
        {{"network.layers.0.activation=identity",
          "/network/layers/0/activation: unknown activation 'identity'\n"
          "  help: did you mean 'linear'?"},
         {"network.layers.0.activation=logistic",
          "/network/layers/0/activation: unknown activation 'logistic'\n"
          "  help: did you mean 'sigmoid'?"},
         {"loss=categorical_crossentropy",
          "/loss: unknown loss 'categorical_crossentropy'\n  help: did you mean 'cross_entropy'?"},
         {"network.layers.0.initializer=xavier_normal",
          "/network/layers/0/initializer: unknown initializer 'xavier_normal'\n"
          "  help: did you mean 'glorot_normal'?"},
         {"precision=double",
          "/precision: unknown value 'double'\n  help: did you mean 'float64'?"}});
}

TEST_CASE("config errors: a value of the wrong type, for every type") {
    check({{"training.shuffle=1", "/training/shuffle: expected true or false, but this is 1"},
           {"training.shuffle=yes",
            "/training/shuffle: expected true or false, but this is the text \"yes\""},
           {"training.epochs=1.5", "/training/epochs: expected a whole number, but this is 1.5"},
           {"training.epochs=\"5\"",
            "/training/epochs: expected a whole number, but this is the text \"5\""},
           {"training.epochs=null", "/training/epochs: expected a whole number, but this is null"},
           {"seed=true", "/seed: expected a whole number, but this is true"},
           {"optimizer.learning_rate=[0.1]",
            "/optimizer/learning_rate: expected a number, but this is a list"},
           {"optimizer.learning_rate=NaN",
            "/optimizer/learning_rate: expected a number, but this is the text \"NaN\""},
           {"name=5", "/name: expected a text, but this is 5"},
           {"precision=64", "/precision: expected a text, but this is 64"},
           {"network.initial_weights=1",
            "/network/initial_weights: expected the path of a file, but this is 1"},
           {R"(network.initial_weights={"path": 1})",
            "/network/initial_weights/path: expected the path of a file, but this is 1"},
           {R"(network.initial_weights={"path": "w", "names": "0.weight"})",
            "/network/initial_weights/names: expected an object with a text for each name, but "
            "this is the text \"0.weight\""},
           {R"(network.initial_weights={"path": "w", "names": {"layers.0.weight": 0}})",
            "/network/initial_weights/names/layers.0.weight: expected a text, but this is 0"},
           {"data.feature_names=3",
            "/data/feature_names: expected a text or a list of texts, but this is 3"},
           {"data.inputs=3", "/data/inputs: expected a list of lists of numbers, but this is 3"},
           {"loss=5", "/loss: expected a name or an object with \"type\", but this is 5"},
           {"loss.type=5", "/loss/type: expected a name, but this is 5"},
           {"network.layers=3", "/network/layers: expected a list, but this is 3"},
           {"network.layers.0=3",
            "/network/layers/0: expected a name or an object with \"type\", but this is 3"},
           {"training=5", "/training: expected an object, but this is 5"}});
}

TEST_CASE("config errors: initial weights without their path, or with another key") {
    check_start({{R"(network.initial_weights={"names": {}})",
                  "/network/initial_weights: the key 'path' is missing"},
                 {R"(network.initial_weights={"path": "w", "name": {}})",
                  "/network/initial_weights: unknown key 'name'\n  help: did you mean 'names'?"}});
}

TEST_CASE("config errors: a wrong element of a list is pointed at") {
    const auto text = replaced("\"targets\": [0, 1, 1]",
                               "\"targets\": [0, 1, 1],\n \"target_names\": [\"a\",\n 7]");
    CHECK(errors_in(text) ==
          "config:4:2: error: /data/target_names/1: expected a text, but this is 7");
    CHECK(
        errors_in(replaced("[1, 0]]", "[1,\n null]]"))
            .starts_with(
                "config:2:57: error: /data/inputs/2: expected numbers or texts, but this is null"));
}

TEST_CASE("config errors: a config that is no object") {
    CHECK(errors_in("[1]") == "config:1:1: error: expected an object, but this is a list");
    CHECK(errors_in("\"xor\"") ==
          "config:1:1: error: expected an object, but this is the text \"xor\"");
}

TEST_CASE("config errors: a number out of range, with the range and what it is for") {
    check({{"optimizer.learning_rate=-0.1",
            "/optimizer/learning_rate: must be greater than 0, but is -0.1\n  help: step size"},
           {"optimizer.learning_rate=0",
            "/optimizer/learning_rate: must be greater than 0, but is 0\n  help: step size"}});
    check_start(
        {{"optimizer.momentum=1",
          "/optimizer/momentum: must be at least 0 and less than 1, but is 1"},
         {"optimizer.weight_decay=-1", "/optimizer/weight_decay: must be at least 0, but is -1"},
         {"network.layers.0.units=0", "/network/layers/0/units: must be at least 1"},
         {"network.layers.0.units=-3", "/network/layers/0/units: must be at least 1"},
         {"network.layers.0.units=1e300",
          "/network/layers/0/units: must be at least 1 and at most"},
         {"training.epochs=0", "/training/epochs: must be at least 1"},
         {"training.batch_size=0", "/training/batch_size: must be at least 1"},
         {"logging.every_epochs=0", "/logging/every_epochs: must be at least 1"},
         {"seed=-1", "/seed: must be at least 0"},
         {"seed=18446744073709551615", "/seed: must be at least 0 and at most"},
         {"data.validation.fraction=1",
          "/data/validation/fraction: must be greater than 0 and less than 1, but is 1"}});
}

TEST_CASE("config errors: a number out of range points at the number in the file") {
    CHECK(
        errors_in(replaced("0.1}", "\n   -1}"))
            .starts_with(
                "config:8:4: error: /optimizer/learning_rate: must be greater than 0, but is -1"));
}

TEST_CASE("config errors: a number too large for any float is no valid JSON") {
    CHECK(errors_in(replaced("0.1}", "1e999}")).find("not valid JSON") != std::string::npos);
}

TEST_CASE("config errors: a missing key, with what it is for") {
    CHECK(errors_in(replaced("\"loss\": \"binary_cross_entropy\",", "")) ==
          "config:1:1: error: the key 'loss' is missing\n  help: loss: what is made small");
    check_start(
        {{"network={}", "/network: the key 'layers' is missing\n  help: layers: "},
         {"data={\"type\": \"csv\", \"target\": \"y\"}", "/data: the key 'path' is missing"}});
}

TEST_CASE("config errors: an object without its type, with the names to choose from") {
    check({{"loss={}",
            "/loss: the key 'type' is missing\n  help: known names: " + join(loss_names().names())},
           {"data={}",
            "/data: the key 'type' is missing\n  help: known names: csv, inline, generator, idx, "
            "npy, libsvm, fann"}});
}

TEST_CASE("config errors: a hidden layer without units, while the last one may leave them out") {
    CHECK(errors_in(replaced("\"units\": 4, ", "")) ==
          "config:4:5: error: /network/layers/0: the key 'units' is missing\n"
          "  help: only the last layer takes its units from the data");
    CHECK_NOTHROW(parse_experiment(replaced("\"units\": 1, ", "")));
}

TEST_CASE("config errors: a network without layers") {
    CHECK(errors_in(R"({"data": {"type": "inline", "inputs": [1], "targets": [1]}, "loss": "mse",
        "network": {"layers": []}})") ==
          "config:2:31: error: /network/layers: there must be at least one layer");
}

TEST_CASE("config errors: a loss that cannot go with the last activation, with the remedy") {
    CHECK(errors_in(replaced("\"sigmoid\"", "\"tanh\"")) ==
          "config:6:11: error: /loss: binary_cross_entropy needs outputs between 0 and 1, but the "
          "last activation is tanh, which does not keep to that\n"
          "  help: use 'sigmoid' as the activation of the last layer");
    check({{"loss=cross_entropy",
            "/loss: cross_entropy goes with 'softmax' or 'log_softmax' outputs only, but the last "
            "activation is sigmoid\n"
            "  help: use 'softmax' or 'log_softmax' as the activation of the last layer"}});
    CHECK(errors_in(replaced(", \"activation\": \"sigmoid\"", ""))
              .find("the last activation is linear, which does not keep to that") !=
          std::string::npos);
}

TEST_CASE("config errors: options that do not go together") {
    CHECK(errors_in(replaced("0.1}", "0.1, \"nesterov\": true}")) ==
          "config:7:16: error: /optimizer: 'nesterov' needs a 'momentum' greater than 0");
    check(
        {{"data.validation={\"fraction\": 0.2, \"path\": \"v.csv\"}",
          "/data/validation: give either 'fraction' or 'path', not both"},
         {"data.test={}", "/data/test: needs 'fraction' or 'path'"},
         {"data.test={\"path\": \"t.csv\", \"stratify\": true}",
          "/data/test: 'stratify' goes with 'fraction', not with 'path'"},
         {"network.layers.0.initializer={\"type\": \"uniform\", \"min\": 2, \"max\": 1}",
          "/network/layers/0/initializer: 'min' must not be greater than 'max'"},
         {"data={\"type\": \"csv\", \"path\": \"a.csv\", \"target\": \"y\", \"delimiter\": \";;\"}",
          "/data: 'delimiter' must be one character, such as \",\" or \";\" or \"\\t\""}});
    CHECK_NOTHROW(parse_experiment(good, {"optimizer.nesterov=true", "optimizer.momentum=0.9"}));
}

TEST_CASE("config errors: all of them are reported at once, in the order of the file") {
    const auto text = errors_in(R"({
 "data": {"type": "inline", "inputs": [[0]], "targets": "no"},
 "network": {"layers": [{"units": 0, "activation": "rellu"}]},
 "loss": "mes",
 "optimizer": {"type": "sgd", "lr": 1}, "trainin": {}
})");
    std::vector<std::string> places;
    for (std::size_t at = text.find("config:"); at != std::string::npos;
         at = text.find("config:", at + 1)) {
        places.push_back(text.substr(at, text.find(" error", at) - at));
    }
    CHECK(places == std::vector<std::string>{"config:2:57:", "config:3:35:", "config:3:52:",
                                             "config:4:10:", "config:5:31:", "config:5:41:"});
}

TEST_CASE("config errors: an override inside a misspelt part is blamed, not the file") {
    check_start({{"trainin.epochs=5", "unknown key 'trainin'\n  help: did you mean 'training'?"}});
}

TEST_CASE("config errors: an error inside an object given by an override is placed there") {
    check_start({{"optimizer={\"type\": \"sgd\", \"learning_rate\": -1}",
                  "/optimizer/learning_rate: must be greater than 0, but is -1"}});
}

TEST_CASE("config errors: an override that is no UTF-8 is refused like any other wrong value") {
    CHECK_THROWS_AS(parse_experiment(good, {"training.epochs=\xFF"}), ConfigError);
    CHECK_THROWS_AS(parse_experiment(good, {"name=\xFF"}), ConfigError);
}
