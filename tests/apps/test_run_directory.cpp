// The files that `mlp train` leaves in its run directory.
#include "apps/program.h"

#include <set>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

/// Iris with everything that is random: a split, and batches in random order.
nlohmann::json split_iris() {
    auto config = iris();
    config["data"]["validation"] = {{"fraction", 0.2}, {"stratify", true}};
    config["data"]["test"] = {{"fraction", 0.2}};
    config["training"] = {{"epochs", 5}, {"batch_size", 16}, {"shuffle", true}};
    return config;
}

/// The rows of metrics.jsonl that have this key.
std::vector<nlohmann::json> json_rows(const std::filesystem::path& run, const std::string& key) {
    std::vector<nlohmann::json> rows;
    for (const auto& line : lines(content(run / "metrics.jsonl"))) {
        auto row = nlohmann::json::parse(line);
        if (row.contains(key)) rows.push_back(std::move(row));
    }
    return rows;
}

TEST_CASE("a run directory holds every promised file and no temporary one") {
    const TemporaryDirectory directory;
    const auto run = train(directory, xor_problem());
    const auto names = entries(run);
    const std::set<std::string> found(names.begin(), names.end());
    for (const std::string name : {"config.json", "metrics.csv", "metrics.jsonl", "summary.json",
                                   "environment.json", "model.safetensors", "run.log"}) {
        CAPTURE(name);
        CHECK(found.contains(name));
        CHECK(std::filesystem::file_size(run / name) > 0);
    }
    for (const auto& name : names) CHECK(name.find(".tmp") == std::string::npos);
}

TEST_CASE("summary.json says how XOR ended") {
    const TemporaryDirectory directory;
    const auto summary = json_file(train(directory, xor_problem()) / "summary.json");
    CHECK(summary["status"] == "completed");
    CHECK(summary["stop_reason"] == "all 500 epochs done");
    CHECK(summary["epochs"] == 500);
    CHECK(summary["best_epoch"] >= 1);
    CHECK(summary["best_epoch"] <= 500);
    CHECK(summary["seconds"] > 0);
    CHECK(summary["metrics"].size() == 1);
    CHECK(summary["metrics"]["train"]["accuracy"] == 1);
    CHECK(summary["metrics"]["train"]["loss"] < 0.1);
}

TEST_CASE("summary.json has metrics of training and validation and test samples") {
    const TemporaryDirectory directory;
    const auto run = train(directory, split_iris());
    const auto metrics = json_file(run / "summary.json")["metrics"];
    for (const std::string part : {"train", "validation", "test"}) {
        CAPTURE(part);
        CHECK(metrics[part]["loss"] > 0);
        CHECK(metrics[part]["accuracy"] >= 0);
        CHECK(metrics[part]["accuracy"] <= 1);
    }
    // The weights are those after the last epoch, and so is that epoch's validation.
    const auto epochs = json_rows(run, "epoch");
    REQUIRE_FALSE(epochs.empty());
    const auto last = epochs.back()["validation"];
    CHECK(metrics["validation"]["accuracy"] == last["accuracy"]);
    CHECK(metrics["validation"]["loss"].get<double>() ==
          doctest::Approx(last["loss"].get<double>()).epsilon(1e-5));
}

TEST_CASE("environment.json tells with what and on what a run was made") {
    const TemporaryDirectory directory;
    const auto data = directory.write("or.csv", "a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n");
    auto config = xor_problem();
    config["data"] = {{"type", "csv"}, {"path", "or.csv"}, {"target", "y"}};
    config["seed"] = 7;
    const auto environment = json_file(train(directory, config) / "environment.json");
    CHECK(environment["command"] == "mlp train run.json --quiet --output run");
    for (const std::string key : {"version", "git_commit", "compiler", "flags", "cpu", "system"}) {
        CAPTURE(key);
        CHECK_FALSE(environment[key].get<std::string>().empty());
    }
    const auto version = mlp_program(directory, "--version").out;
    CHECK(version.starts_with("mlp " + environment["version"].get<std::string>() + " "));
    CHECK(environment["threads"] >= 1);
    CHECK(environment["seed"] == 7);
    CHECK(environment["precision"] == "float32");
    REQUIRE(environment["data"].size() == 1);
    CHECK(std::filesystem::equivalent(environment["data"][0]["path"].get<std::string>(), data));
    // As sha256sum has it.
    CHECK(environment["data"][0]["sha256"] ==
          "eff617375545ed2bc92fa7701872a19a1f94d8c0939e0157eb2853c5ecab4103");
}

TEST_CASE("metrics.csv has a header and one row an epoch") {
    const TemporaryDirectory directory;
    const auto rows = table(content(train(directory, xor_problem()) / "metrics.csv"));
    REQUIRE(rows.size() == 501);
    const std::vector<std::string> header = {"epoch", "train_loss", "train_accuracy",
                                             "learning_rate"};
    CHECK(rows[0] == header);
    for (std::size_t epoch = 1; epoch < rows.size(); ++epoch) {
        REQUIRE(rows[epoch].size() == header.size());
        CHECK(rows[epoch][0] == std::to_string(epoch));
        CHECK(std::stod(rows[epoch][3]) == 0.1);
    }
    CHECK(std::stod(rows.back()[1]) < std::stod(rows[1][1]));
}

