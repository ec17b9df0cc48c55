#include "mlp/core/error.h"
#include "mlp/train/early_stopping.h"

#include "support.h"

#include <limits>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

/// Watches a list of values, one an epoch, until it is to stop.
struct Story {
    EarlyStopping watch;
    Index stopped_after = 0;  ///< 0: not at all

    Story(const EarlyStoppingOptions& options, const std::vector<double>& values) : watch(options) {
        Index epoch = 0;
        for (const double value : values) {
            ++epoch;
            const bool better = watch.observe(value, epoch);
            CHECK(better == (watch.best_epoch() == epoch));
            const bool stop = watch.target_reached() || watch.out_of_patience();
            CHECK(stop == !watch.reason().empty());
            if (stop) {
                stopped_after = epoch;
                break;
            }
        }
    }
};

EarlyStoppingOptions patience(Index epochs, const std::string& monitor = "validation_loss") {
    EarlyStoppingOptions options;
    options.patience = epochs;
    options.monitor = monitor;
    return options;
}

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("early stopping: ends after so many epochs without improvement") {
    const Story story(patience(3), {5, 4, 4.5, 3, 3.5, 3, 3.1, 2});
    CHECK(story.stopped_after == 7);
    CHECK(story.watch.best_epoch() == 4);
    CHECK(story.watch.reason() == "validation_loss did not improve on 3 (epoch 4) for 3 epochs");
}

TEST_CASE("early stopping: goes on while there is improvement") {
    const Story story(patience(2), {5, 6, 4, 5, 3, 4, 2});
    CHECK(story.stopped_after == 0);
    CHECK(story.watch.best_epoch() == 7);
}

TEST_CASE("early stopping: with a patience of 1, the first epoch that is no better is the last") {
    CHECK(Story(patience(1), {3, 2, 2, 1}).stopped_after == 3);
}

TEST_CASE("early stopping: only more than min_delta is an improvement, on the best, not the last") {
    EarlyStoppingOptions options = patience(2);
    options.min_delta = 0.5;
    CHECK(Story(options, {5, 4.75, 4.5, 4}).stopped_after == 3);
    options.min_delta = 0.25;
    const Story story(options, {5, 4.75, 4.5, 4});
    CHECK(story.stopped_after == 0);
    CHECK(story.watch.best_epoch() == 4);
    options.monitor = "validation_accuracy";
    options.min_delta = 0.125;
    CHECK(Story(options, {0.5, 0.75, 0.875, 0.875}).stopped_after == 4);
    CHECK(Story(options, {0.5, 0.75, 0.875, 1}).watch.best_epoch() == 4);
}

TEST_CASE("early stopping: by itself it knows whether larger is better; the mode overrules that") {
    const std::vector<double> values{0.5, 0.75, 0.625, 0.25};
    const auto best = [&](const std::string& monitor, const std::string& mode) {
        EarlyStoppingOptions options = patience(10, monitor);
        options.mode = mode;
        return Story(options, values).watch.best_epoch();
    };
    CHECK(best("validation_accuracy", "auto") == 2);
    CHECK(best("train_r2", "auto") == 2);
    CHECK(best("validation_loss", "auto") == 4);
    CHECK(best("validation_mae", "auto") == 4);
    CHECK(best("validation_accuracy", "min") == 4);
    CHECK(best("validation_loss", "max") == 2);
}

TEST_CASE("early stopping: what is said is the value itself, where larger is better, too") {
    const Story story(patience(2, "validation_accuracy"), {0.5, 0.75, 0.625, 0.75});
    CHECK(story.stopped_after == 4);
    CHECK(story.watch.reason() ==
          "validation_accuracy did not improve on 0.75 (epoch 2) for 2 epochs");
}

TEST_CASE("early stopping: ends as soon as the target is reached") {
    EarlyStoppingOptions options = patience(10);
    options.target = 2;
    const Story down(options, {5, not_a_number, 2, 1});
    CHECK(down.stopped_after == 3);
    CHECK(down.watch.reason() == "validation_loss reached its target 2: it is 2");
    options.monitor = "train_r2";
    options.target = -0.5;
    const Story up(options, {-0.75, -0.25, 0.8});
    CHECK(up.stopped_after == 2);
    CHECK(up.watch.reason() == "train_r2 reached its target -0.5: it is -0.25");
}

TEST_CASE("early stopping: the target counts where it is less than min_delta better") {
    EarlyStoppingOptions options = patience(10);
    options.target = 2;
    options.min_delta = 1;
    const Story story(options, {2.5, 2});
    CHECK(story.stopped_after == 2);
    CHECK(story.watch.best_epoch() == 1);
}

TEST_CASE("early stopping: NaN is never an improvement") {
    const Story story(patience(2), {not_a_number, 3, not_a_number, not_a_number});
    CHECK(story.watch.best_epoch() == 2);
    CHECK(story.stopped_after == 4);
    for (const char* monitor : {"validation_loss", "validation_roc_auc"}) {
        const Story none(patience(2, monitor), {not_a_number, not_a_number, 1});
        CHECK(none.stopped_after == 2);
        CHECK(none.watch.best_epoch() == 0);
        CHECK(none.watch.reason() == std::string(monitor) + " had no finite value for 2 epochs");
    }
}

TEST_CASE("early stopping: what is not measured cannot be watched") {
    const auto message = [](const char* monitor, const std::vector<std::string>& measured) {
        return message_of([&] { check_monitor(patience(1, monitor), measured); });
    };
    const std::vector<std::string> measured{"train_loss", "validation_loss"};
    CHECK(message("validation_lss", measured) ==
          "'validation_lss' is not measured; did you mean 'validation_loss'? measured: train_loss, "
          "validation_loss");
    CHECK(message("accuracy", measured) ==
          "'accuracy' is not measured; measured: train_loss, validation_loss");
    CHECK(message("validation_loss", {"train_loss", "train_r2"}) ==
          "'validation_loss' is not measured, as there are no validation samples; measured: "
          "train_loss, train_r2");
    CHECK(message("validation_loss", measured).empty());
}

TEST_CASE("early stopping: impossible options are refused") {
    CHECK_THROWS_AS(EarlyStopping{patience(0)}, InputError);
    EarlyStoppingOptions options;
    CHECK_NOTHROW(EarlyStopping{options});
    options.mode = "most";
    CHECK_THROWS_AS(EarlyStopping{options}, InputError);
    options.mode = "min";
    for (const double wrong : {-1.0, not_a_number, std::numeric_limits<double>::infinity()}) {
        options.min_delta = wrong;
        CHECK_THROWS_AS(EarlyStopping{options}, InputError);
    }
    options.min_delta = 0;
    options.target = not_a_number;
    CHECK_THROWS_AS(EarlyStopping{options}, InputError);
}
