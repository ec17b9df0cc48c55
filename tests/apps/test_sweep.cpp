#include "apps/process.h"
#include "apps/program.h"

#include <chrono>
#include <map>
#include <set>
#include <thread>

// Many runs of one config, through the program.

using namespace mlp;
using namespace mlp::test;

namespace {

namespace fs = std::filesystem;

const fs::path xor_file = source_directory() / "configs/xor.json";

/// A sweep over XOR, in a file of the directory.
nlohmann::json xor_sweep() {
    return {{"base", xor_file.string()},
            {"parameters",
             {{"network.layers.0.units", {{"values", {2, 4, 8}}}},
              {"optimizer.learning_rate", {{"values", {0.1, 0.01}}}}}},
            {"seeds", {1, 2}}};
}

/// sweep.csv as a map from heading to cell, a row a run.
std::vector<std::map<std::string, std::string>> rows_of(const fs::path& csv) {
    const auto all = table(content(csv));
    std::vector<std::map<std::string, std::string>> rows;
    for (std::size_t i = 1; i < all.size(); ++i) {
        rows.emplace_back();
        // The message at the end may hold commas.
        for (std::size_t k = 0; k < std::min(all[0].size(), all[i].size()); ++k) {
            rows.back()[all[0][k]] = all[i][k];
        }
    }
    return rows;
}

/// Results that must not depend on jobs or interruptions.
std::string results(const fs::path& sweep) {
    std::string all;
    for (const char* file : {"sweep.csv", "leaderboard.csv", "best.json"}) {
        all += content(sweep / file);
    }
    return all;
}

}  // namespace

TEST_CASE("sweep: a grid with seeds leaves a row a run, a leaderboard and the best config") {
    const TemporaryDirectory directory;
    directory.write("sweep.json", xor_sweep().dump());
    const auto run = mlp_program(directory, "sweep sweep.json --output s --set training.epochs=60");
    REQUIRE_MESSAGE(run.exit_code == 0, run.err);
    CHECK(run.directory() == "s");
    const auto sweep = directory.path() / "s";
    const auto rows = rows_of(sweep / "sweep.csv");
    REQUIRE(rows.size() == 12);
    // Seeds vary fastest, then the last key.
    CHECK(rows[0].at("run") == "1");
    CHECK(rows[5].at("network.layers.0.units") == "4");
    CHECK(rows[5].at("optimizer.learning_rate") == "0.1");
    CHECK(rows[5].at("seed") == "2");
    CHECK(rows[11].at("optimizer.learning_rate") == "0.01");

    // Every run is what mlp train makes of the same config, to the last bit.
    const auto alone =
        mlp_program(directory, "train '" + xor_file.string() +
                                   "' --quiet --output alone --set training.epochs=60 --set "
                                   "network.layers.0.units=4 --set seed=2");
    REQUIRE(alone.exit_code == 0);
    const auto summary = json_file(directory.path() / "alone/summary.json");
    CHECK(std::stod(rows[5].at("train_loss")) == summary["metrics"]["train"]["loss"]);
    CHECK(std::stod(rows[5].at("train_accuracy")) == summary["metrics"]["train"]["accuracy"]);
    CHECK(content(sweep / "runs/0006/metrics.csv") ==
          content(directory.path() / "alone/metrics.csv"));
    CHECK(content(sweep / "runs/0006/model.safetensors") ==
          content(directory.path() / "alone/model.safetensors"));

    // The leaderboard: the means over the seeds, in order.
    const auto board = rows_of(sweep / "leaderboard.csv");
    REQUIRE(board.size() == 6);
    double last = 0;
    for (const auto& row : board) {
        double sum = 0;
        for (const auto& one : rows) {
            if (one.at("optimizer.learning_rate") == row.at("optimizer.learning_rate") &&
                one.at("network.layers.0.units") == row.at("network.layers.0.units")) {
                sum += std::stod(one.at("train_loss"));
            }
        }
        CHECK(std::stod(row.at("train_loss_mean")) == doctest::Approx(sum / 2).epsilon(1e-12));
        CHECK(std::stod(row.at("train_loss_mean")) >= last);
        last = std::stod(row.at("train_loss_mean"));
        CHECK(row.at("runs") == "2");
        CHECK(row.at("failed") == "0");
    }
    CHECK(count(run.out, "rank  network.layers.0.units  optimizer.learning_rate") == 1);
    CHECK(count(run.out, " ± ") == 6);

    // The best config is ready to run, and gives the best run again.
    CHECK(mlp_program(directory, "train s/best.json --quiet --output again").exit_code == 0);
    double best = 1e9;
    std::string number;
    for (const auto& row : rows) {
        if (row.at("optimizer.learning_rate") != board[0].at("optimizer.learning_rate") ||
            row.at("network.layers.0.units") != board[0].at("network.layers.0.units"))
            continue;
        if (std::stod(row.at("train_loss")) < best) {
            best = std::stod(row.at("train_loss"));
            number = row.at("run");
        }
    }
    CHECK(content(directory.path() / "again/model.safetensors") ==
          content(sweep / "runs" / (std::string(4 - number.size(), '0') + number) /
                  "model.safetensors"));
}

