#include "apps/program.h"
#include "io/model_file.h"

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

/// What follows a label at the beginning of a line; empty if there is none.
std::string line_of(const std::string& text, const std::string& label) {
    for (const auto& line : lines(text)) {
        if (line.starts_with(label + " "))
            return line.substr(line.find_first_not_of(' ', label.size()));
    }
    return {};
}

std::filesystem::path trained_iris(const TemporaryDirectory& directory) {
    auto config = iris();
    config["name"] = "flowers";
    config["seed"] = 7;
    config["training"]["epochs"] = 5;
    config["checkpoint"]["every_epochs"] = 2;
    config["data"]["validation"]["fraction"] = 0.2;
    return train(directory, config);
}

TEST_CASE("inspect shows what a model is and how it was trained") {
    const TemporaryDirectory directory;
    const auto run = trained_iris(directory);
    const auto model = mlp_program(directory, "inspect run/model.safetensors");
    CHECK(model.exit_code == 0);
    CHECK(model.err.empty());
    const std::string& text = model.out;
    const auto bytes = std::filesystem::file_size(run / "model.safetensors");
    CHECK(text.starts_with("run/model.safetensors: model of mlp, format version 2, " +
                           std::to_string(bytes) + " bytes\n"));
    CHECK(line_of(text, "self-test") == "passed");
    CHECK(line_of(text, "precision") == "float32");
    CHECK(line_of(text, "loss") == "cross_entropy");
    CHECK(line_of(text, "inputs") == "4: sepal_length, sepal_width, petal_length, petal_width");
    CHECK(line_of(text, "target") == "species: 3 classes: setosa, versicolor, virginica");
    CHECK(line_of(text, "experiment").starts_with("flowers (seed 7, mlp "));
    CHECK(line_of(text, "training") == "completed: all 5 epochs done");
    CHECK(line_of(text, "epochs").starts_with("5, best: "));
    CHECK(line_of(text, "layers.0").starts_with("dense           4 -> 8"));
    CHECK(line_of(text, "total") == "67");
    CHECK(line_of(text, "sepal_width").starts_with("(x - 3."));
    const auto summary = json_file(run / "summary.json");
    const auto accuracy = split(line_of(text, "accuracy"), ' ');
    REQUIRE(accuracy.size() > 1);
    CHECK(std::stod(accuracy.front()) ==
          doctest::Approx(summary["metrics"]["train"]["accuracy"].get<double>()).epsilon(1e-4));
    CHECK(text.find("layers.0.weight") == std::string::npos);
    for (const auto& line : lines(text)) CHECK(line.size() <= 80);
    CHECK(mlp_program(directory, "inspect - <run/model.safetensors").out.find("self-test") !=
          std::string::npos);
    // The run itself stands for its model.
    const auto whole = mlp_program(directory, "inspect run");
    CHECK(whole.out == text);
}

TEST_CASE("inspect --tensors lists the tensors, of checkpoints as well") {
    const TemporaryDirectory directory;
    trained_iris(directory);
    const auto model = mlp_program(directory, "inspect run --tensors");
    CHECK(model.exit_code == 0);
    CHECK(line_of(model.out, "layers.0.weight").starts_with("F32    [8, 4] "));
    const auto checkpoint =
        mlp_program(directory, "inspect run/checkpoints/epoch_000005.safetensors --tensors");
    CHECK(checkpoint.exit_code == 0);
    CHECK(checkpoint.out.find(": checkpoint of mlp, format version 2, ") != std::string::npos);
    CHECK(line_of(checkpoint.out, "state") == "after epoch 5");
    CHECK(line_of(checkpoint.out, "training.steps").starts_with("I64 "));
}

