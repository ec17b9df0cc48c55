// `mlp train`: what it prints, what it obeys, and how it is interrupted.
// What it writes is in test_run_directory.cpp.
#include "apps/program.h"

#include <cmath>
#include <regex>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

bool plain(const std::string& text) { return text.find_first_of("\r\x1b") == std::string::npos; }

/// The rows under a heading that starts with this word, up to a blank line; each as its words.
std::vector<std::vector<std::string>> rows_below(const std::string& text, const std::string& word) {
    std::vector<std::vector<std::string>> rows;
    bool inside = false;
    for (const auto& line : lines(text)) {
        std::istringstream stream(line);
        const std::vector<std::string> words(std::istream_iterator<std::string>(stream), {});
        if (inside && words.empty()) break;
        if (inside) rows.push_back(words);
        if (!words.empty() && words.front() == word) inside = true;
    }
    return rows;
}

TEST_CASE("train solves XOR and shows its truth table") {
    const TemporaryDirectory directory;
    const auto run = mlp_program(directory, "train " + xor_config + " --output run");
    CHECK(run.exit_code == 0);
    CHECK(run.directory() == "run");
    CHECK(run.out.find("4 of 4 right\n") != std::string::npos);

    const auto rows = rows_below(run.out, "x1");
    REQUIRE(rows.size() == 5);  // four samples and the count
    for (std::size_t i = 0; i < 4; ++i) {
        CAPTURE(i);
        REQUIRE(rows[i].size() == 5);  // x1 x2 xor prediction output
        CHECK(rows[i][2] == (rows[i][0] == rows[i][1] ? "0" : "1"));
        CHECK(rows[i][3] == rows[i][2]);
        CHECK((std::stod(rows[i][4]) > 0.5) == (rows[i][3] == "1"));
    }
}

TEST_CASE("train separates the columns of the truth table when there are several outputs") {
    const TemporaryDirectory directory;
    directory.write("three.json", R"({
        "data": {"type": "inline", "inputs": [[0, 0], [0, 1], [1, 1]], "targets": ["a", "b", "c"]},
        "network": {"layers": [{"activation": "softmax"}]}, "loss": "cross_entropy"})");
    const auto run = mlp_program(directory, "train three.json --output run");
    REQUIRE(run.exit_code == 0);
    const auto rows = rows_below(run.out, "x1");
    REQUIRE(rows.size() == 4);
    for (std::size_t i = 0; i < 3; ++i) {
        const bool wrong = rows[i].back() == "wrong";
        CHECK(rows[i].size() == (wrong ? 8 : 7));  // x1 x2 y prediction, three outputs
    }
}

TEST_CASE("train writes neither carriage returns nor escape codes where there is no terminal") {
    const TemporaryDirectory directory;
    const auto run =
        shell(directory, "TERM=xterm " + program + " train " + xor_config + " --output run");
    CHECK(run.exit_code == 0);
    CHECK(plain(run.out));
    CHECK(plain(run.err));
    CHECK(lines(run.err).size() < 50);  // 500 epochs are throttled
}

TEST_CASE("train --quiet prints the run directory and nothing else") {
    const TemporaryDirectory directory;
    const auto run = mlp_program(directory, "train " + xor_config + " --quiet --output run");
    CHECK(run.exit_code == 0);
    CHECK(run.out == "run\n");
    CHECK(run.err.empty());
}

TEST_CASE("train --json prints the summary and the run directory as one JSON object") {
    const TemporaryDirectory directory;
    const auto run = mlp_program(directory, "train " + xor_config + " --json --output run");
    CHECK(run.exit_code == 0);
    auto json = nlohmann::json::parse(run.out);
    CHECK(json["directory"] == "run");
    json.erase("directory");
    CHECK(json == json_file(directory.path() / "run/summary.json"));
}

