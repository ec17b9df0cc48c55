#include "mlp/nn/layers/dense.h"
#include "mlp/train/evaluate.h"
#include "mlp/train/trainer.h"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

/// y = 2 x₀ − x₁ + 1 for a few points.
Dataset<double> line() {
    Dataset<double> data;
    data.inputs.resize(2, 10);
    data.targets.resize(1, 10);
    for (Index i = 0; i < 10; ++i) {
        const auto t = static_cast<double>(i);
        data.inputs.col(i) << std::sin(t), std::cos(2 * t);
        data.targets(0, i) = 2 * std::sin(t) - std::cos(2 * t) + 1;
    }
    return data;
}

Subset<double> rows(const Dataset<double>& data, Index from, Index to) {
    Subset<double> subset{&data, {}};
    for (Index i = from; i < to; ++i) subset.rows.push_back(i);
    return subset;
}

struct Recorder final : TrainingObserver {
    void on_step(Index, double loss) override { losses.push_back(loss); }
    bool on_epoch(const EpochReport& report) override {
        reports.push_back(report);
        return report.epoch != stop_after;
    }
    void on_end(const EpochReport& last) override { ends.push_back(last.epoch); }
    Index stop_after = 0;
    std::vector<Index> ends;
    std::vector<double> losses;
    std::vector<EpochReport> reports;
};

/// A trainer with all that it needs, for `line()`.
struct Bench {
    explicit Bench(const Choice& optimizer_choice, const TrainingOptions& options,
                   const std::string& hidden = "tanh")
        : network(2, {dense(4, hidden), dense(1, "linear")}),
          objective("mse", network),
          optimizer(optimizers<double>().make(optimizer_choice)),
          trainer(network, objective, *optimizer, options, {"mae"}, 5) {
        Random random(2, RandomStream::weights);
        network.initialize(random);
        trainer.add_observer(recorder);
    }
    Network<double> network;
    Objective<double> objective;
    std::unique_ptr<Optimizer<double>> optimizer;
    Recorder recorder;
    Trainer<double> trainer;
};

TrainingOptions options(Index epochs, Index batch_size, bool shuffle = true) {
    TrainingOptions result;
    result.epochs = epochs;
    result.batch_size = batch_size;
    result.shuffle = shuffle;
    return result;
}

}  // namespace

TEST_CASE("trainer: steps, epochs and both sets of scores are reported") {
    const auto data = line();
    Bench bench("sgd", options(3, 4));
    const auto result = bench.trainer.fit(rows(data, 0, 7), rows(data, 7, 10));
    CHECK(result.reason == StopReason::epochs_done);
    CHECK(result.epochs == 3);
    CHECK(bench.recorder.losses.size() == 6);  // 7 samples in batches of 4 and 3
    REQUIRE(bench.recorder.reports.size() == 3);
    const auto& report = bench.recorder.reports[1];
    CHECK(report.epoch == 2);
    CHECK(report.epochs == 3);
    CHECK(report.steps == 4);
    CHECK(report.learning_rate == 1e-3);
    REQUIRE(report.train.size() == 2);
    CHECK(report.train[0].first == "loss");
    CHECK(report.train[1].first == "mae");
    CHECK(report.validation.size() == 2);
    // The mean over samples, so the smaller last batch counts less.
    const auto& losses = bench.recorder.losses;
    CHECK(report.train[0].second ==
          doctest::Approx((4 * losses[2] + 3 * losses[3]) / 7).epsilon(1e-14));
}

TEST_CASE("trainer: it learns a line to high precision") {
    const auto data = line();
    Bench bench({"adam", {{"learning_rate", 0.01}}}, options(3000, 10), "linear");
    bench.trainer.fit(rows(data, 0, 10), {});
    CHECK(bench.recorder.losses.back() < 1e-12);
}

TEST_CASE("trainer: a batch size above the number of samples takes all of them") {
    const auto data = line();
    Bench bench("sgd", options(2, 1000));
    bench.trainer.fit(rows(data, 0, 10), {});
    CHECK(bench.recorder.losses.size() == 2);
}

TEST_CASE("trainer: without shuffling batches come in the order of the data, with it they do not") {
    const auto data = line();
    const auto first_losses = [&](bool shuffle) {
        Bench bench({"sgd", {{"learning_rate", 1e-12}}}, options(2, 5, shuffle));
        bench.trainer.fit(rows(data, 0, 10), {});
        return bench.recorder.losses;
    };
    const auto ordered = first_losses(false);
    CHECK(ordered[0] == doctest::Approx(ordered[2]).epsilon(1e-9));  // the same batch again
    const auto shuffled = first_losses(true);
    CHECK(shuffled[0] != doctest::Approx(shuffled[2]).epsilon(1e-9));
}

TEST_CASE("trainer: the same seed gives the same bits") {
    const auto data = line();
    const auto train = [&] {
        Bench bench("adam", options(20, 3));
        bench.trainer.fit(rows(data, 0, 10), {});
        return Vector<double>(bench.network.parameters().values());
    };
    CHECK(train() == train());
}

TEST_CASE("trainer: an observer can stop it") {
    const auto data = line();
    Bench bench("sgd", options(100, 5));
    bench.recorder.stop_after = 4;
    const auto result = bench.trainer.fit(rows(data, 0, 10), {});
    CHECK(result.reason == StopReason::stopped_by_observer);
    CHECK(result.epochs == 4);
    CHECK(bench.recorder.ends == std::vector<Index>{4});
}

