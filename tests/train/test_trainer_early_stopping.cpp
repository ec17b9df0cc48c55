#include "mlp/core/error.h"
#include "mlp/train/trainer.h"

#include "support.h"

#include <doctest/doctest.h>

/// Trainings whose every number is known. The network is y = w x + b, trained from w = b = 0 on
/// y = 2x at x = ±1, so that b stays 0 and the training loss is (w − 2)². With a learning rate of
/// 1/4, every epoch halves what w lacks:
///   epoch       1    2    3     4      5
///   w           1    1.5  1.75  1.875  1.9375    w_t = 2 − 2/2^t
///   train_loss  4    1    1/4   1/16   1/64      before the step
/// Validation wants another slope, which w passes on its way. All of it is exact in binary.
namespace mlp {

namespace {

Choice dense(const char* activation) {
    return {"dense", {{"units", Index{1}}, {"activation", std::vector<Choice>{activation}}}};
}

struct Observer final : TrainingObserver {
    bool on_epoch(const EpochReport& report) override {
        rates.push_back(report.learning_rate);
        return report.epoch != stop_after;
    }
    Index stop_after = 0;
    std::vector<double> rates;
};

struct Slope {
    explicit Slope(double wanted, const std::vector<Choice>& layers = {dense("linear")})
        : network(1, layers), objective("mse", network) {
        data.inputs = (Matrix<double>(1, 4) << -1, 1, -1, 1).finished();
        data.targets = (Matrix<double>(1, 4) << -2, 2, -wanted, wanted).finished();
    }

    /// A training of so many epochs from the start.
    TrainingResult fit(Index epochs, const std::optional<EarlyStoppingOptions>& stopping = {}) {
        options.epochs = epochs;
        observer.rates.clear();
        Random random(1, RandomStream::weights);
        network.initialize(random);
        if (network.layers().size() == 1) network.parameters().values().setZero();
        const auto sgd = optimizers<double>().make({"sgd", {{"learning_rate", learning_rate}}});
        Trainer<double> trainer(network, objective, *sgd, options, metrics);
        std::unique_ptr<Schedule> own_schedule;
        if (schedule) {
            own_schedule = schedules().make(*schedule);
            trainer.set_schedule(*own_schedule);
        }
        if (stopping) trainer.set_early_stopping(*stopping);
        trainer.add_observer(observer);
        const Subset<double> none;
        return trainer.fit({&data, {0, 1}}, validated ? Subset<double>{&data, {2, 3}} : none);
    }
    Vector<double> weights() const { return network.parameters().values(); }
    double w() const { return weights()[0]; }