TEST_CASE("train --set overrides numbers and names and keys inside lists") {
    const TemporaryDirectory directory;
    const auto run =
        mlp_program(directory, "train " + xor_config +
                                   " -q --output run --set training.epochs=7 --set optimizer=sgd"
                                   " --set optimizer.momentum=0.5 --set network.layers.0.units=9");
    REQUIRE_MESSAGE(run.exit_code == 0, run.err);
    const auto config = json_file(directory.path() / "run/config.json");
    CHECK(config["training"]["epochs"] == 7);
    CHECK(config["optimizer"]["type"] == "sgd");
    CHECK(config["optimizer"]["momentum"] == 0.5);
    CHECK(config["network"]["layers"][0]["units"] == 9);
    CHECK(json_file(directory.path() / "run/summary.json")["epochs"] == 7);
}

TEST_CASE("train takes paths relative to the config and not to the current directory") {
    const TemporaryDirectory directory;
    std::filesystem::create_directory(directory.path() / "inside");
    directory.write("inside/data.csv", content(dataset("xor.csv")));
    auto config = xor_problem();
    config["data"]["path"] = "data.csv";
    directory.write("inside/config.json", config.dump());
    const auto run = mlp_program(directory, "train inside/config.json -q --output run");
    CHECK_MESSAGE(run.exit_code == 0, run.err);
}

TEST_CASE("train without --output makes a new directory named after experiment and time") {
    const TemporaryDirectory directory;
    auto config = iris();
    config["name"] = "flowers";
    config["training"]["epochs"] = 1;
    directory.write("config.json", config.dump());
    const auto first = mlp_program(directory, "train config.json --quiet");
    const auto second = mlp_program(directory, "train config.json --quiet");
    const std::regex expected(R"(runs/flowers/\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d(-\d+)?)");
    for (const auto& run : {first, second}) {
        CHECK(run.exit_code == 0);
        CHECK_MESSAGE(std::regex_match(run.directory().string(), expected), run.out);
        CHECK(std::filesystem::exists(directory.path() / run.directory() / "summary.json"));
    }
    CHECK(first.directory() != second.directory());
}

TEST_CASE("train --output takes a directory that is empty or not there yet") {
    const TemporaryDirectory directory;
    std::filesystem::create_directory(directory.path() / "empty");
    for (const std::string output : {"empty", "new/and/deep"}) {
        CAPTURE(output);
        const auto run =
            mlp_program(directory, "train " + xor_config + " --quiet --output " + output);
        CHECK(run.exit_code == 0);
        CHECK(std::filesystem::exists(directory.path() / output / "model.safetensors"));
    }
}

TEST_CASE("train --output refuses a directory that holds anything unless --force is given") {
    const TemporaryDirectory directory;
    std::filesystem::create_directory(directory.path() / "used");
    directory.write("used/notes.txt", "mine");
    const std::string command = "train " + xor_config + " --output used";

    const auto refused = mlp_program(directory, command);
    CHECK(refused.exit_code == 2);
    CHECK(refused.out.empty());
    CHECK(refused.err.find("used: is not empty") != std::string::npos);
    CHECK(refused.err.find("--force") != std::string::npos);
    CHECK(entries(directory.path() / "used") == std::vector<std::string>{"notes.txt"});

    CHECK(mlp_program(directory, command + " --force").exit_code == 0);
    CHECK(std::filesystem::exists(directory.path() / "used/model.safetensors"));
    CHECK(content(directory.path() / "used/notes.txt") == "mine");
}

TEST_CASE("train --output refuses a file and leaves it as it is") {
    const TemporaryDirectory directory;
    directory.write("file", "mine");
    const auto run = mlp_program(directory, "train " + xor_config + " --force --output file");
    CHECK(run.exit_code == 2);
    CHECK(run.err.find("file: is not a directory") != std::string::npos);
    CHECK(content(directory.path() / "file") == "mine");
}

