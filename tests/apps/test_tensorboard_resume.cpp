#include "apps/process.h"
#include "apps/tensorboard_runs.h"

#include <chrono>
#include <thread>

// "logging": {"tensorboard": true}: runs that are broken off and go on.

using namespace mlp;
using namespace mlp::test;

namespace fs = std::filesystem;

TEST_CASE("tensorboard: a resumed run goes on where its checkpoint was, without what came later") {
    const TemporaryDirectory directory;
    const auto run = train(directory, noisy_iris(23));
    // There is more in the file than at the newest checkpoint.
    for (const char* later : {"epoch_000020.safetensors", "epoch_000023.safetensors"}) {
        REQUIRE(fs::remove(run / "checkpoints" / later));
    }
    REQUIRE(mlp_program(directory, "resume run --quiet --set training.epochs=23").exit_code == 0);
    const auto straight = events(train(directory, noisy_iris(23), "straight"));
    auto resumed = events(run);
    check_order(resumed);
    check_scalars(resumed, run);
    check_same_curves(resumed, straight);
    CHECK(resumed.tags.at("config/text_summary").size() == 1);
    CHECK(end_status(resumed) == 1);

    // Nor is anything told twice where there was nothing left to do.
    REQUIRE(mlp_program(directory, "resume run --quiet").exit_code == 0);
    resumed = events(run);
    check_order(resumed);
    check_same_curves(resumed, straight);
}

TEST_CASE("tensorboard: a killed run goes on without zigzag") {
    const TemporaryDirectory directory;
    auto config = noisy_iris(1000000000);
    config.erase("schedule");
    config["logging"]["every_epochs"] = 7;
    config["checkpoint"] = {{"every_epochs", 25}, {"keep_last", 1}};
    const auto path = directory.write("run.json", config.dump());
    const auto run = directory.path() / "run";
    const auto newest = [&] {
        std::string last;
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(run / "checkpoints", error)) {
            if (entry.path().extension() != ".safetensors") continue;
            last = std::max(last, entry.path().stem().string());
        }
        return last;
    };
    {
        Process process({"train", path.string(), "--output", run.string()},
                        directory.path() / "output");
        for (int i = 0; i < 20000 && newest().empty(); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        process.kill();
    }
    REQUIRE(!newest().empty());
    // Whatever else was on the way to disk.
    std::ofstream(run / event_file_name, std::ios::binary | std::ios::app) << "half a record";
    // A checkpoint may have been on the way, too; the last epoch is one with a row.
    const int done = std::stoi(newest().substr(std::string("epoch_").size()));
    const int epochs = (done / 7 + 4) * 7;
    const auto resume = mlp_program(
        directory, "resume run --quiet --set training.epochs=" + std::to_string(epochs));
    REQUIRE_MESSAGE(resume.exit_code == 0, resume.err);
    config["training"]["epochs"] = epochs;
    const auto straight = train(directory, config, "straight");
    const auto file = events(run);
    check_order(file);
    check_scalars(file, run);
    check_same_curves(file, events(straight));
    // The config was another one from then on.
    const auto& texts = file.tags.at("config/text_summary");
    CHECK(steps_of(texts) == std::vector<std::int64_t>{0, done});
    CHECK(texts.back().text == "```json\n" + content(run / "config.json") + "```\n");
}

TEST_CASE("tensorboard: switched on or off, or taken away, between two parts of a run") {
    const TemporaryDirectory directory;
    const auto run = train(directory, noisy_iris(10, false));
    const std::string on = "resume run --quiet --set logging.tensorboard=true";
    REQUIRE(mlp_program(directory, on + " --set training.epochs=15").exit_code == 0);
    auto file = events(run);
    CHECK(steps_of(file.tags.at("train/loss")) == std::vector<std::int64_t>{11, 12, 13, 14, 15});
    CHECK(steps_of(file.tags.at("weights/layers.0.weight")) == std::vector<std::int64_t>{12, 15});
    REQUIRE(mlp_program(directory,
                        "resume run --quiet --set logging.tensorboard=false "
                        "--set training.epochs=20")
                .exit_code == 0);
    CHECK(events(run).tags.at("train/loss").size() == 5);

    fs::remove_all(run / "tensorboard");
    REQUIRE(mlp_program(directory, on + " --set training.epochs=25").exit_code == 0);
    file = events(run);
    check_order(file);
    CHECK(steps_of(file.tags.at("train/loss")) == std::vector<std::int64_t>{21, 22, 23, 24, 25});
    fs::remove_all(run / "tensorboard");
    REQUIRE(mlp_program(directory, on + " --set training.epochs=26").exit_code == 0);
    CHECK(steps_of(events(run).tags.at("train/loss")) == std::vector<std::int64_t>{26});
}