TEST_CASE("trainer: the best epoch is that of the lowest validation loss") {
    const auto data = line();
    Bench bench({"sgd", {{"learning_rate", 0.05}, {"momentum", 0.9}}}, options(50, 5));
    const auto result = bench.trainer.fit(rows(data, 0, 7), rows(data, 7, 10));
    Index best = 0;
    double lowest = 1e300;
    for (const auto& report : bench.recorder.reports) {
        if (report.validation[0].second < lowest) {
            lowest = report.validation[0].second;
            best = report.epoch;
        }
    }
    CHECK(result.best_epoch == best);
}

TEST_CASE(
    "trainer: divergence is named by epoch, step and layer, and the last good weights are kept") {
    const auto data = line();
    Bench bench({"sgd", {{"learning_rate", 1e3}}}, options(1000, 5), "relu");
    const auto result = bench.trainer.fit(rows(data, 0, 10), {});
    CHECK(result.reason == StopReason::diverged);
    CHECK(result.epochs == static_cast<Index>(bench.recorder.reports.size()));
    CHECK(result.message.find("epoch " + std::to_string(result.epochs + 1)) != std::string::npos);
    CHECK(result.message.find("step ") != std::string::npos);
    CHECK(result.message.find("layers.") != std::string::npos);
    CHECK(bench.network.parameters().values().allFinite());
}

TEST_CASE(
    "trainer: weights that give no finite loss are not kept, though they are finite themselves") {
    // A single update that is far too large leaves finite weights whose outputs overflow.
    const auto data = line();
    Bench bench({"sgd", {{"learning_rate", 1e200}}}, options(1, 10), "relu");
    const Vector<double> first = bench.network.parameters().values();
    const auto result = bench.trainer.fit(rows(data, 0, 10), {});
    CHECK(result.reason == StopReason::diverged);
    CHECK(result.message.find("after epoch 1, step 1") != std::string::npos);
    CHECK(result.message.find("the weights are the initial ones") != std::string::npos);
    CHECK(bench.network.parameters().values() == first);
    CHECK(bench.recorder.ends == std::vector<Index>{1});
}

TEST_CASE("trainer: samples that do not fit the network are refused before anything is read") {
    const auto data = line();
    Bench bench("sgd", options(1, 5));
    const auto error = [&](const Dataset<double>& samples, std::vector<Index> which) {
        CHECK_THROWS_AS(bench.trainer.fit({&samples, which}), InputError);
        try {
            bench.trainer.fit({&samples, std::move(which)});
        } catch (const InputError& e) {
            return std::string(e.what());
        }
        return std::string();
    };
    auto wide = data;
    wide.inputs = Matrix<double>::Zero(3, 10);
    auto short_of_targets = data;
    short_of_targets.targets = Matrix<double>::Zero(1, 9);
    auto labelled = data;
    labelled.labels.assign(10, 2);
    CHECK(error(data, {}) == "samples: there are none");
    CHECK(error(data, {0, 10}) == "samples: there is no sample 10");
    CHECK(error(wide, {0}) == "samples: 3 features where the network has 2 inputs");
    CHECK(error(short_of_targets, {0}) ==
          "samples: there must be one target for each output and sample");
    CHECK(error(labelled, {0}) ==
          "samples: there must be one label for each sample, below the number of outputs");
    CHECK_THROWS_AS(predict(bench.network, wide.inputs), InputError);
    CHECK_THROWS_AS(Bench("sgd", options(1, 0)), InputError);
}

TEST_CASE("trainer: NaN in the first batch leaves the first weights") {
    auto data = line();
    data.targets(0, 0) = std::numeric_limits<double>::quiet_NaN();
    Bench bench("sgd", options(3, 10));
    const Vector<double> first = bench.network.parameters().values();
    const auto result = bench.trainer.fit(rows(data, 0, 10), {});
    CHECK(result.reason == StopReason::diverged);
    CHECK(result.epochs == 0);
    CHECK(result.message.find("epoch 1, step 1: the loss is nan") != std::string::npos);
    CHECK(bench.network.parameters().values() == first);
}

TEST_CASE("evaluate: does not change the network, and batches do not change the scores") {
    const auto data = line();
    Bench bench("sgd", options(1, 5));
    const Vector<double> before = bench.network.parameters().values();
    ScoreBoard<double> board({"mae"}, {});
    auto one_batch = bench.network.make_workspace(10);
    auto batches = bench.network.make_workspace(3);
    const auto all = rows(data, 0, 10);
    const Scores whole = evaluate(bench.network, bench.objective, all, board, one_batch);
    const Scores parts = evaluate(bench.network, bench.objective, all, board, batches);
    REQUIRE(whole.size() == 2);
    CHECK(whole[0].second == doctest::Approx(parts[0].second).epsilon(1e-14));
    CHECK(whole[1].second == doctest::Approx(parts[1].second).epsilon(1e-14));
    CHECK(bench.network.parameters().values() == before);
    const Matrix<double> outputs = predict(bench.network, view(data.inputs));
    CHECK((outputs - data.targets).cwiseAbs().mean() ==
          doctest::Approx(whole[1].second).epsilon(1e-14));
}