TEST_CASE("train starts from the weights of another run") {
    const TemporaryDirectory directory;
    auto config = xor_problem();
    const auto first = train(directory, config, "first");
    // The loss of the first step is that of the weights it starts from.
    config["network"]["initial_weights"] = "first/model.safetensors";
    config["training"]["epochs"] = 1;
    for (const std::string precision : {"float32", "float64"}) {
        CAPTURE(precision);
        config["precision"] = precision;
        const auto second = train(directory, config, precision);
        const double before = json_file(first / "summary.json")["metrics"]["train"]["loss"];
        const auto rows = table(content(second / "metrics.csv"));
        REQUIRE(rows.size() == 2);
        CHECK(std::stod(rows[1].at(1)) == doctest::Approx(before).epsilon(1e-4));
    }
}

TEST_CASE("train does its work to the end when nobody can see it") {
    for (const char* redirection : {"2>&-", "2>/dev/full", "2>&1 >/dev/null | true"}) {
        CAPTURE(redirection);
        const TemporaryDirectory directory;
        const auto run =
            shell(directory, program + " train " + xor_config + " --output run " + redirection);
        CHECK(run.exit_code == 0);
        CHECK(json_file(directory.path() / "run/summary.json")["status"] == "completed");
    }
}

TEST_CASE("train stops at SIGINT with exit code 130 and keeps a model that works") {
    const TemporaryDirectory directory;
    // Far more epochs than anybody waits for. metrics.csv appears when training starts.
    const auto run = shell(
        directory,
        "{ (until [ -e run/metrics.csv ] || ! kill -0 $$; do sleep 0.01; done; kill -INT $$) & } "
        "&& exec " +
            program + " train " + xor_config +
            " --output run --set training.epochs=1000000000 --set logging.every_epochs=1000");
    CHECK(run.exit_code == 130);
    CHECK(run.directory() == "run");
    const auto summary = json_file(directory.path() / "run/summary.json");
    CHECK(summary["status"] == "interrupted");
    CHECK(summary["epochs"] >= 1);
    CHECK(summary["epochs"] < 1000000000);
    const auto prediction = mlp_program(
        directory, "predict run/model.safetensors '" + dataset("xor.csv").string() + "'");
    CHECK(prediction.exit_code == 0);
    CHECK(lines(prediction.out).size() == 5);
}

/// A regression that blows up at once; in batches of this many samples.
nlohmann::json diverging(int batch_size) {
    auto config = diabetes();
    config["network"]["layers"][0]["activation"] = "relu";
    config["optimizer"] = {{"type", "sgd"}, {"learning_rate", 1e30}};
    config["training"] = {{"epochs", 20}, {"batch_size", batch_size}};
    return config;
}

TEST_CASE("divergence is told with epoch and step and layer and keeps a model that predicts") {
    for (const int batch_size : {32, 442}) {  // within an epoch, and between epochs
        CAPTURE(batch_size);
        const TemporaryDirectory directory;
        directory.write("config.json", diverging(batch_size).dump());
        const auto run = mlp_program(directory, "train config.json --output run");
        CHECK(run.exit_code == 1);
        CHECK(run.directory() == "run");
        const std::string epoch = batch_size == 32 ? "1" : "2";
        CAPTURE(run.err);
        CHECK(std::regex_search(
            run.err, std::regex("error: .*epoch " + epoch + ", step 2: .*layers\\.\\d")));
        CHECK(count(run.err, "error: ") == 1);
        CHECK(json_file(directory.path() / "run/summary.json")["status"] == "diverged");

        const auto data = dataset("diabetes_progression.csv").string();
        const auto prediction =
            mlp_program(directory, "predict run/model.safetensors '" + data + "'");
        CHECK(prediction.exit_code == 0);
        const auto values = lines(prediction.out);
        REQUIRE(values.size() == 443);
        std::size_t finite = 0;
        for (std::size_t i = 1; i < values.size(); ++i) {
            finite += std::isfinite(std::stod(values[i])) ? 1 : 0;
        }
        CHECK(finite == 442);
    }
}

}  // namespace
}  // namespace mlp::test
