#include "apps/process.h"
#include "apps/program.h"

#include <chrono>
#include <thread>

// What happens to a run when it is interrupted, or cannot write.

using namespace mlp;
using namespace mlp::test;

namespace {

namespace fs = std::filesystem;

/// A run that does not end by itself within any test.
nlohmann::json endless() {
    auto json = xor_problem();
    json["name"] = "endless";  // which stands in the model
    json["training"]["epochs"] = 1000000000;
    json["logging"] = {{"every_epochs", 1000}};
    json["checkpoint"] = {{"every_epochs", 5000}};
    return json;
}

/// Waits until something is so.
template <class Condition>
void wait_for(Condition condition) {
    for (int i = 0; i < 20000 && !condition(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    REQUIRE(condition());
}

bool has_checkpoint(const fs::path& run) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(run / "checkpoints", error)) {
        if (entry.path().extension() == ".safetensors") return true;
    }
    return false;
}

/// The endless run, past its first checkpoint.
struct Started {
    TemporaryDirectory directory;
    fs::path config = directory.write("endless.json", endless().dump());
    fs::path run = directory.path() / "run";
    fs::path out = directory.path() / "output";
    Process process{{"train", config.string(), "--output", run.string()}, out};

    Started() {
        wait_for([&] { return has_checkpoint(run); });
    }
    std::string messages() const { return content(out.string() + ".err"); }
};

}  // namespace

TEST_CASE("interrupt: Ctrl-C saves, says how to go on, and ends with 130") {
    Started started;
    started.process.send(SIGINT);
    CHECK(started.process.wait() == 130);
    CHECK(count(started.messages(), "to go on with it: mlp resume " + started.run.string()) == 1);
    const auto summary = json_file(started.run / "summary.json");
    CHECK(summary.at("status") == "interrupted");
    CHECK(fs::exists(started.run / "model.safetensors"));
    // The newest checkpoint is of the very epoch at which it stopped: nothing is lost.
    const auto epoch = summary.at("epochs").get<long>();
    char name[64];
    std::snprintf(name, sizeof name, "epoch_%06ld.safetensors", epoch);
    CHECK(fs::exists(started.run / "checkpoints" / name));

    const auto resumed =
        mlp_program(started.directory,
                    "resume run --quiet --set training.epochs=" + std::to_string(epoch + 2500));
    CHECK(resumed.exit_code == 0);
    auto config = endless();
    config["training"]["epochs"] = epoch + 2500;
    const auto straight = train(started.directory, config, "straight");
    CHECK(content(started.run / "metrics.csv") == content(straight / "metrics.csv"));
    CHECK(content(started.run / "model.safetensors") == content(straight / "model.safetensors"));
}

TEST_CASE("interrupt: being asked to terminate is the same") {
    Started started;
    started.process.send(SIGTERM);
    CHECK(started.process.wait() == 130);
    CHECK(json_file(started.run / "summary.json").at("status") == "interrupted");
}

TEST_CASE("interrupt: a second Ctrl-C ends it at once") {
    const TemporaryDirectory directory;
    // One epoch that does not end: all of its batches are of one sample, and of those there are
    // very many.
    auto config = xor_problem();
    config["data"] = {{"type", "generator"}, {"make", {{"type", "moons"}, {"samples", 1000000}}}};
    config["network"]["layers"][0]["units"] = 500;
    config["training"] = {{"epochs", 2}, {"batch_size", 1}};
    const auto path = directory.write("long.json", config.dump());
    const auto run = directory.path() / "run";
    Process process({"train", path.string(), "--output", run.string()}, directory.path() / "out");
    const auto messages = [&] { return content(directory.path() / "out.err"); };
    wait_for([&] { return fs::exists(run / "config.json"); });
    process.send(SIGINT);
    wait_for([&] { return count(messages(), "stopping after this epoch") == 1; });
    CHECK(process.running());
    process.send(SIGINT);
    CHECK(process.wait() == 128 + SIGINT);
    CHECK(!fs::exists(run / "summary.json"));
}