TEST_CASE("sweep: the short form, and the same from what it leaves") {
    const TemporaryDirectory directory;
    const auto run = mlp_program(
        directory, "sweep " + xor_config +
                       " --grid optimizer=adam,sgd --grid network.layers.0.units=2,3 --seeds 3 "
                       "--set training.epochs=20 --output s --json");
    REQUIRE_MESSAGE(run.exit_code == 0, run.err);
    const auto json = nlohmann::json::parse(run.out);
    CHECK(json["metric"] == "train_loss");
    CHECK(json["leaderboard"].size() == 4);
    CHECK(json["leaderboard"][0]["runs"] == 3);
    CHECK(json["leaderboard"][0]["values"].contains("optimizer"));
    CHECK(rows_of(directory.path() / "s/sweep.csv").size() == 12);
    const auto again = mlp_program(directory, "sweep s/sweep.json --output t --quiet --jobs 1");
    CHECK(again.exit_code == 0);
    CHECK(again.out == "t\n");
    CHECK(results(directory.path() / "t") == results(directory.path() / "s"));
}

TEST_CASE("sweep: the number of jobs changes nothing, for any method") {
    for (const char* method : {"grid", "random", "asha"}) {
        CAPTURE(method);
        const TemporaryDirectory directory;
        auto json = xor_sweep();
        json["method"] = method;
        json["parameters"]["optimizer.learning_rate"] = {
            {"min", 0.001}, {"max", 0.3}, {"scale", "log"}, {"count", 4}};
        if (std::string(method) != "grid") json["runs"] = 9;
        if (std::string(method) == "asha") json["halving"] = {{"min_epochs", 5}, {"factor", 2}};
        directory.write("sweep.json", json.dump());
        for (const char* jobs : {"1", "3"}) {
            const auto run = mlp_program(directory, std::string("sweep sweep.json --quiet --set "
                                                                "training.epochs=30 --jobs ") +
                                                        jobs + " --output " + jobs);
            CHECK_MESSAGE(run.exit_code == 0, run.err);
        }
        CHECK(results(directory.path() / "1") == results(directory.path() / "3"));
    }
}

