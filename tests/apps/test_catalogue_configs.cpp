#include "program.h"

using namespace mlp::test;

namespace {

/// The outcome of `mlp check` on a small experiment with some of its keys set.
Outcome checked(const std::vector<std::string>& assignments) {
    const TemporaryDirectory directory;
    directory.write("e.json",
                    R"({"data": {"type": "inline", "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]],
                                 "targets": ["no", "yes", "yes", "no"]},
                        "network": {"layers": [{"units": 4, "activation": "tanh"},
                                               {"activation": "sigmoid"}]},
                        "loss": "binary_cross_entropy"})");
    std::string arguments = "check e.json";
    for (const auto& assignment : assignments) arguments += " --set '" + assignment + "'";
    return mlp_program(directory, arguments);
}

void check_refused(const std::vector<std::string>& assignments, const std::string& pointer,
                   const std::string& text) {
    const auto outcome = checked(assignments);
    CAPTURE(outcome.err);
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.err.find("error: " + pointer) != std::string::npos);
    CHECK(outcome.err.find(text) != std::string::npos);
}

double test_accuracy(const std::string& config, const std::string& more = "") {
    const TemporaryDirectory directory;
    const auto outcome =
        mlp_program(directory, "train '" MLP_SOURCE_DIR "/configs/" + config + "' --json " + more);
    REQUIRE(outcome.exit_code == 0);
    return nlohmann::json::parse(outcome.out)["metrics"]["test"]["accuracy"].get<double>();
}

}  // namespace

TEST_CASE("configs: digits_cnn reaches 97 % on digits that it has not seen") {
    CHECK(test_accuracy("digits_cnn.json") >= 0.97);
}

TEST_CASE("configs: the neuron alone tells spam from ham, and starts within [-1, 1]") {
    CHECK(test_accuracy("neuron.json") >= 0.85);
    const TemporaryDirectory directory;
    const auto outcome = mlp_program(
        directory, "train '" MLP_SOURCE_DIR
                   "/configs/neuron.json' --set optimizer.learning_rate=1e-30 --output run");
    REQUIRE(outcome.exit_code == 0);
    const auto config = json_file(directory.path() / "run/config.json");
    const auto& layer = config["network"]["layers"][0];
    CHECK(layer["initializer"] ==
          nlohmann::json({{"type", "uniform"}, {"min", -1.0}, {"max", 1.0}}));
    CHECK(layer["bias_initializer"] == layer["initializer"]);
}

TEST_CASE("configs: unknown names are answered with the right ones") {
    check_refused({"network.layers.0.activation=swish"}, "/network/layers/0/activation",
                  "did you mean 'silu'");
    check_refused({"network.layers.0.activation=heaviside"}, "/network/layers/0/activation",
                  "did you mean 'step'");
    check_refused({"loss=smooth_l1"}, "/loss", "did you mean 'huber'");
    check_refused({"optimizer=lm"}, "/optimizer", "did you mean 'levenberg_marquardt'");
    check_refused({"schedule=OneCycleLR"}, "/schedule", "did you mean 'one_cycle'");
    check_refused({"network.layers.0={\"type\": \"BatchNorm1d\"}"}, "/network/layers/0/type",
                  "did you mean 'batch_norm'");
    check_refused({"network.layers.0.initializer=xavier"}, "/network/layers/0/initializer",
                  "did you mean 'glorot_uniform'");
    check_refused({"training.clipnorm=1"}, "/training", "did you mean 'gradient_clip_norm'");
}

