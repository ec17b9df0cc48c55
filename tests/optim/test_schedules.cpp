#include "mlp/optim/schedule.h"
#include "mlp/optim/schedule_of.h"

#include "optim/functions.h"
#include "support.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

constexpr double base = 0.5;

/// The rates of the first `count` epochs of a training of `epochs`.
std::vector<double> by_epoch(const Choice& choice, Index count, Index epochs) {
    const auto schedule = schedules().make(choice);
    std::vector<double> rates;
    for (Index epoch = 0; epoch < count; ++epoch) {
        // Whatever the step is, the epoch alone counts.
        rates.push_back(schedule->rate(base, epoch, 7 * epoch, {epochs, 7}));
        CHECK(schedule->rate(base, epoch, 7 * epoch + 6, {epochs, 7}) == rates.back());
    }
    return rates;
}

/// The rates of all steps of a training.
std::vector<double> by_step(const Choice& choice, const TrainingLength& length) {
    const auto schedule = schedules().make(choice);
    std::vector<double> rates;
    for (Index step = 0; step < length.epochs * length.steps_per_epoch; ++step) {
        rates.push_back(schedule->rate(base, step / length.steps_per_epoch, step, length));
    }
    return rates;
}

std::string refused(const Choice& choice) {
    return message_of([&] { schedules().make(choice); });
}

}  // namespace

TEST_CASE("schedules: rates are those of PyTorch") {
    // From an lr of 0.5; one scheduler.step() an epoch, or a step for OneCycleLR.
    SUBCASE("StepLR(step_size=3, gamma=0.5)") {
        check_close(by_epoch({"step", {{"every", Index(3)}, {"factor", 0.5}}}, 10, 10),
                    {0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125, 0.125, 0.0625});
    }
    SUBCASE("MultiStepLR(milestones=[2, 5, 6])") {
        check_close(by_epoch({"multi_step", {{"milestones", Integers{2, 5, 6}}}}, 8, 8),
                    {0.5, 0.5, 0.05, 0.05, 0.05, 0.005, 0.0005, 0.0005});
    }
    SUBCASE("ExponentialLR(gamma=0.9)") {
        check_close(by_epoch({"exponential", {{"factor", 0.9}}}, 6, 6),
                    {0.5, 0.45, 0.405, 0.3645, 0.32805, 0.295245});
    }
    SUBCASE("PolynomialLR(total_iters=6, power=2)") {
        const std::vector<double> expected{0.5,
                                           0.34722222222222227,
                                           0.2222222222222223,
                                           0.125,
                                           0.05555555555555558,
                                           0.013888888888888886,
                                           0,
                                           0};
        check_close(by_epoch({"polynomial", {{"length", Index(6)}, {"power", 2.0}}}, 8, 100),
                    expected);
        check_close(by_epoch({"polynomial", {{"power", 2.0}}}, 8, 6), expected);
    }
    SUBCASE("CosineAnnealingLR(T_max=8, eta_min=0.1)") {
        check_close(by_epoch({"cosine", {{"minimum", 0.1}}}, 8, 8),
                    {0.5, 0.4847759065022573, 0.4414213562373095, 0.37653668647301797, 0.3,
                     0.22346331352698207, 0.1585786437626905, 0.11522409349774265});
    }
    SUBCASE("CosineAnnealingWarmRestarts(T_0=3, T_mult=2, eta_min=0.1)") {
        check_close(
            by_epoch(
                {"cosine", {{"minimum", 0.1}, {"period", Index(3)}, {"period_factor", Index(2)}}},
                12, 12),
            {0.5, 0.4, 0.2, 0.5, 0.47320508075688783, 0.4, 0.3, 0.2, 0.12679491924311226, 0.5,
             0.49318516525781364, 0.47320508075688783});
    }
    SUBCASE("CosineAnnealingWarmRestarts(T_0=3)") {
        check_close(by_epoch({"cosine", {{"period", Index(3)}}}, 7, 7),
                    {0.5, 0.375, 0.125, 0.5, 0.375, 0.125, 0.5});
    }
    SUBCASE("OneCycleLR(max_lr=0.5, total_steps=12, cycle_momentum=False)") {
        check_close(
            by_step("one_cycle", {4, 3}),
            {0.02, 0.17489482710979154, 0.43964257956106434, 0.49720771772545586,
             0.46650648492070584, 0.4058728269748815, 0.32368949884755166, 0.23131855133348753,
             0.14153049910434962, 0.0667387650944153, 0.01728349371269761, 2e-06});
    }
    SUBCASE(
        "OneCycleLR(max_lr=0.5, total_steps=10, pct_start=0.45, div_factor=10, "
        "final_div_factor=100, cycle_momentum=False)") {
        check_close(by_epoch({"one_cycle",
                              {{"per", std::string("epoch")},
                               {"warm_share", 0.45},
                               {"start_divisor", 10.0},
                               {"end_divisor", 100.0}}},
                             10, 10),
                    {0.05, 0.13471479458178492, 0.3250672101401707, 0.47771799527804426,
                     0.48988337016022077, 0.413801468302835, 0.285793130858753, 0.1465001005027789,
                     0.04014693017541247, 0.0005});
    }
    SUBCASE("LinearLR(start_factor=0.1, total_iters=4): the warm-up") {
        check_close(by_epoch({"constant", {{"warmup", Index(4)}, {"warmup_start", 0.1}}}, 6, 6),
                    {0.05, 0.1625, 0.275, 0.3875, 0.5, 0.5});
    }
}

