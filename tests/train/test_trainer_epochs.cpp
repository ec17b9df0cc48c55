#include "mlp/nn/layers/dense.h"
#include "mlp/train/trainer.h"

#include "support.h"

#include <doctest/doctest.h>

// The training loop, epoch by epoch.

using namespace mlp;

namespace {

/// y = 2x, which one weight can learn.
struct Line {
    Dataset<double> data;
    Network<double> network{1, {dense(1, "linear")}};
    Objective<double> objective{"mse", network};
    std::unique_ptr<Optimizer<double>> optimizer =
        optimizers<double>().make({"sgd", {{"learning_rate", 0.05}}});

    Line() {
        data.inputs = Matrix<double>::Random(1, 8);
        data.targets = 2 * data.inputs;
    }
    Trainer<double> trainer(TrainingOptions options) {
        return {network, objective, *optimizer, options};
    }
    Subset<double> samples() const { return Subset<double>::all(data); }
};

struct Counter final : TrainingObserver {
    int epochs = 0;
    int ends = 0;
    int stop_after = 0;
    bool on_epoch(const EpochReport&) override { return ++epochs != stop_after; }
    void on_end(const EpochReport&) override { ++ends; }
};

}  // namespace

TEST_CASE("trainer: epoch by epoch is the same as all at once") {
    Line at_once;
    auto fitted = at_once.trainer({.epochs = 7, .batch_size = 3});
    const auto expected = fitted.fit(at_once.samples());

    Line parts;
    parts.data = at_once.data;
    auto trainer = parts.trainer({.epochs = 7, .batch_size = 3});
    Counter counter;
    trainer.add_observer(counter);
    trainer.begin(parts.samples());
    CHECK(trainer.epoch() == 0);
    for (int epoch = 1; epoch <= 6; ++epoch) {
        CHECK(trainer.run_epoch());
        CHECK(trainer.epoch() == epoch);
        CHECK(trainer.reason() == StopReason::epochs_done);
    }
    CHECK(!trainer.run_epoch());
    // There is none left to run.
    CHECK(!trainer.run_epoch());
    CHECK(trainer.epoch() == 7);
    CHECK(counter.epochs == 7);
    CHECK(counter.ends == 0);
    const auto result = trainer.finish();
    CHECK(counter.ends == 1);
    CHECK(result.reason == StopReason::epochs_done);
    CHECK(result.epochs == expected.epochs);
    CHECK(result.best_epoch == expected.best_epoch);
    CHECK(parts.network.parameters().values() == at_once.network.parameters().values());
}

TEST_CASE("trainer: an observer stops it, and it knows why") {
    Line line;
    auto trainer = line.trainer({.epochs = 7});
    Counter counter;
    counter.stop_after = 3;
    trainer.add_observer(counter);
    trainer.begin(line.samples());
    while (trainer.run_epoch()) {
    }
    CHECK(trainer.epoch() == 3);
    CHECK(trainer.reason() == StopReason::stopped_by_observer);
    CHECK(trainer.finish().epochs == 3);
}

TEST_CASE("trainer: no epoch begins after the time limit, but one is run at least") {
    Line line;
    auto trainer = line.trainer({.epochs = 1000, .time_limit_seconds = 1e-12});
    const auto result = trainer.fit(line.samples());
    CHECK(result.reason == StopReason::out_of_time);
    CHECK(result.epochs == 1);
    CHECK(result.message == "the time limit of 1e-12 s was reached");
    // Where all epochs are done it does not matter.
    Line other;
    auto last = other.trainer({.epochs = 1, .time_limit_seconds = 1e-12});
    CHECK(last.fit(other.samples()).reason == StopReason::epochs_done);
}

TEST_CASE("trainer: can begin again") {
    Line line;
    auto trainer = line.trainer({.epochs = 3});
    CHECK(trainer.fit(line.samples()).epochs == 3);
    CHECK(trainer.fit(line.samples()).epochs == 3);
    CHECK(line.optimizer->steps() == 6);
}
