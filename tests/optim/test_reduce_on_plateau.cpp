#include "mlp/optim/schedule.h"

#include "optim/functions.h"
#include "support.h"

#include <limits>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

constexpr double base = 0.5;

/// The rate of each epoch, and what is observed after it.
std::vector<double> observed(const Choice& choice, const std::vector<double>& values) {
    const auto schedule = schedules().make(choice);
    std::vector<double> rates;
    const auto epochs = static_cast<Index>(values.size());
    for (Index epoch = 0; epoch < epochs; ++epoch) {
        rates.push_back(schedule->rate(base, epoch, 3 * epoch, {epochs, 3}));
        schedule->observe(values[static_cast<std::size_t>(epoch)]);
    }
    return rates;
}

const std::vector<double> losses{1.0, 0.9,  0.95, 0.91, 0.92, 0.93, 0.5,  0.6,  0.49996, 0.7, 0.7,
                                 0.4, 0.41, 0.42, 0.43, 0.44, 0.45, 0.46, 0.47, 0.48,    0.49};

}  // namespace

TEST_CASE("schedules: reduce_on_plateau does as PyTorch") {
    // ReduceLROnPlateau(patience=1, factor=0.5)
    check_close(observed({"reduce_on_plateau", {{"factor", 0.5}, {"patience", Index(1)}}}, losses),
                {0.5,      0.5,      0.5,       0.5,       0.25,       0.25,       0.125,
                 0.125,    0.125,    0.0625,    0.0625,    0.03125,    0.03125,    0.03125,
                 0.015625, 0.015625, 0.0078125, 0.0078125, 0.00390625, 0.00390625, 0.001953125});
    // ReduceLROnPlateau(patience=1, factor=0.5, cooldown=2, min_lr=0.1)
    check_close(
        observed(
            {"reduce_on_plateau",
             {{"factor", 0.5}, {"patience", Index(1)}, {"cooldown", Index(2)}, {"minimum", 0.1}}},
            losses),
        {0.5,   0.5,   0.5,   0.5, 0.25, 0.25, 0.25, 0.25, 0.25, 0.125, 0.125,
         0.125, 0.125, 0.125, 0.1, 0.1,  0.1,  0.1,  0.1,  0.1,  0.1});
    // ReduceLROnPlateau(mode='max', patience=2, factor=0.1, threshold=0.1)
    check_close(observed({"reduce_on_plateau",
                          {{"mode", std::string("max")},
                           {"patience", Index(2)},
                           {"threshold", 0.1},
                           {"monitor", std::string("validation_accuracy")}}},
                         {1,   1.05, 1.09, 1.11, 1.2, 1.22, 1.23, 1.2, 1.0, 1.4, 1.5,
                          1.5, 1.5,  1.6,  1.6,  1.6, 1.6,  1.6,  1.6, 1.6, 1.6}),
                {0.5, 0.5, 0.5,  0.5,  0.5,  0.5,  0.5,   0.5,   0.5,   0.5,   0.5,
                 0.5, 0.5, 0.05, 0.05, 0.05, 0.05, 0.005, 0.005, 0.005, 0.0005});
}

TEST_CASE("schedules: reduce_on_plateau watches what it is told to, and no other watches") {
    for (const auto* entry : schedule_names().entries()) {
        if (entry->name == "reduce_on_plateau") continue;
        CAPTURE(entry->name);
        OptionValues options;
        if (entry->name == "step") options["every"] = Index(2);
        if (entry->name == "multi_step") options["milestones"] = Integers{2};
        if (entry->name == "exponential") options["factor"] = 0.5;
        if (entry->name == "inverse_time") options["rate"] = 0.5;
        const auto schedule = schedules().make({entry->name, options});
        CHECK(schedule->monitor().empty());
        const double before = schedule->rate(base, 1, 3, {10, 3});
        for (int i = 0; i < 50; ++i) schedule->observe(1);
        CHECK(schedule->rate(base, 1, 3, {10, 3}) == before);
    }
    CHECK(schedules().make("reduce_on_plateau")->monitor() == "validation_loss");
    const Choice other{"reduce_on_plateau", {{"monitor", std::string("train_loss")}}};
    CHECK(schedules().make(other)->monitor() == "train_loss");
}

TEST_CASE("schedules: what is watched must be measured") {
    const std::vector<std::string> measured{"train_loss", "train_accuracy"};
    const auto plateau = schedules().make("reduce_on_plateau");
    CHECK_THROWS_WITH_AS(check_monitor(*plateau, measured),
                         "the schedule watches 'validation_loss', which is not measured; measured "
                         "values: train_loss, train_accuracy",
                         InputError);
    CHECK_NOTHROW(check_monitor(*plateau, {"train_loss", "validation_loss"}));
    CHECK_NOTHROW(check_monitor(*schedules().make("cosine"), {}));
}

TEST_CASE("schedules: reduce_on_plateau does not count the epochs of the warm-up") {
    // Without patience, the second of two equal values lowers the rate; those of the warm-up, low
    // as they are, neither count as worse nor as the best so far.
    check_close(observed({"reduce_on_plateau",
                          {{"patience", Index(0)},
                           {"warmup", Index(3)},
                           {"warmup_start", 0.1},
                           {"factor", 0.5}}},
                         {0.1, 0.1, 0.1, 1.0, 0.9, 0.9, 0.8}),
                {0.05, 0.2, 0.35, 0.5, 0.5, 0.5, 0.25});
}

TEST_CASE("schedules: reduce_on_plateau with values that are negative or not numbers") {
    const OptionValues options{{"patience", Index(0)}, {"factor", 0.5}, {"threshold", 0.1}};
    // −1.05 is not a tenth lower than −1; −1.2 is.
    check_close(observed({"reduce_on_plateau", options}, {-1, -1.2, -1.25, -2}),
                {0.5, 0.5, 0.5, 0.25});
    // NaN is worse than anything, and is never the best.
    const double nan = std::numeric_limits<double>::quiet_NaN();
    check_close(observed({"reduce_on_plateau", options}, {nan, 1, nan, 0.5, 0.4}),
                {0.5, 0.25, 0.25, 0.125, 0.125});
    // A minimum above the optimizer's own rate does not raise it.
    OptionValues high = options;
    high["minimum"] = 2.0;
    check_close(observed({"reduce_on_plateau", high}, {1, 1, 1}), {0.5, 0.5, 0.5});
}