TEST_CASE("sweep: successive halving trains the best to the end and stops the others early") {
    const TemporaryDirectory directory;
    auto json = xor_sweep();
    json["method"] = "asha";
    json["halving"] = {{"min_epochs", 10}, {"factor", 3}};
    directory.write("sweep.json", json.dump());
    const auto run =
        mlp_program(directory, "sweep sweep.json --quiet --output s --set training.epochs=100");
    REQUIRE_MESSAGE(run.exit_code == 0, run.err);
    // 6 combinations: 2 go on after epoch 10, 1 of those after epoch 30 and after epoch 90.
    std::map<std::string, int> epochs;
    for (const auto& row : rows_of(directory.path() / "s/sweep.csv")) {
        ++epochs[row.at("status") + " " + row.at("epochs")];
    }
    CHECK(epochs ==
          std::map<std::string, int>{{"stopped 10", 8}, {"stopped 30", 2}, {"completed 100", 2}});
    // The one that came furthest is first, and is the run that mlp train makes of its config.
    const auto board = rows_of(directory.path() / "s/leaderboard.csv");
    CHECK(board.size() == 6);
    CHECK(mlp_program(directory, "train s/best.json --quiet --output again").exit_code == 0);
    const auto rows = rows_of(directory.path() / "s/sweep.csv");
    const double loss =
        json_file(directory.path() / "again/summary.json")["metrics"]["train"]["loss"];
    CHECK(std::ranges::any_of(rows, [&](const auto& row) {
        return row.at("epochs") == "100" && std::stod(row.at("train_loss")) == loss;
    }));
}

TEST_CASE("sweep: a run that fails or diverges is recorded, and the sweep goes on") {
    const TemporaryDirectory directory;
    auto json = xor_sweep();
    json["parameters"] = {{"optimizer.learning_rate", {{"values", {0.1, -1, 3e38}}}},
                          {"optimizer.type", {{"values", {"sgd"}}}}};
    directory.write("sweep.json", json.dump());
    const auto run = mlp_program(directory, "sweep sweep.json --output s");
    CHECK(run.exit_code == 0);
    const auto rows = rows_of(directory.path() / "s/sweep.csv");
    REQUIRE(rows.size() == 6);
    CHECK(rows[0].at("status") == "completed");
    CHECK(rows[2].at("status") == "failed");
    CHECK(rows[2].at("train_loss").empty());
    CHECK(rows[4].at("status") == "diverged");
    CHECK(count(run.err, "warning: 2 runs failed; run 3: ") == 1);
    CHECK(count(run.err, "sweep.json:1:") == 1);  // the place of the value
    CHECK(count(run.err, "must be greater than 0") == 1);
    CHECK(count(run.err, "warning: 2 runs diverged; run 5: training diverged in epoch ") == 1);
    const auto board = rows_of(directory.path() / "s/leaderboard.csv");
    CHECK(board[0].at("optimizer.learning_rate") == "0.1");
    CHECK(board[1].at("failed") == "2");
    CHECK(board[1].at("train_loss_mean").empty());
}

TEST_CASE("sweep: where no run comes to anything, the exit code says so") {
    const TemporaryDirectory directory;
    auto json = xor_sweep();
    json["parameters"] = nlohmann::json::parse(
        R"({"optimizer": {"values": [{"type": "sgd", "learning_rate": 3e38}]}})");
    directory.write("sweep.json", json.dump());
    const auto run = mlp_program(directory, "sweep sweep.json --output s --quiet");
    CHECK(run.exit_code == 1);
    CHECK(!fs::exists(directory.path() / "s/best.json"));
}

TEST_CASE("sweep: killed and interrupted, it goes on and comes to the same results") {
    for (const char* method : {"grid", "asha"}) {
        CAPTURE(method);
        const TemporaryDirectory directory;
        auto json = xor_sweep();
        json["method"] = method;
        json["seeds"] = {1, 2, 3, 4};
        if (std::string(method) == "asha") json["halving"] = {{"min_epochs", 100}, {"factor", 2}};
        const auto file = directory.write("sweep.json", json.dump()).string();
        REQUIRE(mlp_program(directory, "sweep sweep.json --quiet --output whole").exit_code == 0);

        const auto sweep = directory.path() / "broken";
        const auto out = directory.path() / "output";
        std::vector<std::string> command{"sweep", file, "--jobs", "2", "--output", sweep.string()};
        std::size_t parts = 0;
        for (int signal : {SIGKILL, SIGINT, SIGKILL, SIGTERM, SIGKILL, SIGKILL, SIGINT}) {
            Process process(command, out);
            std::this_thread::sleep_for(std::chrono::milliseconds(15));
            process.send(signal);
            process.wait();
            if (!fs::exists(sweep / "sweep.json")) {
                fs::remove_all(sweep);
                continue;
            }
            ++parts;
            command = {"resume", sweep.string()};
        }
        const auto last = mlp_program(
            directory, parts > 0 ? "resume broken --quiet" : "sweep sweep.json --output broken -q");
        REQUIRE_MESSAGE(last.exit_code == 0, last.err);
        CHECK(results(sweep) == results(directory.path() / "whole"));
        // What is done is not done again.
        const auto before = fs::last_write_time(sweep / "runs/0001/model.safetensors");
        CHECK(mlp_program(directory, "resume broken --quiet").exit_code == 0);
        CHECK(fs::last_write_time(sweep / "runs/0001/model.safetensors") == before);
    }
}

