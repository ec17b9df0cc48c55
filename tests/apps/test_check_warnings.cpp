// `mlp check`: what is allowed, but likely to disappoint.
#include "apps/program.h"

#include <cmath>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

/// 100 rows of two good columns and what else a test wants.
std::string rows(const std::string& header, const auto& cells) {
    std::string csv = "a,b" + header + ",y\n";
    for (int i = 0; i < 100; ++i) {
        csv += std::to_string(std::sin(i)) + "," + std::to_string(std::cos(3 * i)) + cells(i) +
               "," + (i * 7 % 10 < 5 ? "no" : "yes") + "\n";
    }
    return csv;
}

nlohmann::json good() {
    return nlohmann::json::parse(R"({
        "data": {"type": "csv", "path": "t.csv", "target": "y"},
        "network": {"layers": [{"units": 4, "activation": "tanh"}, {"activation": "sigmoid"}]},
        "loss": "binary_cross_entropy",
        "optimizer": {"type": "adam", "learning_rate": 0.01},
        "training": {"epochs": 5, "batch_size": 16}
    })");
}

/// The warnings of `mlp check`.
std::string warnings(const std::string& csv, const nlohmann::json& config) {
    const TemporaryDirectory directory;
    directory.write("t.csv", csv);
    directory.write("c.json", config.dump());
    const auto outcome = mlp_program(directory, "check c.json");
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.err);
    return outcome.err;
}

const auto nothing = [](int) { return std::string(); };
const std::string plain = rows("", nothing);

void check_warns(const std::string& csv, const nlohmann::json& config,
                 const std::vector<std::string>& parts) {
    const std::string text = warnings(csv, config);
    CAPTURE(text);
    CHECK(count(text, ": warning: ") == 1);
    CHECK(count(text, "\n  help: ") == 1);
    for (const auto& part : parts) {
        CAPTURE(part);
        CHECK(count(text, part) == 1);
    }
}

}  // namespace

TEST_CASE("check: nothing is said of what is well") { CHECK(warnings(plain, good()).empty()); }

TEST_CASE("check: inputs that are not scaled") {
    const auto csv = rows(",price", [](int i) { return "," + std::to_string(1000 + i * i); });
    check_warns(csv, good(), {"inputs are not scaled: 'price' lies far"});
    auto scaled = good();
    scaled["data"]["preprocessing"] = "standardize";
    CHECK(warnings(csv, scaled).empty());
}

TEST_CASE("check: a column that never changes") {
    check_warns(rows(",c", [](int) { return ",1"; }), good(),
                {"the column 'c' never changes in the training samples", "\"ignore\""});
    check_warns(rows(",c,d", [](int) { return ",1,red"; }), good(), {"'c', 'd' never change in"});
}

TEST_CASE("check: a column that gives the target away") {
    check_warns(rows(",code", [](int i) { return i * 7 % 10 < 5 ? ",N" : ",Y"; }), good(),
                {"the column 'code' gives the target 'y' away"});
    std::string numbers = "a,f,y\n";
    for (int i = 0; i < 50; ++i) {
        const double y = std::sin(i);
        numbers += std::to_string(std::cos(i)) + "," + std::to_string(32 + 1.8 * y) + "," +
                   std::to_string(y) + "\n";
    }
    auto regression = good();
    regression["loss"] = "mse";
    regression["network"]["layers"][1]["activation"] = "linear";
    regression["data"]["preprocessing"] = "standardize";
    // Six digits are not enough to be the same, but all of them are.
    CHECK(count(warnings(numbers, regression), "gives the target") <= 1);
    std::string exact = "a,f,y\n";
    for (int i = 0; i < 50; ++i) {
        exact += std::to_string(std::cos(i)) + "," + std::to_string(2 * (i * 13 % 50)) + "," +
                 std::to_string(i * 13 % 50) + "\n";
    }
    check_warns(exact, regression, {"the column 'f' gives the target 'y' away"});
}

TEST_CASE("check: classes of very different size, unless they are weighed") {
    std::string csv = "a,y\n";
    for (int i = 0; i < 120; ++i)
        csv += std::to_string(std::sin(i)) + (i % 20 == 0 ? ",rare\n" : ",usual\n");
    check_warns(csv, good(),
                {"114 samples of 'usual', but 6 of 'rare'", "\"class_weights\": \"balanced\""});
    auto weighed = good();
    weighed["loss"] = {{"type", "binary_cross_entropy"}, {"class_weights", "balanced"}};
    CHECK(warnings(csv, weighed).empty());
}

TEST_CASE("check: softmax with a loss that is not made for it") {
    auto config = good();
    config["network"]["layers"][1]["activation"] = "softmax";
    config["loss"] = "mse";
    check_warns(plain, config, {"softmax", "cross_entropy"});
}

TEST_CASE("check: more parameters than samples, unless something holds them back") {
    auto config = good();
    config["network"]["layers"][0]["units"] = 64;
    check_warns(plain, config, {"257 parameters for 100 training samples"});
    config["optimizer"] = {{"type", "adamw"}, {"weight_decay", 0.1}};
    CHECK(warnings(plain, config).empty());
}

TEST_CASE("check: a batch that is larger than the data") {
    auto config = good();
    config["training"]["batch_size"] = 128;
    check_warns(plain, config, {"the batch size 128 is larger than the 100 training samples"});
}

TEST_CASE("check: a learning rate far off") {
    auto config = good();
    config["optimizer"]["learning_rate"] = 5;
    check_warns(plain, config, {"a learning rate of 5 is far off for adam", "0.001"});
    config["optimizer"]["learning_rate"] = 1e-9;
    check_warns(plain, config, {"a learning rate of 1e-09 is far off for adam"});
    config["optimizer"] = {{"type", "sgd"}, {"learning_rate", 2}};
    CHECK(warnings(plain, config).empty());
}

TEST_CASE("check: nothing is said of ready configs for small tables") {
    const TemporaryDirectory directory;
    for (const char* name : {"xor", "and", "gates", "iris", "wine", "breast_cancer",
                             "diabetes_progression", "neuron", "playground_circle"}) {
        CAPTURE(name);
        const auto outcome = mlp_program(
            directory, std::string("check '") + MLP_SOURCE_DIR "/configs/" + name + ".json'");
        CHECK(outcome.exit_code == 0);
        CHECK(outcome.err.empty());
    }
}

}  // namespace mlp::test