TEST_CASE("interrupt: a run that is at work cannot be resumed, or written over") {
    Started started;
    const auto refuse = [&](const std::string& arguments) {
        const auto second = mlp_program(started.directory, arguments);
        CHECK(second.exit_code == 2);
        CHECK(second.err == "error: " + started.run.string() +
                                ": another process is at work in this directory\n"
                                "  help: wait until it is done, or end it\n");
        CHECK(fs::exists(started.run / "config.json"));
    };
    refuse("resume " + started.run.string());
    refuse("train endless.json --force --output " + started.run.string());
    CHECK(started.process.running());
    // Killed, it holds nothing any more.
    started.process.kill();
    const auto out = started.directory.path() / "resumed";
    Process resumed({"resume", started.run.string()}, out);
    wait_for([&] { return count(content(out.string() + ".err"), "endless: ") > 0; });
    const auto third = mlp_program(started.directory, "resume " + started.run.string());
    CHECK(third.exit_code == 2);
    resumed.send(SIGINT);
    CHECK(resumed.wait() == 130);
}

TEST_CASE(
    "interrupt: where a checkpoint cannot be written, the run says so and the last one stays") {
    const TemporaryDirectory directory;
    auto config = xor_problem();
    config["name"] = "large";
    config["network"]["layers"][0]["units"] = 400;  // a checkpoint of some 30 kB
    config["training"]["epochs"] = 20;
    config["logging"] = {{"every_epochs", 20}, {"snapshots", false}};
    config["checkpoint"] = {{"every_epochs", 5}, {"keep_last", 10}};
    const auto run = train(directory, config);
    const auto before = entries(run / "checkpoints");
    REQUIRE(before.size() == 4);
    const auto largest = fs::file_size(run / "checkpoints" / before.back());

    // A limit on the size of files stands for a full disk.
    const auto full =
        shell(directory, "sh -c 'trap \"\" XFSZ; ulimit -f " + std::to_string(largest / 512 - 1) +
                             "; exec " + MLP_PROGRAM + " resume run --set training.epochs=40'");
    CHECK(full.exit_code == 1);
    CHECK(count(full.err,
                "error: run/checkpoints/epoch_000025.safetensors: cannot be written: "
                "File too large") == 1);
    CHECK(entries(run / "checkpoints") == before);
    const auto resumed = mlp_program(directory, "resume run --quiet --set training.epochs=40");
    CHECK(resumed.exit_code == 0);
    config["training"]["epochs"] = 40;
    const auto straight = train(directory, config, "straight");
    CHECK(content(run / "metrics.csv") == content(straight / "metrics.csv"));
    CHECK(content(run / "model.safetensors") == content(straight / "model.safetensors"));
}

TEST_CASE("interrupt: a place for checkpoints that cannot be one") {
    const TemporaryDirectory directory;
    auto config = xor_problem();
    config["training"]["epochs"] = 5;
    const auto run = train(directory, config);
    fs::remove_all(run / "checkpoints");
    directory.write("run/checkpoints", "a file");
    const auto resumed = mlp_program(directory, "resume run");
    CHECK(resumed.exit_code == 1);
    CHECK(count(resumed.err, "error: run/checkpoints: ") == 1);
}

TEST_CASE("interrupt: time_limit_seconds ends a training well, with a reason") {
    const TemporaryDirectory directory;
    auto config = endless();
    config["training"]["time_limit_seconds"] = 0.05;
    const auto run = train(directory, config);
    const auto summary = json_file(run / "summary.json");
    CHECK(summary.at("status") == "completed");
    CHECK(summary.at("stop_reason") == "the time limit of 0.05 s was reached");
    const auto epochs = summary.at("epochs").get<long>();
    CHECK(epochs > 0);
    // The time of all parts counts together; with more of it, training goes on.
    CHECK(mlp_program(directory, "resume run").exit_code == 0);
    CHECK(json_file(run / "summary.json").at("stop_reason") == summary.at("stop_reason"));
    CHECK(json_file(run / "summary.json").at("seconds") >= 0.05);
    CHECK(mlp_program(directory, "resume run --set training.time_limit_seconds=0.3").exit_code ==
          0);
    CHECK(json_file(run / "summary.json").at("epochs") > epochs);
}