TEST_CASE("sweep: Ctrl-C ends it with 130 and says how to go on") {
    const TemporaryDirectory directory;
    const auto sweep = directory.path() / "s";
    Process process(
        {"sweep", xor_file.string(), "--seeds", "4", "--set", "training.epochs=1000000000", "--set",
         "logging.every_epochs=100000", "--output", sweep.string()},
        directory.path() / "output");
    for (int i = 0; i < 4000 && !fs::exists(sweep / "runs/0001/config.json"); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    process.send(SIGINT);
    CHECK(process.wait() == 130);
    CHECK(count(content(directory.path() / "output.err"),
                "to go on with it: mlp resume " + sweep.string()) == 1);
    CHECK(fs::exists(sweep / "runs/0001/checkpoints"));
}

TEST_CASE("sweep: does not go on with other data") {
    const TemporaryDirectory directory;
    const auto data = directory.write("xor.csv", content(dataset("xor.csv")));
    auto config = xor_problem();
    config["data"]["path"] = data.string();
    directory.write("base.json", config.dump());
    REQUIRE(mlp_program(directory, "sweep base.json --seeds 2 --quiet --output s").exit_code == 0);
    const auto before = results(directory.path() / "s");
    fs::remove_all(directory.path() / "s/runs/0002");
    directory.write("xor.csv", content(data) + "0,0,0\n");
    check_refused(directory, "resume s --quiet",
                  {data.string() + ": its content has changed since the sweep began"});
    directory.write("xor.csv", content(dataset("xor.csv")));
    CHECK(mlp_program(directory, "resume s --quiet").exit_code == 0);
    CHECK(results(directory.path() / "s") == before);
}

TEST_CASE("sweep: the ready sweeps run, and their schema is what mlp schema prints") {
    const TemporaryDirectory directory;
    const auto folder = source_directory() / "configs/sweeps";
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().filename() == "sweep.schema.json") continue;
        CAPTURE(entry.path().string());
        const auto run = mlp_program(directory, "sweep '" + entry.path().string() +
                                                    "' --json --set training.epochs=2 --seeds 1 "
                                                    "--output " +
                                                    entry.path().stem().string());
        REQUIRE_MESSAGE(run.exit_code == 0, run.err);
        const auto json = nlohmann::json::parse(run.out);
        for (const auto& rank : json.at("leaderboard")) CHECK(rank.at("runs") == 1);
    }
    const auto schema = mlp_program(directory, "schema --sweep");
    CHECK_MESSAGE(schema.out == content(folder / "sweep.schema.json"),
                  "run: mlp schema --sweep > configs/sweeps/sweep.schema.json");
}

