// `mlp plot`: the pictures of what a network does with data, and those of sweeps.
#include "apps/program.h"
#include "report/gnuplot_is_here.h"

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

constexpr auto short_training = " --set training.epochs=3 -q --output run";

TEST_CASE("plot: a network of two features and classes has a boundary and all that is of classes") {
    if (!gnuplot_is_here()) return;
    const TemporaryDirectory directory;
    REQUIRE(mlp_program(directory, "train " + xor_config + short_training).exit_code == 0);
    const auto run = mlp_program(
        directory, "plot run --only neurons,boundary,precision_recall,roc,confusion,predictions");
    CHECK(run.exit_code == 2);  // no predictions of numbers, which do not keep the others away
    CHECK(run.out ==
          "run/plots/confusion.svg\nrun/plots/roc.svg\nrun/plots/precision_recall.svg\n"
          "run/plots/boundary.svg\nrun/plots/neurons.svg\n");
    CHECK(run.err == "error: predictions: the network predicts classes, not numbers\n");
    const auto boundary = content(directory.path() / "run/plots/boundary.svg");
    CHECK(boundary.find("Decision after epoch 3") != std::string::npos);
    const auto neurons = content(directory.path() / "run/plots/neurons.svg");
    CHECK(neurons.find("layers.0.7") != std::string::npos);
}

TEST_CASE("plot: a network of many features and numbers has predictions and no boundary") {
    if (!gnuplot_is_here()) return;
    const TemporaryDirectory directory;
    const std::string config = "'" MLP_SOURCE_DIR "/configs/diabetes_progression.json'";
    REQUIRE(mlp_program(directory, "train " + config + short_training).exit_code == 0);
    const auto run = mlp_program(directory, "plot run --only predictions,boundary,neurons,roc");
    CHECK(run.exit_code == 2);
    CHECK(run.out == "run/plots/predictions.svg\n");
    CHECK(run.err.find("error: boundary: ") != std::string::npos);
    CHECK(run.err.find("error: neurons: ") != std::string::npos);
    CHECK(run.err.find("error: roc: the network predicts numbers, not classes\n") !=
          std::string::npos);
    CHECK(content(directory.path() / "run/plots/predictions.svg").find("r2 = ") !=
          std::string::npos);
}

TEST_CASE("plot: a sweep has its curves and its metric over each parameter") {
    if (!gnuplot_is_here()) return;
    const TemporaryDirectory directory;
    const auto sweep = mlp_program(directory, "sweep " + xor_config +
                                                  " --grid optimizer.learning_rate=0.001,0.1,1e30"
                                                  " --grid network.layers.0.activation=relu,tanh"
                                                  " --set training.epochs=3 -q --output sweep");
    REQUIRE_MESSAGE(sweep.exit_code < 2, sweep.err);
    const auto run = mlp_program(directory, "plot sweep");
    CHECK_MESSAGE(run.exit_code == 0, run.err);
    CHECK(run.out == "sweep/plots/sweep_curves.svg\nsweep/plots/sweep_metric.svg\n");
    CHECK(run.err.empty());
    const auto metric = content(directory.path() / "sweep/plots/sweep_metric.svg");
    for (const std::string name :
         {"optimizer.learning_rate", "network.layers.0.activation", "relu", "best: run 000"}) {
        CAPTURE(name);
        CHECK(metric.find(name) != std::string::npos);
    }
    // The pictures of runs are not those of sweeps.
    const auto wrong = mlp_program(directory, "plot sweep --only curves");
    CHECK(wrong.exit_code == 2);
    CHECK(wrong.err.find("unknown picture 'curves'") != std::string::npos);
    CHECK(wrong.err.find("sweep_curves") != std::string::npos);
    // A sweep that has not ended.
    std::filesystem::remove(directory.path() / "sweep/sweep.csv");
    const auto unfinished = mlp_program(directory, "plot sweep");
    CHECK(unfinished.exit_code == 2);
    CHECK(unfinished.err.find("the sweep has not ended\n  help: ") != std::string::npos);
}

}  // namespace
}  // namespace mlp::test