TEST_CASE("metrics.csv and metrics.jsonl tell the same of training and validation") {
    const TemporaryDirectory directory;
    const auto run = train(directory, split_iris());
    const auto csv = table(content(run / "metrics.csv"));
    const auto rows = json_rows(run, "epoch");
    REQUIRE(rows.size() == 5);
    REQUIRE(csv.size() == 6);
    CHECK(csv[0] == std::vector<std::string>{"epoch", "train_loss", "train_accuracy",
                                             "validation_loss", "validation_accuracy",
                                             "learning_rate"});
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& row = rows[i];
        const auto& cells = csv[i + 1];
        CHECK(row["epoch"] == i + 1);
        CHECK(row["steps"] == 6 * (i + 1));  // 90 samples in batches of 16
        CHECK(row["train"]["loss"] == std::stod(cells[1]));
        CHECK(row["train"]["accuracy"] == std::stod(cells[2]));
        CHECK(row["validation"]["loss"] == std::stod(cells[3]));
        CHECK(row["validation"]["accuracy"] == std::stod(cells[4]));
        CHECK(row["learning_rate"] == std::stod(cells[5]));
        CHECK(row["seconds"] > 0);
    }
}

TEST_CASE("logging.every_epochs thins metrics.csv out and keeps the last epoch") {
    const TemporaryDirectory directory;
    auto config = xor_problem();
    config["logging"]["every_epochs"] = 200;
    std::vector<std::string> epochs;
    for (const auto& row : table(content(train(directory, config) / "metrics.csv"))) {
        epochs.push_back(row[0]);
    }
    CHECK(epochs == std::vector<std::string>{"epoch", "200", "400", "500"});
}

TEST_CASE("logging.every_steps adds the loss of each batch to metrics.jsonl") {
    const TemporaryDirectory directory;
    auto config = xor_problem();
    config["training"] = {{"epochs", 3}, {"batch_size", 2}};
    CHECK(json_rows(train(directory, config, "none"), "step").empty());

    config["logging"]["every_steps"] = 1;
    const auto run = train(directory, config, "all");
    const auto steps = json_rows(run, "step");
    const auto epochs = json_rows(run, "epoch");
    REQUIRE(steps.size() == 6);
    REQUIRE(epochs.size() == 3);
    for (std::size_t i = 0; i < steps.size(); ++i) CHECK(steps[i]["step"] == i + 1);
    for (std::size_t i = 0; i < epochs.size(); ++i) {
        // Two batches of the same size make an epoch.
        const double mean =
            (steps[2 * i]["loss"].get<double>() + steps[2 * i + 1]["loss"].get<double>()) / 2;
        CHECK(epochs[i]["train"]["loss"].get<double>() == doctest::Approx(mean));
    }

    config["logging"]["every_steps"] = 4;
    const auto fourth = json_rows(train(directory, config, "fourth"), "step");
    REQUIRE(fourth.size() == 1);
    CHECK(fourth[0] == steps[3]);
}

TEST_CASE("run.log has the command and how the run ended") {
    const TemporaryDirectory directory;
    const auto log = content(train(directory, xor_problem()) / "run.log");
    CHECK(log.find("mlp train run.json --quiet --output run\n") != std::string::npos);
    CHECK(log.find("all 500 epochs done\n") != std::string::npos);
}

TEST_CASE("the config.json of a run trained again gives identical metrics") {
    for (const auto& base : {xor_problem(), split_iris()}) {
        for (const std::string precision : {"float32", "float64"}) {
            CAPTURE(base.dump());
            CAPTURE(precision);
            const TemporaryDirectory directory;
            auto config = base;
            config["precision"] = precision;
            const auto first = train(directory, config, "first");
            const auto again =
                mlp_program(directory, "train first/config.json --quiet --output again");
            REQUIRE_MESSAGE(again.exit_code == 0, again.err);
            for (const std::string name : {"config.json", "metrics.csv", "model.safetensors"}) {
                CAPTURE(name);
                CHECK(content(directory.path() / "again" / name) == content(first / name));
            }
        }
    }
}

TEST_CASE("another seed or precision gives other metrics") {
    const TemporaryDirectory directory;
    auto config = split_iris();
    const auto metrics = content(train(directory, config, "first") / "metrics.csv");
    config["seed"] = 43;
    CHECK(content(train(directory, config, "seed") / "metrics.csv") != metrics);
    config["seed"] = 42;
    config["precision"] = "float64";
    CHECK(content(train(directory, config, "precision") / "metrics.csv") != metrics);
}

TEST_CASE("config.json of a run writes every default out") {
    const TemporaryDirectory directory;
    const auto config = json_file(train(directory, iris()) / "config.json");
    CHECK(config["name"] == "run");
    CHECK(config["seed"] == 42);
    CHECK(config["precision"] == "float32");
    CHECK(config["data"]["header"] == true);
    CHECK(config["network"]["layers"][0]["initializer"] == "glorot_uniform");
    CHECK(config["network"]["layers"][1]["units"] == 3);  // from the data
    CHECK(config["optimizer"]["beta2"] == 0.999);
    CHECK(config["training"]["shuffle"] == true);
    CHECK(config["metrics"] == nlohmann::json::array({"accuracy"}));
    CHECK(config["logging"]["every_epochs"] == 1);
}

}  // namespace
}  // namespace mlp::test
