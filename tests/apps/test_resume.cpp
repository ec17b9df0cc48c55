#include "mlp/core/random.h"

#include "apps/process.h"
#include "apps/program.h"

#include <chrono>
#include <thread>

// A run that was broken off goes on as if nothing had happened.

using namespace mlp;
using namespace mlp::test;

namespace {

namespace fs = std::filesystem;

/// Iris with noise, shuffled batches and moments, so that every part of the state matters. A
/// checkpoint after every third epoch.
nlohmann::json noisy_iris(int epochs) {
    auto json = iris();
    json["name"] = "noisy";  // which stands in the model
    json["network"]["layers"][0]["dropout"] = 0.2;
    json["data"]["validation"] = {{"fraction", 0.2}};
    json["training"] = {{"epochs", epochs}, {"batch_size", 8}};
    json["early_stopping"] = {{"patience", 1000}};
    json["checkpoint"] = {{"every_epochs", 3}, {"keep_last", 2}};
    json["logging"] = {{"diagnostics", true}, {"snapshots", true}};
    return json;
}

/// The parts of a run that may not depend on breaks.
void check_same_run(const fs::path& run, const fs::path& expected) {
    CHECK(content(run / "metrics.csv") == content(expected / "metrics.csv"));
    CHECK(content(run / "model.safetensors") == content(expected / "model.safetensors"));
    CHECK(content(run / "diagnostics.csv") == content(expected / "diagnostics.csv"));
    CHECK(content(run / "snapshots.jsonl") == content(expected / "snapshots.jsonl"));
    const auto summary = json_file(run / "summary.json");
    const auto other = json_file(expected / "summary.json");
    for (const char* key : {"status", "stop_reason", "epochs", "best_epoch", "metrics"}) {
        CAPTURE(key);
        CHECK(summary.at(key) == other.at(key));
    }
}

/// The rows of metrics.jsonl without what the clock says.
std::vector<nlohmann::json> rows_without_times(const fs::path& run) {
    std::vector<nlohmann::json> rows;
    for (const auto& line : lines(content(run / "metrics.jsonl"))) {
        rows.push_back(nlohmann::json::parse(line));
        rows.back().erase("seconds");
    }
    return rows;
}

std::vector<std::string> checkpoints(const fs::path& run) { return entries(run / "checkpoints"); }

/// Breaks a run off after an epoch, as Ctrl-C does.
fs::path interrupted_run(const TemporaryDirectory& directory, const nlohmann::json& config,
                         int epochs) {
    // As if it had been asked for that many at first.
    auto shorter = config;
    shorter["training"]["epochs"] = epochs;
    return train(directory, shorter);
}

}  // namespace

TEST_CASE("resume: killed at a hundred moments, a run comes to the bytes of one without a break") {
    const TemporaryDirectory directory;
    const auto config = directory.write("config.json", noisy_iris(40).dump()).string();
    const auto expected = train(directory, noisy_iris(40), "expected");
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    train(directory, noisy_iris(40), "timed");
    const std::chrono::duration<double> whole = Clock::now() - start;

    const auto out = directory.path() / "killed.txt";
    const auto run = directory.path() / "killed";
    Random random(1, RandomStream::data);
    int kills = 0;
    int runs = 0;
    int resumed = 0;
    while (kills < 100) {
        ++runs;
        fs::remove_all(run);
        const int breaks = 1 + static_cast<int>(random.below(3));
        for (int part = 0;; ++part) {
            // Without a config.json there is no run yet that could go on.
            const bool begun = fs::exists(run / "config.json");
            resumed += begun ? 1 : 0;
            Process process(begun ? std::vector<std::string>{"resume", run.string()}
                                  : std::vector<std::string>{"train", config, "--force", "--output",
                                                             run.string()},
                            out);
            if (part == breaks) {
                REQUIRE_MESSAGE(process.wait() == 0, content(out.string() + ".err"));
                break;
            }
            std::this_thread::sleep_for(whole * random.uniform());
            kills += process.running() ? 1 : 0;
            process.kill();
        }
        check_same_run(run, expected);
        CHECK(rows_without_times(run) == rows_without_times(expected));
        CHECK(checkpoints(run) ==
              std::vector<std::string>{"epoch_000039.safetensors", "epoch_000040.safetensors"});
        // Nothing half-written is left lying about.
        for (const auto& name : entries(run)) CHECK(name.find(".tmp") == std::string::npos);
    }
    CHECK(resumed > runs / 2);
}