TEST_CASE("sweep: activations_on_xor ranks every elementwise activation over five seeds") {
    const TemporaryDirectory directory;
    std::set<std::string> elementwise;
    for (const auto& activation :
         nlohmann::json::parse(mlp_program(directory, "activations --json").out)) {
        if (activation.at("elementwise")) elementwise.insert(activation.at("name"));
    }
    REQUIRE(elementwise.size() > 30);
    const auto run = mlp_program(
        directory, "sweep '" +
                       (source_directory() / "configs/sweeps/activations_on_xor.json").string() +
                       "' --json --output s");
    REQUIRE(run.exit_code == 0);
    const auto board = nlohmann::json::parse(run.out).at("leaderboard");
    std::set<std::string> ranked;
    for (const auto& rank : board) {
        const auto& value = rank.at("values").at("network.layers.0.activation");
        ranked.insert(value.is_string() ? value : value.at("type"));
        CHECK(rank.at("runs") == 5);
    }
    CHECK(ranked == elementwise);
    // A linear network cannot learn XOR; tanh and relu can.
    CHECK(board.back().at("values").at("network.layers.0.activation") == "linear");
    CHECK(board.back().at("mean") > 0.69);
    CHECK(board.front().at("mean") < 1e-4);

    const auto compared = mlp_program(directory, "compare s");
    CHECK(compared.exit_code == 0);
    CHECK(count(compared.out, "network.layers.0.activation") == 1);
    CHECK(lines(compared.out).size() > elementwise.size());
}

TEST_CASE("sweep: silly input") {
    const TemporaryDirectory directory;
    const std::string base = xor_file.string();
    const auto refuse = [&](const nlohmann::json& change, const std::vector<std::string>& parts) {
        auto json = xor_sweep();
        json.merge_patch(change);
        directory.write("sweep.json", json.dump());
        check_refused(directory, "sweep sweep.json --output s", parts);
    };
    refuse({{"parameters", {{"optimizer.learning_rat", {{"values", {0.1, 0.2}}}}}}},
           {"sweep.json:1:", "/optimizer: unknown key 'learning_rat'", "did you mean"});
    refuse({{"parameters", {{"network.layers.7.units", {{"values", {1}}}}}}},
           {"sweep.json:1:", "/network/layers is a list of 2 elements; it has no '7'"});
    refuse({{"parameters", {{"optimizer.learning_rate", {{"values", nlohmann::json::array()}}}}}},
           {"sweep.json:1:", "the list is empty"});
    refuse({{"base", "missing.json"}}, {"missing.json: cannot be read"});
    refuse({{"metric", {{"name", "validation_los"}}}},
           {"/metric/name", "'validation_los' is not measured", "train_loss"});
    refuse({{"method", "gird"}}, {"unknown value 'gird'", "did you mean 'grid'"});
    check_refused(directory, "train sweep.json --output s",
                  {"sweep.json:1:1: error: this describes a sweep, not an experiment",
                   "run it by: mlp sweep"});
    directory.write("broken.json", "{\"data\": ");
    refuse({{"base", (directory.path() / "broken.json").string()}},
           {"broken.json:1:", "not valid JSON"});
    directory.write("wrong.json", R"({"data": 3})");
    CHECK(mlp_program(directory, "sweep wrong.json --seeds 2 --output s").exit_code == 2);
    check_refused(directory, "sweep '" + base + "' --output s", {"nothing is varied"});
    check_refused(directory, "sweep '" + base + "' --grid optimizer.learning_rate --output s",
                  {"--grid optimizer.learning_rate", "expected KEY=VALUE"});
    check_refused(directory, "sweep '" + base + "' --grid optimizer.lr=1,2 --output s",
                  {"unknown key 'lr'", "learning_rate"});
    check_refused(directory, "sweep missing.json --output s", {"missing.json: cannot be read"});
    check_refused(directory, "sweep '" + base + "' --grid seed=1,2 --seeds 2 --output s",
                  {"the seed is varied by 'seeds' already"});
    check_refused(directory,
                  "sweep '" + base + "' --grid training.epochs=1,2 --seeds 600000 --output s",
                  {"2 combinations with 600000 seeds are 1200000 runs, of which 1000000"});
    directory.write("taken/file", "");
    fs::create_directory(directory.path() / "taken");
    directory.write("taken/file", "");
    check_refused(directory, "sweep '" + base + "' --seeds 2 --output taken",
                  {"taken: is not empty"});
}