TEST_CASE("configs: parameters out of range are refused where they stand") {
    const auto activation = [](const std::string& json) {
        return std::vector<std::string>{"network.layers.0.activation=" + json};
    };
    const std::string at = "/network/layers/0/activation";
    check_refused(activation(R"({"type": "leaky_relu", "alpha": "NaN"})"), at + "/alpha",
                  "expected a number");
    check_refused(activation(R"({"type": "sine", "omega": 0})"), at + "/omega",
                  "must be at least 1e-06");
    check_refused(activation(R"({"type": "maxout", "pieces": 1})"), at + "/pieces", "at least 2");
    check_refused({R"(network.layers.0={"type": "dropout", "rate": 1})"}, "/network/layers/0/rate",
                  "less than 1");
    check_refused({"network.layers.0.dropout=1"}, "/network/layers/0/dropout", "less than 1");
    check_refused({R"(network.layers.0={"type": "conv2d", "filters": 2, "kernel": 5})",
                   "network.input_shape=[1, 2]"},
                  "/network/layers/0", "larger than the image");
    check_refused({R"(network.layers.0={"type": "conv2d", "filters": 2})"}, "/network/layers/0",
                  "set network.input_shape");
    check_refused({"network.input_shape=[3, 3]"}, "/network/input_shape",
                  "1x3x3 is 9 numbers, but the data has 2 features");
    check_refused({R"(network.layers.0={"type": "residual", "layers": [{"units": 3}, {"type":
                  "flatten"}, {"type": "max_pool2d"}]})"},
                  "/network/layers/0/layers/2", "needs an image");
}

TEST_CASE("configs: steps need a surrogate gradient") {
    check_refused({"network.layers.0.activation=step"}, "/network/layers/0",
                  "the derivative of step is 0 everywhere");
    CHECK(checked({R"(network.layers.0.activation={"type": "sign", "surrogate":
                  "straight_through"})"})
              .exit_code == 0);
}

TEST_CASE("configs: softmax and its kin in a hidden layer are allowed, with a warning") {
    for (const char* name : {"softmax", "sparsemax", "log_softmax"}) {
        const auto outcome = checked({std::string("network.layers.0.activation=") + name});
        CHECK(outcome.exit_code == 0);
        CHECK(outcome.err.find("warning: /network/layers/0/activation: " + std::string(name)) !=
              std::string::npos);
    }
    const auto nested = checked({R"(network.layers.0={"type": "residual", "layers":
                                 [{"units": 3, "activation": "softmax"}]})"});
    CHECK(nested.exit_code == 0);
    CHECK(nested.err.find("warning: /network/layers/0/layers/0/activation: softmax") !=
          std::string::npos);
    CHECK(checked({"network.layers.0.activation=maxout"}).err.empty());
    CHECK(checked({"network.layers.1.activation=softmax", "loss=cross_entropy"}).err.empty());
}

TEST_CASE("configs: losses that do not fit output or target are refused") {
    check_refused({"loss=cross_entropy"}, "/loss",
                  "cross_entropy goes with 'softmax' or 'log_softmax' outputs only");
    check_refused({"network.layers.1.activation=tanh"}, "/loss", "needs outputs between 0 and 1");
    check_refused({"optimizer=levenberg_marquardt"}, "/optimizer", "goes with the loss mse only");
    check_refused({"schedule=reduce_on_plateau"}, "/schedule/monitor", "validation_loss");
    check_refused({R"(loss={"type": "binary_cross_entropy", "class_weights": {"maybe": 2}})"},
                  "/loss/class_weights", "there is no class 'maybe'");
    check_refused({R"(loss={"type": "binary_cross_entropy", "class_weights": {"yes": -1}})"},
                  "/loss/class_weights/yes", "must be at least 0");
}

TEST_CASE("configs: class weights and sample weights move the balance") {
    const TemporaryDirectory directory;
    // One input that says nothing: the network can only learn how often a class comes.
    std::string rows = "x,weight,y\n";
    for (int i = 0; i < 20; ++i) rows += i < 5 ? "0,3,rare\n" : "0,1,usual\n";
    directory.write("t.csv", rows);
    const auto probability_of_rare = [&](const std::string& loss, const std::string& weight) {
        directory.write("e.json", R"({"data": {"type": "csv", "path": "t.csv", "target": "y",
                                      "features": ["x"])" +
                                      weight + R"(},
            "network": {"layers": [{"activation": "softmax"}]}, "loss": )" +
                                      loss + R"(,
            "optimizer": {"type": "adam", "learning_rate": 0.1},
            "training": {"epochs": 500, "batch_size": 20}})");
        CHECK(mlp_program(directory, "train e.json --output run --force -q").exit_code == 0);
        const auto out = mlp_program(directory, "predict run/model.safetensors t.csv").out;
        return std::stod(table(out)[1][1]);
    };
    const auto about = [](double expected) { return doctest::Approx(expected).epsilon(0.01); };
    CHECK(probability_of_rare(R"("cross_entropy")", "") == about(0.25));
    CHECK(probability_of_rare(R"({"type": "cross_entropy", "class_weights": "balanced"})", "") ==
          about(0.5));
    CHECK(probability_of_rare(R"({"type": "cross_entropy", "class_weights": {"rare": 9}})", "") ==
          about(0.75));
    CHECK(probability_of_rare(R"("cross_entropy")", R"(, "sample_weight": "weight")") ==
          about(0.5));
    CHECK(probability_of_rare(R"({"type": "kl_divergence", "class_weights": "balanced"})", "") ==
          about(0.5));
}

