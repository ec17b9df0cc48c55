#include "mlp/core/error.h"
#include "mlp/train/early_stopping.h"
#include "mlp/train/trainer.h"

#include "support.h"

#include <limits>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

/// Watches a list of values, one an epoch, with weights that are the number of the epoch.
struct Story {
    EarlyStopping<double> watch;
    Index stopped_after = 0;  ///< 0: not at all

    Story(const EarlyStoppingOptions& options, const std::vector<double>& values) : watch(options) {
        for (Index epoch = 1; epoch <= static_cast<Index>(values.size()); ++epoch) {
            const Vector<double> weights = Vector<double>::Constant(1, static_cast<double>(epoch));
            watch.observe(values[static_cast<std::size_t>(epoch - 1)], epoch,
                          {weights.data(), weights.size()});
            if (watch.target_reached() || watch.out_of_patience()) {
                stopped_after = epoch;
                break;
            }
        }
    }
};

EarlyStoppingOptions patience(Index epochs) {
    EarlyStoppingOptions options;
    options.patience = epochs;
    return options;
}

Choice dense(Index units, const char* activation) {
    return {"dense", {{"units", units}, {"activation", std::vector<Choice>{activation}}}};
}

/// y = 2x from x = 1 to 4, and validation samples that want y = 3x, so that learning the first
/// makes the second better at first and never perfect.
struct Line {
    Dataset<double> data{(Matrix<double>(1, 6) << 1, 2, 3, 4, 1, 2).finished(),
                         (Matrix<double>(1, 6) << 2, 4, 6, 8, 1, 2).finished(),
                         {}};
    Subset<double> train{&data, {0, 1, 2, 3}};
    Subset<double> validation{&data, {4, 5}};  ///< want y = x, which is passed on the way to 2x
    Network<double> network{1, {dense(1, "linear")}};
    Objective<double> objective{"mse", network};

    TrainingResult fit(Index epochs, const std::optional<EarlyStoppingOptions>& stopping,
                       Index average = 0) {
        network.parameters().values().setZero();
        const auto sgd = optimizers<double>().make({"sgd", {{"learning_rate", 0.001}}});
        TrainingOptions options;
        options.epochs = epochs;
        options.batch_size = 4;
        if (average > 0) options.average_weights = 0.5;
        Trainer<double> trainer(network, objective, *sgd, options);
        if (stopping) trainer.set_early_stopping(*stopping);
        return trainer.fit(train, validation);
    }
};

}  // namespace

TEST_CASE("early stopping: ends after so many epochs without improvement") {
    const Story story(patience(3), {5, 4, 4.5, 3, 3.5, 3, 3.1, 2});
    CHECK(story.stopped_after == 7);
    CHECK(story.watch.best_epoch() == 4);
    CHECK(story.watch.best_weights() == Vector<double>::Constant(1, 4));
    CHECK(story.watch.reason() == "validation_loss did not improve on 3 (epoch 4) for 3 epochs");
}

TEST_CASE("early stopping: goes on while there is improvement") {
    CHECK(Story(patience(2), {5, 6, 4, 5, 3, 4, 2}).stopped_after == 0);
}

TEST_CASE("early stopping: less than min_delta is no improvement") {
    EarlyStoppingOptions options = patience(2);
    options.min_delta = 0.5;
    CHECK(Story(options, {5, 4.6, 4.5, 4}).stopped_after == 3);
    options.min_delta = 0.3;
    CHECK(Story(options, {5, 4.6, 4.5, 4}).stopped_after == 0);
}

TEST_CASE("early stopping: for a metric, larger is better, unless the mode says otherwise") {
    EarlyStoppingOptions options = patience(2);
    options.monitor = "validation_accuracy";
    const Story up(options, {0.5, 0.7, 0.6, 0.7});
    CHECK(up.stopped_after == 4);
    CHECK(up.watch.best_epoch() == 2);
    options.mode = "min";
    CHECK(Story(options, {0.5, 0.7, 0.6, 0.4}).stopped_after == 3);
}

TEST_CASE("early stopping: ends as soon as the target is reached") {
    EarlyStoppingOptions options = patience(10);
    options.target = 2;
    const Story down(options, {5, 3, 2, 1});
    CHECK(down.stopped_after == 3);
    CHECK(down.watch.reason() == "validation_loss reached its target 2: it is 2");
    options.monitor = "train_r2";
    options.target = 0.9;
    CHECK(Story(options, {0.5, 0.95, 0.8}).stopped_after == 2);
}

TEST_CASE("early stopping: NaN is never an improvement") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Story story(patience(2), {nan, 3, nan, nan});
    CHECK(story.watch.best_epoch() == 2);
    CHECK(story.stopped_after == 4);
    CHECK(Story(patience(2), {nan, nan}).watch.best_weights().size() == 0);
}

TEST_CASE("early stopping: without restore_best no weights are kept") {
    EarlyStoppingOptions options = patience(1);
    options.restore_best = false;
    CHECK(Story(options, {3, 2, 1}).watch.best_weights().size() == 0);
}

TEST_CASE("early stopping: what is not measured cannot be watched") {
    EarlyStoppingOptions options;
    options.monitor = "validation_lss";
    CHECK(message_of([&] {
              check_monitor(options, {"train_loss", "validation_loss"});
          }) ==
          "'validation_lss' is not measured; did you mean 'validation_loss'? measured: train_loss, "
          "validation_loss");
    Line line;
    CHECK_THROWS_AS(line.fit(5, options), InputError);
}

TEST_CASE("early stopping: impossible options are refused") {
    EarlyStoppingOptions options;
    options.mode = "most";
    CHECK_THROWS_AS(EarlyStopping<double>{options}, InputError);
    CHECK_THROWS_AS(EarlyStopping<double>{patience(0)}, InputError);
}

TEST_CASE("early stopping: the weights are those of a run of just the best epochs, bit for bit") {
    Line line;
    const auto stopped = line.fit(1000, patience(5));
    const Vector<double> weights = line.network.parameters().values();
    CHECK(stopped.reason == StopReason::stopped_early);
    CHECK(stopped.restored_epoch == stopped.best_epoch);
    CHECK(stopped.epochs == stopped.best_epoch + 5);
    REQUIRE(stopped.best_epoch > 1);
    CHECK(stopped.message.find("validation_loss did not improve") == 0);
    line.fit(stopped.best_epoch, std::nullopt);
    CHECK(line.network.parameters().values() == weights);
}

TEST_CASE("early stopping: the best weights are restored where all epochs are done, too") {
    Line line;
    const auto best = line.fit(1000, patience(5)).best_epoch;
    const Vector<double> weights = line.network.parameters().values();
    const auto result = line.fit(best + 2, patience(100));
    CHECK(result.reason == StopReason::epochs_done);
    CHECK(result.restored_epoch == best);
    CHECK(line.network.parameters().values() == weights);
}

TEST_CASE("early stopping: with averaged weights, it is the average that is kept") {
    Line line;
    const auto stopped = line.fit(1000, patience(5), 1);
    const Vector<double> weights = line.network.parameters().values();
    REQUIRE(stopped.best_epoch > 1);
    line.fit(stopped.best_epoch, std::nullopt, 1);
    CHECK(line.network.parameters().values() == weights);
}
