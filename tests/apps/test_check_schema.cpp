// `mlp check`, `mlp schema`, and what the program says about itself.
#include "apps/program.h"

#include <regex>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

bool has(const std::string& text, const std::string& pattern) {
    return std::regex_search(text, std::regex(pattern));
}

TEST_CASE("check shows layers and shapes and parameter counts of a valid config") {
    const TemporaryDirectory directory;
    directory.write("xor.json", xor_problem().dump());
    const auto check = mlp_program(directory, "check xor.json");
    CHECK(check.exit_code == 0);
    CHECK(check.err.empty());
    CHECK(has(check.out, "^xor\\.json: valid\n"));
    CHECK(has(check.out, "layers\\.0 +dense +2 -> 8 +tanh +24\n"));
    CHECK(has(check.out, "layers\\.1 +dense +8 -> 1 +sigmoid +9\n"));
    CHECK(has(check.out, "total +33\n"));
}

TEST_CASE("check finds every config of the project valid") {
    const TemporaryDirectory directory;
    int configs = 0;
    for (const auto& entry : std::filesystem::directory_iterator(source_directory() / "configs")) {
        const auto path = entry.path();
        if (path.extension() != ".json" || path.filename() == "experiment.schema.json") continue;
        CAPTURE(path);
        const auto data = json_file(path)["data"];
        if (data.contains("path") &&
            !std::filesystem::exists(path.parent_path() / data["path"].get<std::string>())) {
            MESSAGE("skipped, because its data is not here: " << path);
            continue;
        }
        const auto check = mlp_program(directory, "check '" + path.string() + "'");
        CHECK_MESSAGE(check.exit_code == 0, check.err);
        ++configs;
    }
    CHECK(configs >= 1);
}

TEST_CASE("check tells of samples and features and classes") {
    const TemporaryDirectory directory;
    auto config = iris();
    config["data"]["validation"] = {{"fraction", 0.2}};
    config["data"]["test"] = {{"fraction", 0.1}};
    directory.write("iris.json", config.dump());
    const auto check = mlp_program(directory, "check iris.json");
    CHECK(check.exit_code == 0);
    CHECK(has(check.out, "105 for training, 30 for validation, 15 for test"));
    CHECK(has(check.out, "sepal_length, sepal_width, petal_length, petal_width"));
    CHECK(has(check.out, "species.*setosa, versicolor, virginica"));
    CHECK(has(check.out, "8 -> 3 +softmax +27\n"));
}

TEST_CASE("check neither trains nor writes") {
    const TemporaryDirectory directory;
    directory.write("iris.json", iris().dump());
    CHECK(mlp_program(directory, "check iris.json").exit_code == 0);
    CHECK(mlp_program(directory, "check iris.json --json").exit_code == 0);
    CHECK(entries(directory.path()) == std::vector<std::string>{"iris.json"});
}

TEST_CASE("check refuses a wrong key given with --set and suggests the right one") {
    const TemporaryDirectory directory;
    const auto check =
        mlp_program(directory, "check " + xor_config + " --set optimizer.learning_rat=1");
    CHECK(check.exit_code == 2);
    CHECK(check.out.empty());
    CHECK(check.err.starts_with(
        "--set optimizer.learning_rat=1: error: /optimizer: unknown key 'learning_rat'\n"
        "  help: did you mean 'learning_rate'?"));
}

TEST_CASE("check --json prints a complete config that is valid and complete itself") {
    const TemporaryDirectory directory;
    const auto first =
        mlp_program(directory, "check " + xor_config + " --json --set training.epochs=3");
    REQUIRE(first.exit_code == 0);
    const auto config = nlohmann::json::parse(first.out);
    CHECK(config["training"]["epochs"] == 3);
    CHECK(config["precision"] == "float32");
    directory.write("complete.json", first.out);
    CHECK(mlp_program(directory, "check complete.json --json").out == first.out);
}

TEST_CASE("a config may hold comments and name its schema") {
    const TemporaryDirectory directory;
    directory.write("config.json", R"({
        "$schema": "experiment.schema.json",  // for editors
        "data": {"type": "inline", "inputs": [[0], [1]], "targets": [0, 1]},
        // One layer is enough.
        "network": {"layers": [{}]}, "loss": "mse"})");
    const auto check = mlp_program(directory, "check config.json");
    CHECK_MESSAGE(check.exit_code == 0, check.err);
}