TEST_CASE("resume: more epochs than at first give what a longer run gives") {
    const TemporaryDirectory directory;
    const auto run = interrupted_run(directory, noisy_iris(30), 13);
    const auto resume = mlp_program(directory, "resume run --set training.epochs=30 --quiet");
    CHECK(resume.exit_code == 0);
    CHECK(resume.out == "run\n");
    const auto expected = train(directory, noisy_iris(30), "straight");
    check_same_run(run, expected);
    CHECK(json_file(run / "config.json") == json_file(expected / "config.json"));
    // The records say that it was resumed, and how.
    const auto environment = json_file(run / "environment.json");
    CHECK(environment.at("resumed").size() == 1);
    CHECK(environment.at("resumed")[0].at("command") ==
          "mlp resume run --set training.epochs=30 --quiet");
    CHECK(!environment.at("resumed")[0].contains("compiler"));
}

TEST_CASE("resume: of a run that is done writes the same once more") {
    const TemporaryDirectory directory;
    const auto run = train(directory, noisy_iris(10));
    const std::string metrics = content(run / "metrics.csv");
    const std::string model = content(run / "model.safetensors");
    fs::remove(run / "model.safetensors");
    CHECK(mlp_program(directory, "resume run").exit_code == 0);
    CHECK(content(run / "metrics.csv") == metrics);
    CHECK(content(run / "model.safetensors") == model);
}

TEST_CASE("resume: without a checkpoint it trains from the beginning") {
    const TemporaryDirectory directory;
    auto config = noisy_iris(10);
    config["checkpoint"] = {{"keep_last", 0}};
    const auto run = train(directory, config);
    CHECK(!fs::exists(run / "checkpoints"));
    const std::string metrics = content(run / "metrics.csv");
    const auto resume = mlp_program(directory, "resume run");
    CHECK(resume.exit_code == 0);
    CHECK(count(resume.err, "no checkpoint was written yet") == 1);
    CHECK(content(run / "metrics.csv") == metrics);
}

TEST_CASE("resume: how many checkpoints are kept") {
    const TemporaryDirectory directory;
    auto config = noisy_iris(20);
    config["checkpoint"] = {{"every_epochs", 4}, {"keep_last", 3}};
    CHECK(checkpoints(train(directory, config)) ==
          std::vector<std::string>{"epoch_000012.safetensors", "epoch_000016.safetensors",
                                   "epoch_000020.safetensors"});
    // At the end there is one, whatever the clock says.
    config["checkpoint"] = {{"every_seconds", 1e6}};
    CHECK(checkpoints(train(directory, config, "b")) ==
          std::vector<std::string>{"epoch_000020.safetensors"});
    config["checkpoint"] = {{"every_seconds", 0}, {"keep_last", 20}};
    CHECK(checkpoints(train(directory, config, "c")).size() == 20);
    config["checkpoint"] = {{"every_seconds", 1}, {"every_epochs", 1}};
    directory.write("d.json", config.dump());
    check_refused(directory, "train d.json",
                  {"/checkpoint: only one of 'every_epochs' and 'every_seconds'"});
}

TEST_CASE("resume: a damaged checkpoint is passed over for an older one") {
    const TemporaryDirectory directory;
    const auto run = train(directory, noisy_iris(20));
    const std::string metrics = content(run / "metrics.csv");
    const auto newest = run / "checkpoints/epoch_000020.safetensors";
    const std::string bytes = content(newest);
    directory.write("run/checkpoints/epoch_000020.safetensors", bytes.substr(0, 1000));
    const auto resume = mlp_program(directory, "resume run");
    CHECK(resume.exit_code == 0);
    CHECK(count(resume.err,
                "warning: run/checkpoints/epoch_000020.safetensors: is not a "
                "safetensors file, or a damaged one") == 1);
    CHECK(count(resume.err, "going on from run/checkpoints/epoch_000018.safetensors") == 1);
    CHECK(content(run / "metrics.csv") == metrics);
    const auto again = mlp_program(directory, "resume run");
    CHECK(count(again.err, "warning: ") == 0);
    CHECK(count(again.err, "going on from run/checkpoints/epoch_000020.safetensors") == 1);
    CHECK(count(again.err, "all 20 epochs are done; to train on: --set training.epochs=40") == 1);
}

TEST_CASE("resume: a new checkpoint takes the place of a damaged one of a later epoch") {
    const TemporaryDirectory directory;
    auto config = noisy_iris(30);
    config["checkpoint"] = {{"every_epochs", 10}, {"keep_last", 2}};
    const auto run = train(directory, config);
    directory.write("run/checkpoints/epoch_000030.safetensors", "damaged");
    CHECK(mlp_program(directory, "resume run --set training.epochs=25 --set checkpoint.keep_last=1")
              .exit_code == 0);
    CHECK(checkpoints(run) == std::vector<std::string>{"epoch_000025.safetensors"});
}

