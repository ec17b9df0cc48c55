#include "mlp/experiment/sweep_results.h"
#include "mlp/experiment/sweep_run.h"
#include "mlp/report/shown_value.h"

#include "support.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

SweepRun run(Index number, std::size_t combination, const std::string& status, double loss,
             Index epochs = 100) {
    SweepRun result;
    result.number = number;
    result.combination = combination;
    result.status = status;
    result.epochs = epochs;
    if (!std::isnan(loss)) result.validation = {{"loss", loss}};
    return result;
}

const double none = std::numeric_limits<double>::quiet_NaN();

std::vector<std::size_t> order(const std::vector<SweepRun>& runs, bool larger_is_better = false) {
    std::vector<std::size_t> combinations;
    for (const auto& rank : rank_runs(runs, "validation_loss", larger_is_better)) {
        combinations.push_back(rank.combination);
    }
    return combinations;
}

}  // namespace

TEST_CASE("sweep ranking: mean and standard deviation over the seeds, best first") {
    const std::vector<SweepRun> runs{run(1, 0, "completed", 2), run(2, 0, "completed", 4),
                                     run(3, 1, "completed", 1), run(4, 1, "completed", 4)};
    const auto ranks = rank_runs(runs, "validation_loss", false);
    REQUIRE(ranks.size() == 2);
    CHECK(ranks[0].combination == 1);
    CHECK(ranks[0].mean == 2.5);
    CHECK(ranks[0].sd == doctest::Approx(std::sqrt(4.5)).epsilon(1e-15));
    CHECK(ranks[0].runs.size() == 2);
    CHECK(ranks[0].failed == 0);
    CHECK(ranks[1].mean == 3);
    CHECK(ranks[1].sd == doctest::Approx(std::sqrt(2.0)).epsilon(1e-15));
    CHECK(order(runs, true) == std::vector<std::size_t>{0, 1});
    // A single run has no spread.
    CHECK(rank_runs({run(1, 0, "completed", 2)}, "validation_loss", false)[0].sd == 0);
}

TEST_CASE("sweep ranking: combinations of which runs failed come after those of which none did") {
    const std::vector<SweepRun> runs{run(1, 0, "completed", 0.1), run(2, 0, "diverged", none),
                                     run(3, 1, "completed", 5),   run(4, 1, "completed", 5),
                                     run(5, 2, "failed", none),   run(6, 2, "failed", none),
                                     run(7, 3, "", none)};
    CHECK(order(runs) == std::vector<std::size_t>{1, 0, 2});
    const auto ranks = rank_runs(runs, "validation_loss", false);
    CHECK(ranks[1].failed == 1);
    CHECK(ranks[1].mean == 0.1);
    CHECK(ranks[2].runs.empty());
    CHECK(std::isnan(ranks[2].mean));
    // What diverged may have a loss, which is none to be compared.
    CHECK(order({run(1, 0, "diverged", 0), run(2, 1, "completed", 9)}) ==
          std::vector<std::size_t>{1, 0});
}

TEST_CASE("sweep ranking: of successive halving, those that came further come first") {
    const std::vector<SweepRun> runs{run(1, 0, "paused", 0.1, 10), run(2, 1, "stopped", 0.5, 30),
                                     run(3, 2, "completed", 0.9, 90),
                                     run(4, 3, "completed", 0.8, 20)};  // stopped early
    CHECK(order(runs) == std::vector<std::size_t>{3, 2, 1, 0});
}

TEST_CASE("sweep run: reads what a summary says, and nothing from a damaged one") {
    const TemporaryDirectory directory;
    SweepRun one;
    CHECK(!read_summary(one, directory.path() / "missing.json"));
    const auto path = directory.write("summary.json", R"({"status": "completed",
        "stop_reason": "all 5 epochs done", "epochs": 5, "best_epoch": 4, "seconds": 1,
        "metrics": {"train": {"loss": 0.5, "accuracy": 1}, "validation": {"loss": null}}})");
    CHECK(read_summary(one, path));
    CHECK(one.status == "completed");
    CHECK(one.message == "all 5 epochs done");
    CHECK(one.epochs == 5);
    CHECK(one.best_epoch == 4);
    CHECK(one.value("train_loss") == 0.5);
    CHECK(one.value("train_accuracy") == 1);
    CHECK(std::isnan(one.value("validation_loss")));
    CHECK(std::isnan(one.value("validation_accuracy")));
    CHECK(one.test.empty());
    const std::string text = content(path);
    for (std::size_t length = 0; length < text.find_last_of('}'); length += 7) {
        SweepRun other;
        CHECK(!read_summary(other, directory.write("cut.json", text.substr(0, length))));
    }
    CHECK(!read_summary(one, directory.write("list.json", "[]")));
    CHECK(!read_summary(one, directory.write("type.json", R"({"status": 3})")));
}

TEST_CASE("sweep results: values as people read them") {
    CHECK(shown_value("\"relu\"") == "relu");
    CHECK(shown_value("0.01") == "0.01");
    CHECK(shown_value("0.0354166751684") == "0.035417");
    CHECK(shown_value("1e-04") == "0.0001");
    CHECK(shown_value("1048576") == "1048576");
    CHECK(shown_value("[1,2]") == "[1,2]");
    CHECK(shown_value(R"({"type": "step", "surrogate": "sigmoid"})") == "step(surrogate=sigmoid)");
    CHECK(shown_value(R"({"type": "elu"})") == "elu");
    CHECK(shown_value(R"({"fraction": 0.2})") == R"({"fraction": 0.2})");
}
