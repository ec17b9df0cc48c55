#include "mlp/experiment/experiment.h"
#include "mlp/experiment/finished_run.h"
#include "mlp/experiment/run.h"
#include "mlp/io/model.h"
#include "mlp/report/run_record.h"

#include "support.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

namespace fs = std::filesystem;

/// Trains a config of the project into a directory, and keeps the outputs for its samples.
struct Trained {
    TemporaryDirectory directory;
    fs::path run;

    explicit Trained(const std::string& name, const std::vector<std::string>& overrides = {}) {
        run = directory.path() / "run";
        const auto config = read_experiment(source_directory() / "configs" / name, overrides);
        with_precision(config, [&](auto zero) {
            using T = decltype(zero);
            Experiment<T> experiment(config);
            mlp::run(experiment, RunDirectory::make(run, false), {});
        });
    }
};

}  // namespace

TEST_CASE("finished run: the network of XOR, to be drawn") {
    const Trained trained("xor.json");
    const FinishedRun run(trained.run);
    const NetworkDiagram network = run.network();
    CHECK(network.inputs == std::vector<std::string>{"x1", "x2"});
    REQUIRE(network.outputs.size() == 1);
    REQUIRE(network.layers.size() >= 2);
    const auto& first = network.layers.front();
    CHECK(first.name == "layers.0");
    CHECK(first.type == "dense");
    CHECK(first.weight.rows() == first.units);
    CHECK(first.weight.cols() == 2);
    CHECK(first.bias.size() == first.units);
    CHECK(first.parameters == first.units * 3);
    CHECK_FALSE(first.activation.empty());
    const auto model = load_model(trained.run / "model.safetensors");
    const auto& parameters = std::get<Model<float>>(model).network.parameters();
    CHECK(first.weight == parameters.value(parameters.blocks().front()).cast<double>());
    CHECK(run.saved_epoch() > 0);
}

TEST_CASE("finished run: the boundary has a frame for each snapshot, the last one is the model") {
    const Trained trained("playground_circle.json", {"training.epochs=33"});
    const FinishedRun run(trained.run);
    const DecisionMap map = run.decision_map(20, FinishedRun::Frames::all);
    std::vector<Index> epochs;
    for (const auto& frame : map.frames) epochs.push_back(frame.epoch);
    CHECK(epochs == std::vector<Index>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 33});
    CHECK(map.points.size() == 500);
    CHECK(std::ranges::count_if(map.points, [](const auto& p) { return p.training; }) == 250);
    CHECK(map.classes.size() == 2);
    for (const auto& point : map.points) {
        CHECK(point.x > map.grid.min[0]);
        CHECK(point.x < map.grid.max[0]);
        CHECK(point.y > map.grid.min[1]);
        CHECK(point.y < map.grid.max[1]);
    }
    // Each cell is what the model says of its middle.
    const auto model = load_model(trained.run / "model.safetensors");
    const auto& network = std::get<Model<float>>(model);
    Matrix<double> cell(2, 1);
    for (const auto& [row, column] : {std::pair<Index, Index>{0, 0}, {3, 17}, {19, 4}}) {
        cell << map.grid.x(column), map.grid.y(row);
        CHECK(map.frames.back().outputs.at(0)(row, column) ==
              doctest::Approx(double(network.predict(cell)(0, 0))).epsilon(1e-5));
    }
    // Epoch 0 is the network before training: it knows nothing, and later ones differ.
    CHECK((map.frames[0].outputs[0] - map.frames[16].outputs[0]).cwiseAbs().maxCoeff() > 0.3);
    CHECK(run.decision_map(20, FinishedRun::Frames::last).frames.size() == 1);

    const UnitMaps units = run.unit_maps(10, 100);
    CHECK(units.units.size() == 16);
    CHECK(units.left_out == 0);
    CHECK(units.units.front().layer == "layers.0");
    CHECK(units.units.back().layer == "layers.1");
    CHECK(units.units.back().unit == 7);
    CHECK(units.units.front().values.cwiseAbs().maxCoeff() <= 1);
    const UnitMaps few = run.unit_maps(10, 6);
    CHECK(few.units.size() == 6);
    CHECK(few.left_out == 10);
}