    Dataset<double> data;
    Network<double> network;
    Objective<double> objective;
    TrainingOptions options{.batch_size = 2, .shuffle = false};
    double learning_rate = 0.25;
    std::vector<Choice> metrics;
    std::optional<Choice> schedule;
    bool validated = true;
    Observer observer;
};

EarlyStoppingOptions patience(Index epochs, const std::string& monitor = "validation_loss") {
    EarlyStoppingOptions options;
    options.patience = epochs;
    options.monitor = monitor;
    return options;
}

}  // namespace

TEST_CASE("trainer: early stopping ends with the weights of the best epoch") {
    Slope slope(1.5);
    const auto result = slope.fit(100, patience(3));
    CHECK(result.reason == StopReason::stopped_early);
    CHECK(result.message == "validation_loss did not improve on 0 (epoch 2) for 3 epochs");
    CHECK(result.epochs == 5);
    CHECK(result.best_epoch == 2);
    CHECK(result.restored_epoch == 2);
    CHECK(slope.w() == 1.5);
}

TEST_CASE("trainer: early stopping without restore_best ends with the last weights") {
    Slope slope(1.5);
    auto options = patience(3);
    options.restore_best = false;
    const auto result = slope.fit(100, options);
    CHECK(result.epochs == 5);
    CHECK(result.best_epoch == 2);
    CHECK(result.restored_epoch == 0);
    CHECK(slope.w() == 1.9375);
}

TEST_CASE("trainer: the best weights are given back where all epochs are done, too") {
    Slope slope(1.5);
    const auto result = slope.fit(4, patience(3));
    CHECK(result.reason == StopReason::epochs_done);
    CHECK(result.message.empty());
    CHECK(result.restored_epoch == 2);
    CHECK(slope.w() == 1.5);
}

TEST_CASE("trainer: and where an observer stops it") {
    Slope slope(1.5);
    slope.observer.stop_after = 3;
    const auto result = slope.fit(100, patience(3));
    CHECK(result.reason == StopReason::stopped_by_observer);
    CHECK(result.message.empty());
    CHECK(result.epochs == 3);
    CHECK(result.restored_epoch == 2);
    CHECK(slope.w() == 1.5);
}

TEST_CASE("trainer: without early stopping the weights are the last, the best epoch is noted") {
    Slope slope(1.5);
    const auto result = slope.fit(4);
    CHECK(result.reason == StopReason::epochs_done);
    CHECK(result.best_epoch == 2);
    CHECK(result.restored_epoch == 0);
    CHECK(slope.w() == 1.875);
}

TEST_CASE("trainer: what improves by no more than min_delta is not kept") {
    Slope slope(1.75);  // losses of validation: 9/16, 1/16, 0, 1/64, ...
    auto options = patience(2);
    options.min_delta = 0.0625;
    const auto result = slope.fit(100, options);
    CHECK(result.epochs == 4);
    CHECK(result.restored_epoch == 2);
    CHECK(slope.w() == 1.5);
}

TEST_CASE("trainer: it stops where the target is reached") {
    Slope slope(1.75);
    auto options = patience(10);
    options.target = 0.1;
    const auto result = slope.fit(100, options);
    CHECK(result.reason == StopReason::target_reached);
    CHECK(result.message == "validation_loss reached its target 0.1: it is 0.0625");
    CHECK(result.epochs == 2);
    CHECK(slope.w() == 1.5);
}

TEST_CASE("trainer: early stopping by a metric of which more is better") {
    Slope slope(1.5);
    slope.metrics = {"r2"};
    const auto result = slope.fit(100, patience(2, "validation_r2"));
    CHECK(result.reason == StopReason::stopped_early);
    CHECK(result.message == "validation_r2 did not improve on 1 (epoch 2) for 2 epochs");
    CHECK(slope.w() == 1.5);
    auto least = patience(2, "validation_r2");
    least.mode = "min";
    CHECK(slope.fit(100, least).best_epoch == 1);
}

TEST_CASE("trainer: early stopping without validation can watch the training loss") {
    Slope slope(0);
    slope.validated = false;
    auto options = patience(3, "train_loss");
    const auto all = slope.fit(3, options);  // every epoch is better than the one before
    CHECK(all.reason == StopReason::epochs_done);
    CHECK(all.restored_epoch == 3);
    CHECK(slope.w() == 1.75);
    options.target = 0.25;
    const auto result = slope.fit(100, options);
    CHECK(result.reason == StopReason::target_reached);
    CHECK(result.epochs == 3);
    CHECK(slope.w() == 1.75);
}

TEST_CASE("trainer: what is not measured cannot be watched") {
    Slope slope(1);
    CHECK_THROWS_AS(slope.fit(5, patience(3, "validation_accuracy")), InputError);
    slope.validated = false;
    CHECK(test::message_of([&] { slope.fit(5, patience(3)); }) ==
          "'validation_loss' is not measured, as there are no validation samples; measured: "
          "train_loss");
    CHECK(slope.w() == 0);
}

TEST_CASE("trainer: with averaged weights, it is the average that is judged and given back") {
    Slope slope(1.5);
    slope.options.average_weights = 0.5;  // averages: 1, 1.25, 1.5, 1.6875, ...
    const auto result = slope.fit(100, patience(2));
    CHECK(result.message == "validation_loss did not improve on 0 (epoch 3) for 2 epochs");
    CHECK(slope.w() == 1.5);
    auto options = patience(2);
    options.restore_best = false;
    slope.fit(4, options);
    CHECK(slope.w() == 1.6875);
}

TEST_CASE("trainer: early stopping waits on while reduce_on_plateau lowers the rate") {
    Slope slope(1.5);
    slope.schedule = Choice("reduce_on_plateau", {{"patience", Index{0}}, {"factor", 0.5}});
    const auto result = slope.fit(100, patience(3));
    CHECK(slope.observer.rates == std::vector<double>{0.25, 0.25, 0.25, 0.125, 0.0625});
    CHECK(result.reason == StopReason::stopped_early);
    CHECK(result.restored_epoch == 2);
    CHECK(slope.w() == 1.5);
}

TEST_CASE("trainer: the statistics of batch_norm are given back with the weights, bit for bit") {
    Slope slope(1, {"batch_norm", dense("linear")});
    // Two samples off the middle, so that running mean and variance move all the time.
    slope.data.inputs << 1, 4, 1, 4;
    slope.data.targets << 2, 8, 2, 6;
    slope.learning_rate = 0.02;
    const auto stopped = slope.fit(200, patience(4));
    const Vector<double> best = slope.weights();
    REQUIRE(stopped.reason == StopReason::stopped_early);
    REQUIRE(stopped.best_epoch > 1);
    CHECK(stopped.epochs == stopped.best_epoch + 4);
    slope.fit(stopped.epochs);
    const Vector<double> last = slope.weights();
    slope.fit(stopped.best_epoch);
    CHECK(slope.weights() == best);
    Index statistics = 0;
    for (const auto& block : slope.network.parameters().blocks()) {
        if (block.role != Role::statistic) continue;
        ++statistics;
        CHECK(last[block.offset] != best[block.offset]);
    }
    CHECK(statistics == 2);
}

TEST_CASE("trainer: the best weights are those of a run of just the best epochs, bit for bit") {
    // A network of two layers, and batches in random order.
    Slope slope(1.75, {dense("tanh"), dense("linear")});
    slope.options = {.batch_size = 1};
    slope.learning_rate = 0.01;
    const auto stopped = slope.fit(1000, patience(5));
    const Vector<double> best = slope.weights();
    REQUIRE(stopped.reason == StopReason::stopped_early);
    REQUIRE(stopped.best_epoch > 1);
    slope.fit(stopped.best_epoch);
    CHECK(slope.weights() == best);
    slope.fit(stopped.epochs);
    CHECK(slope.weights() != best);
}

TEST_CASE("trainer: after a divergence the best weights are given back") {
    // With this rate w overshoots twice as far every epoch: 6, −6, 18, ...
    Slope slope(6);
    slope.learning_rate = 1.5;
    const auto result = slope.fit(2000, patience(2000));
    CHECK(result.reason == StopReason::diverged);
    CHECK(result.epochs > 100);
    CHECK(result.restored_epoch == 1);
    CHECK(result.message.ends_with("; the weights are the best, of epoch 1"));
    CHECK(slope.w() == 6);
}

TEST_CASE("trainer: no weights are the best whose loss is not finite") {
    // The training loss of the first epoch, 4, is from before the step that is far too large.
    Slope slope(1);
    slope.learning_rate = 1e200;
    slope.validated = false;
    const auto result = slope.fit(1, patience(3, "train_loss"));
    CHECK(result.reason == StopReason::diverged);
    CHECK(result.restored_epoch == 0);
    CHECK(result.message.ends_with("; the weights are the initial ones"));
    CHECK(slope.w() == 0);
    slope.validated = true;
    CHECK(slope.fit(5, patience(3)).restored_epoch == 0);
    CHECK(slope.w() == 0);
}

TEST_CASE("trainer: every fit watches anew") {
    Slope slope(1.5);
    slope.network.parameters().values().setZero();
    const auto sgd = optimizers<double>().make({"sgd", {{"learning_rate", 0.25}}});
    slope.options.epochs = 100;
    Trainer<double> trainer(slope.network, slope.objective, *sgd, slope.options);
    trainer.set_early_stopping(patience(3));
    const Subset<double> train{&slope.data, {0, 1}};
    const Subset<double> validation{&slope.data, {2, 3}};
    CHECK(trainer.fit(train, validation).epochs == 5);
    // From 1.5 on it is 1.75 after the first epoch, and worse later.
    const auto again = trainer.fit(train, validation);
    CHECK(again.epochs == 4);
    CHECK(again.best_epoch == 1);
    CHECK(slope.w() == 1.75);
}

}  // namespace mlp