TEST_CASE("configs: hinge losses decide at zero") {
    const TemporaryDirectory directory;
    directory.write("e.json", R"({"data": {"type": "inline", "inputs": [[0], [1], [2], [3]],
                                            "targets": ["low", "low", "high", "high"]},
        "network": {"layers": [{"activation": "linear"}]}, "loss": "squared_hinge",
        "optimizer": {"type": "adam", "learning_rate": 0.1},
        "training": {"epochs": 300, "batch_size": 4}})");
    const auto outcome = mlp_program(directory, "train e.json --output run --json");
    REQUIRE(outcome.exit_code == 0);
    CHECK(nlohmann::json::parse(outcome.out)["metrics"]["train"]["accuracy"] == 1);
    directory.write("t.csv", "x1\n0\n3\n");
    const auto rows = table(mlp_program(directory, "predict run/model.safetensors t.csv").out);
    CHECK(rows[0] == std::vector<std::string>{"predicted_y", "output"});
    CHECK(rows[1][0] == "low");
    CHECK(rows[2][0] == "high");
    CHECK(std::stod(rows[2][1]) < -0.9);  // classes in order: high is -1, low is 1
    const auto judged = mlp_program(directory, "evaluate run/model.safetensors t2.csv --json");
    CHECK(judged.exit_code == 2);  // there is no such file
}

TEST_CASE("configs: a model with every kind of layer comes back from its file as it was") {
    const TemporaryDirectory directory;
    directory.write("e.json", R"({"data": {"type": "csv", "path": ")" +
                                  dataset("digits.csv").string() + R"(", "target": "digit",
                       "preprocessing": "minmax"},
        "network": {"input_shape": [8, 8], "layers": [
          {"type": "conv2d", "filters": 3, "kernel": [3, 2], "padding": 1, "activation": "prelu"},
          {"type": "batch_norm"}, {"type": "max_pool2d"}, {"type": "gaussian_noise"},
          {"type": "residual", "layers": [{"type": "conv2d", "filters": 4, "kernel": 3, "padding": 1}]},
          {"type": "flatten"}, {"units": 12, "activation": "maxout", "dropout": 0.1},
          {"type": "layer_norm"}, {"type": "activation", "activation": {"type": "silu", "beta": 1.5}},
          {"type": "dropout", "rate": 0.1}, {"type": "alpha_dropout", "rate": 0.1},
          {"type": "residual", "layers": [{"units": 7, "activation": "tanh"}]},
          {"activation": "log_softmax"}]},
        "loss": {"type": "cross_entropy", "label_smoothing": 0.05},
        "optimizer": {"type": "nadam", "learning_rate": 0.01},
        "schedule": {"type": "cosine", "warmup": 1},
        "training": {"epochs": 3, "average_weights": 0.9, "gradient_clip_norm": 5}})");
    const auto outcome = mlp_program(directory, "train e.json --output run --json");
    CAPTURE(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    const auto trained = nlohmann::json::parse(outcome.out)["metrics"]["train"];
    CHECK(trained["accuracy"].get<double>() > 0.5);
    const auto judged = mlp_program(directory, "evaluate run/model.safetensors '" +
                                                   dataset("digits.csv").string() + "' --json");
    REQUIRE(judged.exit_code == 0);
    CHECK(nlohmann::json::parse(judged.out)["loss"] == trained["loss"]);
    // And the resolved config repeats the run.
    CHECK(mlp_program(directory, "train run/config.json --output again -q").exit_code == 0);
    CHECK(content(directory.path() / "run/metrics.csv") ==
          content(directory.path() / "again/metrics.csv"));
}