TEST_CASE("schedules: closed forms, at the first, the middle and the last time") {
    check_close(by_epoch("constant", 3, 3), {0.5, 0.5, 0.5});
    CHECK(schedules().make(Choice())->rate(base, 5, 50, {10, 10}) == base);  // the default
    check_close(by_epoch({"inverse_time", {{"rate", 0.25}}}, 5, 5),
                {0.5, 0.4, 0.5 / 1.5, 0.5 / 1.75, 0.25});
    // Straight down to an end that is reached when the training is over.
    check_close(by_epoch({"polynomial", {{"end", 0.1}}}, 6, 4), {0.5, 0.4, 0.3, 0.2, 0.1, 0.1});
    // The end of the half wave, too, is the time after the last one; it stays there.
    const auto cosine = by_epoch("cosine", 12, 10);
    CHECK(cosine.front() == base);
    CHECK(cosine[5] == doctest::Approx(base / 2).epsilon(1e-15));
    CHECK(cosine[9] ==
          doctest::Approx(base * (1 + std::cos(0.9 * std::numbers::pi)) / 2).epsilon(1e-14));
    CHECK(cosine[10] == 0);
    CHECK(cosine[11] == 0);
}

TEST_CASE("schedules: one_cycle stays sensible where there is no room for a cycle") {
    // A single step is the last one, as in PyTorch.
    check_close(by_step("one_cycle", {1, 1}), {base / 25 / 1e4});
    for (const double share : {0.0, 0.5, 1.0}) {
        for (const Index steps : {1, 2, 3, 10}) {
            CAPTURE(share);
            CAPTURE(steps);
            for (const double rate : by_step({"one_cycle", {{"warm_share", share}}}, {1, steps})) {
                CHECK(rate > 0);
                CHECK(rate <= base);
            }
        }
    }
    // All of it upwards: the top is the last.
    check_close(by_step({"one_cycle", {{"warm_share", 1.0}}}, {1, 3}), {0.02, 0.26, 0.5});
}