TEST_CASE("resume: --force takes away what an earlier run left, and nothing else") {
    const TemporaryDirectory directory;
    directory.write("xor.json", xor_problem().dump());
    for (const char* folder : {"d", "d/runs", "d/runs/0001", "d/checkpoints"}) {
        fs::create_directory(directory.path() / folder);
    }
    for (const char* file :
         {"d/runs/0001/mine", "d/notes.tmp", "d/notes.1.tmp", "d/tmp", "d/checkpoints/mine",
          "d/config.json.12.tmp", "d/summary.json", "d/checkpoints/epoch_000001.safetensors"}) {
        directory.write(file, "");
    }
    REQUIRE(mlp_program(directory, "train xor.json --force --output d").exit_code == 0);
    const auto run = directory.path() / "d";
    for (const char* file :
         {"runs/0001/mine", "notes.tmp", "notes.1.tmp", "tmp", "checkpoints/mine"}) {
        CAPTURE(file);
        CHECK(fs::exists(run / file));
    }
    CHECK(!fs::exists(run / "config.json.12.tmp"));
    CHECK(!fs::exists(run / "checkpoints/epoch_000001.safetensors"));
    CHECK(json_file(run / "summary.json").at("status") == "completed");
}

TEST_CASE("resume: where all checkpoints are damaged, nothing is touched") {
    const TemporaryDirectory directory;
    auto config = noisy_iris(10);
    config["checkpoint"] = {{"every_epochs", 100}};
    const auto run = train(directory, config);
    const auto path = run / "checkpoints/epoch_000010.safetensors";
    directory.write("run/checkpoints/epoch_000010.safetensors", content(path).substr(0, 2000));
    const std::string metrics = content(run / "metrics.csv");
    check_refused(directory, "resume run",
                  {"run/checkpoints/epoch_000010.safetensors: is not a safetensors file",
                   "take run/checkpoints away to train from the beginning"});
    CHECK(content(run / "metrics.csv") == metrics);
}

TEST_CASE("resume: another network, other data or other training is refused, with what differs") {
    const TemporaryDirectory directory;
    const auto data = directory.write("iris.csv", content(dataset("iris.csv")));
    auto config = noisy_iris(10);
    config["data"]["path"] = data.string();
    const auto run = train(directory, config);
    const auto refuse = [&](const std::string& arguments, const std::vector<std::string>& parts) {
        const auto before = content(run / "config.json") + content(run / "metrics.csv");
        const auto resume = mlp_program(directory, "resume run " + arguments);
        CAPTURE(resume.err);
        CHECK(resume.exit_code == 2);
        CHECK(resume.out.empty());
        for (const auto& part : parts) CHECK(count(resume.err, part) == 1);
        CHECK(content(run / "config.json") + content(run / "metrics.csv") == before);
    };
    refuse("--set network.layers.0.units=9 --set seed=7 --set training.epochs=20",
           {"run/checkpoints/epoch_000010.safetensors: this is the state of another training",
            "network.layers.0.units: 8 in the checkpoint, 9 now", "seed: 42 in the checkpoint, 7",
            "what may change: training.epochs"});
    refuse("--set precision=float64", {"precision: float32 in the checkpoint, float64 now"});
    refuse("--set optimizer=sgd", {"optimizer: adam in the checkpoint, sgd now"});
    refuse("--set schedule=cosine", {"schedule: - in the checkpoint, cosine now"});
    refuse("--set network.layers.0.unit=9", {"unknown key 'unit'"});
    refuse("--set training.epochs=9",
           {"--set training.epochs=9: error: /training/epochs: 9 are fewer than the 10 that are "
            "done already"});

    std::string changed = content(data);
    changed.replace(changed.find("5.1"), 3, "5.2");
    directory.write("iris.csv", changed);
    refuse("", {data.string() + ": its content has changed since the checkpoint"});
    CHECK(count(mlp_program(directory, "resume run").err, "network") == 0);
}

TEST_CASE("resume: a directory that is none of a run") {
    const TemporaryDirectory directory;
    directory.write("file", "");
    fs::create_directory(directory.path() / "empty");
    check_refused(directory, "resume empty",
                  {"empty: is not a run directory: it has no config.json"});
    check_refused(directory, "resume file", {"file: is not a run directory: it is a file"});
    check_refused(directory, "resume missing",
                  {"missing: is not a run directory: it does not exist"});
    fs::create_directory(directory.path() / "broken");
    directory.write("broken/config.json", "{\"data\": ");
    check_refused(directory, "resume broken", {"broken/config.json:1:", "not valid JSON"});
}