TEST_CASE("inspect --json says the same for programs") {
    const TemporaryDirectory directory;
    const auto run = trained_iris(directory);
    const auto outcome = mlp_program(directory, "inspect run --json --tensors");
    CHECK(outcome.exit_code == 0);
    const auto json = nlohmann::json::parse(outcome.out);
    CHECK(json["format"] == "mlp model");
    CHECK(json["format_version"] == "2");
    CHECK(json["bytes"] == std::filesystem::file_size(run / "model.safetensors"));
    CHECK(json["parameters"] == 67);
    CHECK(json["self_test"] == "passed");
    CHECK(json["network"][1]["layer"]["activation"]["type"] == "softmax");
    CHECK(json["network"][1]["input_shape"] == nlohmann::json::parse("[8]"));
    CHECK(json["targets"]["classes"].size() == 3);
    CHECK(json["preprocessing"]["columns"].size() == 4);
    CHECK(json["tensors"].size() == 4);
    CHECK(json["tensors"][0]["name"] == "layers.0.bias");
    CHECK(json["tensors"][0]["not_finite"] == 0);
    // The training as summary.json has it, but for the time that it took.
    auto summary = json_file(run / "summary.json");
    CHECK(json["training"]["metrics"] == summary["metrics"]);
    CHECK(json["training"]["stop_reason"] == summary["stop_reason"]);
    CHECK(json["training"]["best_epoch"] == summary["best_epoch"]);
    CHECK_FALSE(json["training"].contains("seconds"));
    const auto without = mlp_program(directory, "inspect run --json");
    CHECK_FALSE(nlohmann::json::parse(without.out).contains("tensors"));
}

TEST_CASE("inspect shows how the targets of a regression were learnt") {
    const TemporaryDirectory directory;
    auto config = diabetes();
    config["training"]["epochs"] = 1;
    config["data"]["target_scaling"] = "standardize";
    train(directory, config);
    const auto outcome = mlp_program(directory, "inspect run");
    CHECK(line_of(outcome.out, "targets") == "progression");
    CHECK(line_of(outcome.out, "progression").starts_with("(x - 152.1"));
}

TEST_CASE("inspect lists the tensors of any safetensors file, and says that it is no model") {
    const TemporaryDirectory directory;
    const auto file = source_directory() / "tests/reference/pytorch_bf16.safetensors";
    const auto outcome = mlp_program(directory, "inspect '" + file.string() + "'");
    CHECK(outcome.exit_code == 0);
    CHECK(lines(outcome.out).front() ==
          file.string() + ": safetensors file, but no model of mlp, 402 bytes");
    CHECK(line_of(outcome.out, "metadata") == "format");
    CHECK(line_of(outcome.out, "0.weight").starts_with("BF16   [6, 4]  -0."));
    const auto json =
        nlohmann::json::parse(mlp_program(directory, "inspect --json '" + file.string() + "'").out);
    CHECK(json["metadata"]["format"] == "pt");
    CHECK(json["tensors"].size() == 4);
    CHECK_FALSE(json.contains("format"));
}

TEST_CASE("inspect refuses what it cannot understand") {
    const TemporaryDirectory directory;
    trained_iris(directory);
    directory.write("noise", "something else");
    check_refused(directory, "inspect noise",
                  {"error: noise: is not a safetensors file, or a damaged one"});
    check_refused(directory, "inspect none", {"error: none: ", "No such file"});
    TensorFile model(directory.path() / "run/model.safetensors");
    model.metadata["format_version"] = "3";
    directory.write("newer", model.bytes());
    check_refused(directory, "inspect newer", {"error: newer: has model format version 3"});
}

TEST_CASE("inspect lets no name steer the terminal") {
    const TemporaryDirectory directory;
    trained_iris(directory);
    TensorFile model(directory.path() / "run/model.safetensors");
    model.edit("targets", [](auto& json) { json["classes"][0] = "\x1b[2Jred"; });
    model.edit("training", [](auto& json) { json["name"] = "\x1b[2Jred"; });
    directory.write("odd", model.bytes());
    const auto outcome = mlp_program(directory, "inspect odd");
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out.find('\x1b') == std::string::npos);
    CHECK(outcome.out.find("?[2Jred") != std::string::npos);
}

}  // namespace
}  // namespace mlp::test