TEST_CASE("schedules: per step, the same rates follow each other in steps") {
    const OptionValues per_step{{"per", std::string("step")}};
    for (const auto& [type, options] : std::vector<std::pair<std::string, OptionValues>>{
             {"constant", {}},
             {"step", {{"every", Index(2)}}},
             {"multi_step", {{"milestones", Integers{1, 7}}}},
             {"exponential", {{"factor", 0.8}}},
             {"inverse_time", {{"rate", 0.3}}},
             {"polynomial", {}},
             {"cosine", {}},
             {"cosine", {{"period", Index(5)}}},
             {"one_cycle", {}}}) {
        const std::string title = type;
        CAPTURE(title);
        OptionValues epochs = options;
        epochs["per"] = std::string("epoch");
        epochs["warmup"] = Index(3);
        OptionValues steps = epochs;
        steps["per"] = std::string("step");
        CHECK(by_step({type, steps}, {4, 3}) == by_epoch({type, epochs}, 12, 12));
    }
    // The default is per epoch, but one_cycle's.
    for (const auto* entry : schedule_names().entries()) {
        CAPTURE(entry->name);
        const auto& per = entry->find("per")->default_value;
        CHECK(std::get<std::string>(per) == (entry->name == "one_cycle" ? "step" : "epoch"));
    }
}

TEST_CASE("schedules: the own clock starts after the warm-up, for what is left of the training") {
    for (const auto& [type, options] : std::vector<std::pair<std::string, OptionValues>>{
             {"constant", {}},
             {"step", {{"every", Index(2)}}},
             {"multi_step", {{"milestones", Integers{1, 3}}}},
             {"exponential", {{"factor", 0.8}}},
             {"inverse_time", {{"rate", 0.3}}},
             {"polynomial", {}},
             {"cosine", {}},
             {"cosine", {{"period", Index(2)}}},
             {"one_cycle", {{"per", std::string("epoch")}}},
             {"reduce_on_plateau", {}}}) {
        const std::string title = type;
        CAPTURE(title);
        const auto plain = by_epoch({type, options}, 6, 6);
        OptionValues warmed = options;
        warmed["warmup"] = Index(4);
        warmed["warmup_start"] = 0.02;
        const auto rates = by_epoch({type, warmed}, 10, 10);
        check_close({rates.begin() + 4, rates.end()}, plain);
        // In a straight line to where the schedule starts, which is base of all but one_cycle.
        const double from = 0.02 * base;
        const double rise = (plain.front() - from) / 4;
        check_close({rates.begin(), rates.begin() + 4},
                    {from, from + rise, from + 2 * rise, from + 3 * rise});
    }
    // A warm-up as long as the training, or longer.
    check_close(by_epoch({"cosine", {{"warmup", Index(4)}, {"warmup_start", 0.0}}}, 3, 3),
                {0, 0.125, 0.25});
}

TEST_CASE("schedules: defaults") {
    const auto default_of = [](const std::string& name, const char* option) {
        return schedule_names().get(name).find(option)->default_value;
    };
    const auto number = [&](const std::string& name, const char* option) {
        return std::get<double>(default_of(name, option));
    };
    const auto integer = [&](const std::string& name, const char* option) {
        return std::get<std::int64_t>(default_of(name, option));
    };
    CHECK(schedule_names().default_type() == "constant");
    CHECK(schedule_names().names() ==
          std::vector<std::string>{"constant", "step", "multi_step", "exponential", "inverse_time",
                                   "polynomial", "cosine", "one_cycle", "reduce_on_plateau"});
    CHECK(number("step", "factor") == 0.1);
    CHECK(number("multi_step", "factor") == 0.1);
    CHECK(number("polynomial", "power") == 1.0);
    CHECK(number("polynomial", "end") == 0.0);
    CHECK(number("cosine", "minimum") == 0.0);
    CHECK(number("one_cycle", "warm_share") == 0.3);
    CHECK(number("one_cycle", "start_divisor") == 25.0);
    CHECK(number("one_cycle", "end_divisor") == 1e4);
    CHECK(number("reduce_on_plateau", "factor") == 0.1);
    CHECK(integer("reduce_on_plateau", "patience") == 10);
    CHECK(number("reduce_on_plateau", "threshold") == 1e-4);
    CHECK(integer("reduce_on_plateau", "cooldown") == 0);
    CHECK(number("reduce_on_plateau", "minimum") == 0.0);
    CHECK(std::get<std::string>(default_of("reduce_on_plateau", "mode")) == "min");
    for (const auto& name : schedule_names().names()) {
        CHECK(integer(name, "warmup") == 0);
        CHECK_FALSE(schedule_names().get(name).formula.empty());
    }
}

