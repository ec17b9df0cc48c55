#include "apps/program.h"

// What looks wrong in a training is told in plain words.

using namespace mlp;
using namespace mlp::test;

namespace {

std::string lesson(const std::string& name) {
    return "'" + (source_directory() / "configs/lessons" / (name + ".json")).string() + "'";
}

}  // namespace

TEST_CASE("diagnostics: a lesson tells what to look at, what looks wrong, and shows the layers") {
    const TemporaryDirectory directory;
    const auto train = mlp_program(directory, "train " + lesson("dying_relu") + " --output run");
    CHECK(train.exit_code == 0);
    CHECK(count(train.err, "Look at: the column 'dead'") == 1);
    CHECK(count(train.err, "units die: ") == 1);
    CHECK(count(train.err, "  help: try a lower optimizer.learning_rate, leaky_relu") == 1);
    CHECK(count(train.out, "the layers in epoch 60\nlayer ") == 1);
    CHECK(count(train.out, "\nlayers.2 ") == 1);
    CHECK(count(content(directory.path() / "run/run.log"), "units die: ") == 1);
    // Three layers in the epochs 1 to 10, 20, ..., 60, and the heading.
    CHECK(lines(content(directory.path() / "run/diagnostics.csv")).size() == 1 + 3 * 15);

    const auto quiet =
        mlp_program(directory, "train " + lesson("dying_relu") + " --output quiet --quiet");
    CHECK(quiet.out == "quiet\n");
    CHECK(quiet.err.empty());
    CHECK(content(directory.path() / "quiet/diagnostics.csv") ==
          content(directory.path() / "run/diagnostics.csv"));
}

TEST_CASE("diagnostics: what is learnt is the same without them") {
    const TemporaryDirectory directory;
    const std::string command = "train " + lesson("deep_relu") + " --quiet";
    CHECK(mlp_program(directory, command + " --output with").exit_code == 0);
    CHECK(mlp_program(directory, command + " --output without --set logging.diagnostics=false")
              .exit_code == 0);
    for (const char* file : {"metrics.csv", "model.safetensors"}) {
        CAPTURE(file);
        CHECK(content(directory.path() / "with" / file) ==
              content(directory.path() / "without" / file));
    }
    CHECK(std::filesystem::exists(directory.path() / "with/diagnostics.csv"));
    CHECK_FALSE(std::filesystem::exists(directory.path() / "without/diagnostics.csv"));
}

TEST_CASE("diagnostics: they may be asked for when a run is resumed, and left out again") {
    const TemporaryDirectory directory;
    const std::string run = (directory.path() / "run").string();
    const auto rows = [&] { return lines(content(run + "/diagnostics.csv")); };
    CHECK(mlp_program(directory,
                      "train " + xor_config + " --quiet --output run " + "--set training.epochs=3")
              .exit_code == 0);
    CHECK(mlp_program(directory,
                      "resume run --quiet --set training.epochs=5 "
                      "--set logging.diagnostics=true")
              .exit_code == 0);
    REQUIRE(rows().size() == 5);
    CHECK(rows()[0].starts_with("epoch,layer,pre_activation_mean"));
    CHECK(rows()[1].starts_with("4,layers.0,"));
    CHECK(rows()[4].starts_with("5,layers.1,"));
    CHECK(mlp_program(directory,
                      "resume run --quiet --set training.epochs=6 "
                      "--set logging.diagnostics=false")
              .exit_code == 0);
    CHECK(rows().size() == 5);
    CHECK(mlp_program(directory,
                      "resume run --quiet --set training.epochs=7 "
                      "--set logging.diagnostics=true")
              .exit_code == 0);
    REQUIRE(rows().size() == 3);
    CHECK(rows()[1].starts_with("7,layers.0,"));
}