TEST_CASE("finished run: the outcome is that of the summary") {
    const Trained trained("iris.json", {"training.epochs=30"});
    const FinishedRun run(trained.run);
    const Outcome outcome = run.outcome();
    CHECK(outcome.part == "test");
    CHECK(outcome.classes.size() == 3);
    CHECK(outcome.probabilities);
    REQUIRE(outcome.samples() == static_cast<Index>(outcome.labels.size()));
    double right = 0;
    for (std::size_t i = 0; i < outcome.labels.size(); ++i) {
        right += outcome.labels[i] == outcome.predicted[i] ? 1 : 0;
        CHECK(outcome.outputs.col(static_cast<Index>(i)).sum() == doctest::Approx(1).epsilon(1e-5));
    }
    const auto& metrics = run.record().summary.at("metrics").at("test");
    CHECK(right / static_cast<double>(outcome.labels.size()) ==
          doctest::Approx(metrics.at("accuracy").get<double>()).epsilon(1e-12));
    CHECK(
        message_of([&] {
            run.decision_map(10, FinishedRun::Frames::last);
        }).find("it takes a plane of two features that are numbers; this network has 4 features") !=
        std::string::npos);
    CHECK(message_of([&] { run.layer_curves(); }).find("diagnostics") != std::string::npos);

    const auto histograms = run.activations(20);
    REQUIRE(histograms.size() == run.network().layers.size());
    Index training = 0;
    const Index counted =
        std::accumulate(histograms.back().counts.begin(), histograms.back().counts.end(), Index{0});
    with_precision(read_experiment(trained.run / "config.json"), [&](auto zero) {
        training = Experiment<decltype(zero)>(read_experiment(trained.run / "config.json"))
                       .train_samples()
                       .samples();
    });
    CHECK(counted == 3 * training);
    CHECK(histograms.back().min >= 0);
    CHECK(histograms.back().max <= 1);
}

TEST_CASE("finished run: numbers are in their own units") {
    const Trained trained("diabetes_progression.json", {"training.epochs=20"});
    const FinishedRun run(trained.run);
    const Outcome outcome = run.outcome();
    CHECK_FALSE(outcome.classification());
    REQUIRE(outcome.actual.cols() == outcome.samples());
    CHECK(outcome.actual.minCoeff() >= 25 - 1e-3);
    CHECK(outcome.actual.maxCoeff() <= 346 + 1e-3);
    const auto& metrics = run.record().summary.at("metrics").at(outcome.part);
    const double rmse = std::sqrt((outcome.outputs - outcome.actual).array().square().mean());
    CHECK(rmse == doctest::Approx(metrics.at("rmse").get<double>()).epsilon(1e-5));
}

TEST_CASE("finished run: the learning-rate range test rises and finds where the loss falls") {
    const Trained trained("iris.json", {"training.epochs=1", "optimizer=sgd"});
    const RateRange range = FinishedRun(trained.run).rate_range();
    REQUIRE(range.rates.size() > 50);
    CHECK(range.rates.size() == range.losses.size());
    CHECK(range.rates.size() == range.smoothed.size());
    CHECK(range.rates.front() == doctest::Approx(1e-6));
    CHECK(std::ranges::is_sorted(range.rates));
    // The rates that train iris well by sgd; far below, the loss hardly moves.
    CHECK(range.suggested > 1e-3);
    CHECK(range.suggested < 3);
    CHECK(range.smoothed.front() == range.losses.front());
    // The same again: nothing depends on the clock.
    CHECK(FinishedRun(trained.run).rate_range().losses == range.losses);
}

TEST_CASE("finished run: what is missing is told") {
    const TemporaryDirectory directory;
    CHECK(message_of([&] { FinishedRun run(directory.path()); }).find("is not a run directory") !=
          std::string::npos);
    const Trained trained("xor.json", {"training.epochs=5"});
    fs::remove(trained.run / "model.safetensors");
    const FinishedRun run(trained.run);
    CHECK(message_of([&] { run.network(); }).find("has no model yet") != std::string::npos);
}

TEST_CASE("finished run: data that has changed since is not taken for what was trained on") {
    const TemporaryDirectory directory;
    const auto data = directory.write("data.csv", "a,b,c\n0,0,n\n0,1,y\n1,0,y\n1,1,n\n");
    const auto file = directory.write("config.json", R"({
        "data": {"type": "csv", "path": "data.csv", "target": "c"},
        "network": {"layers": [{"units": 2, "activation": "tanh"}, {"activation": "sigmoid"}]},
        "loss": "binary_cross_entropy", "training": {"epochs": 3}})");
    const auto path = directory.path() / "run";
    Experiment<float> experiment(read_experiment(file));
    mlp::run(experiment, RunDirectory::make(path, false), {});
    CHECK(FinishedRun(path).outcome().samples() == 4);
    directory.write("data.csv", "a,b,c\n0,0,n\n0,1,y\n1,0,y\n1,1,y\n");
    CHECK(message_of([&] {
              FinishedRun(path).outcome();
          }).find("data.csv: is not what it was when this run was trained") != std::string::npos);
    CHECK(FinishedRun(path).network().layers.size() == 2);
}