TEST_CASE("schedules: impossible options are refused") {
    CHECK(refused("step") == "step: option 'every' is missing");
    CHECK(refused({"step", {{"every", Index(0)}}})
              .starts_with("step: option 'every' must be at least 1"));
    CHECK(refused("multi_step") == "multi_step: option 'milestones' is missing");
    CHECK(refused({"multi_step", {{"milestones", Integers{}}}}) ==
          "multi_step: 'milestones' must name at least one");
    CHECK(refused({"multi_step", {{"milestones", Integers{3, 3}}}}) ==
          "multi_step: 'milestones' must rise");
    CHECK(refused({"multi_step", {{"milestones", Integers{5, 3}}}}) ==
          "multi_step: 'milestones' must rise");
    CHECK(refused({"multi_step", {{"milestones", Integers{0, 3}}}})
              .starts_with("multi_step: option 'milestones' must be at least 1"));
    CHECK(refused("exponential") == "exponential: option 'factor' is missing");
    CHECK(refused("inverse_time") == "inverse_time: option 'rate' is missing");
    CHECK(refused({"cosine", {{"period_factor", Index(2)}}}) ==
          "cosine: 'period_factor' needs a 'period'");
    CHECK(refused({"one_cycle", {{"warm_share", 1.5}}}) ==
          "one_cycle: option 'warm_share' must be at least 0 and at most 1, but is 1.5");
    CHECK(refused({"reduce_on_plateau", {{"factor", 1.0}}}) ==
          "reduce_on_plateau: option 'factor' must be greater than 0 and less than 1, but is 1");
    CHECK(refused({"reduce_on_plateau", {{"monitor", std::string()}}}) ==
          "reduce_on_plateau: 'monitor' must name what it watches");
    CHECK(refused({"reduce_on_plateau", {{"mode", std::string("maxx")}}})
              .starts_with("reduce_on_plateau: option 'mode' has the unknown value 'maxx'; "));
    CHECK(refused({"reduce_on_plateau", {{"per", std::string("step")}}})
              .starts_with("reduce_on_plateau: option 'per' has the unknown value 'step'; "));
    CHECK(refused({"constant", {{"warmup", Index(-1)}}})
              .starts_with("constant: option 'warmup' must be at least 0"));
    for (const auto* entry : schedule_names().entries()) {
        for (const auto& option : entry->options) {
            if (option.kind != OptionKind::number) continue;
            CAPTURE(entry->name);
            CAPTURE(option.name);
            for (const double bad : {std::numeric_limits<double>::quiet_NaN(), infinity, -1.0}) {
                CHECK(refused({entry->name, {{option.name, bad}}})
                          .starts_with(entry->name + ": option '" + option.name + "' must be "));
            }
        }
    }
}

namespace {

/// Every second time half the rate.
struct Flicker : ScheduleClock {
    static constexpr std::string_view name = "flicker";
    static constexpr std::string_view help = "on and off";
    static Options<Flicker> options() { return with_clock<Flicker>({}); }

    double rate(double full, Index t, Index) const { return t % 2 == 0 ? full : full / 2; }
};

}  // namespace

TEST_CASE("schedules: a program can add its own") {
    Choice choice("flicker", {{"warmup", Index(1)}, {"warmup_start", 0.5}});
    choice.extension = schedule_extension<Flicker>();
    check_close(by_epoch(choice, 4, 4), {0.25, 0.5, 0.25, 0.5});
}