TEST_CASE("the committed schema is what the program prints") {
    const TemporaryDirectory directory;
    const auto schema = mlp_program(directory, "schema");
    CHECK(schema.exit_code == 0);
    CHECK(schema.err.empty());
    // If not: build/release/bin/mlp schema > configs/experiment.schema.json
    const bool same = schema.out == content(source_directory() / "configs/experiment.schema.json");
    CHECK(same);
}

TEST_CASE("the schema knows every key of a complete config") {
    const TemporaryDirectory directory;
    const auto schema = nlohmann::json::parse(mlp_program(directory, "schema").out);
    CHECK(schema["required"] == nlohmann::json::array({"data", "network", "loss"}));
    CHECK(schema["additionalProperties"] == false);
    CHECK(schema["properties"].contains("$schema"));
    const auto complete =
        nlohmann::json::parse(mlp_program(directory, "check " + xor_config + " --json").out);
    for (const auto& item : complete.items()) {
        const std::string& key = item.key();
        CAPTURE(key);
        REQUIRE(schema["properties"].contains(key));
        CHECK_FALSE(schema["properties"][key]["description"].get<std::string>().empty());
    }
    for (const auto& item : complete["training"].items()) {
        const std::string& key = item.key();
        CAPTURE(key);
        CHECK(schema["properties"]["training"]["properties"].contains(key));
    }
}

TEST_CASE("--help lists the commands and every command explains itself") {
    const TemporaryDirectory directory;
    const auto help = mlp_program(directory, "--help");
    CHECK(help.exit_code == 0);
    CHECK(help.err.empty());
    for (const std::string command : {"train", "evaluate", "predict", "check", "schema"}) {
        CAPTURE(command);
        CHECK(has(help.out, "\n +" + command + " +[A-Z]"));
        const auto own = mlp_program(directory, command + " --help");
        CHECK(own.exit_code == 0);
        CHECK(has(own.out, "Usage: mlp " + command));
    }
}

TEST_CASE("--version prints name and version") {
    const TemporaryDirectory directory;
    const auto version = mlp_program(directory, "--version");
    CHECK(version.exit_code == 0);
    CHECK(has(version.out, "^mlp \\d+\\.\\d+\\.\\d+ .*\n$"));
}

TEST_CASE("without arguments the program explains itself on standard error with exit code 2") {
    const TemporaryDirectory directory;
    const auto run = mlp_program(directory, "");
    CHECK(run.exit_code == 2);
    CHECK(run.out.empty());
    CHECK(has(run.err, "Usage: mlp"));
    CHECK(has(run.err, "mlp train configs/xor.json"));
}

TEST_CASE("an unknown command is named and the right one suggested") {
    const TemporaryDirectory directory;
    const auto run = mlp_program(directory, "trian config.json");
    CHECK(run.exit_code == 2);
    CHECK(run.out.empty());
    CHECK(has(run.err, "^error: .*trian"));
    CHECK(has(run.err, "did you mean 'train'\\?"));
    CHECK_FALSE(has(run.err, "config\\.json"));  // nothing is wrong with that
}

TEST_CASE("wrong options and missing arguments end with exit code 2 and a way to the help") {
    const TemporaryDirectory directory;
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"train", "CONFIG"},
        {"train " + xor_config + " --nope", "--nope"},
        {"check " + xor_config + " --set", "--set"},
        {"predict model.safetensors", "DATA"},
        {"evaluate", "MODEL"},
        {"schema more", "more"}};
    for (const auto& [given, named] : cases) {
        const std::string& arguments = given;  // clang captures no structured binding
        CAPTURE(arguments);
        const auto run = mlp_program(directory, arguments);
        CHECK(run.exit_code == 2);
        CHECK(run.out.empty());
        CHECK(run.err.find(named) != std::string::npos);
        const auto command = arguments.substr(0, arguments.find(' '));
        CHECK(run.err.find("mlp " + command + " --help") != std::string::npos);
    }
    CHECK(entries(directory.path()).empty());
}

TEST_CASE("output that cannot be written ends with exit code 1 and a message") {
    const TemporaryDirectory directory;
    train(directory, xor_problem());
    const std::string on_data = "run/model.safetensors '" + dataset("xor.csv").string() + "'";
    for (const std::string& command :
         {std::string("schema"), "check " + xor_config, "predict " + on_data, "evaluate " + on_data,
          "train " + xor_config + " --quiet --output again"}) {
        CAPTURE(command);
        const auto run = mlp_program(directory, command + " >/dev/full");
        CHECK(run.exit_code == 1);
        CHECK(count(run.err, "error: ") == 1);
    }
}

}  // namespace
}  // namespace mlp::test
