#include "mlp/core/error.h"
#include "mlp/report/metrics_files.h"

#include "support.h"

#include <limits>
#include <sstream>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::content;
using mlp::test::message_of;

namespace {

EpochReport report(Index epoch, double loss, bool with_validation = false) {
    EpochReport r;
    r.epoch = epoch;
    r.epochs = 5;
    r.steps = 10 * epoch;
    r.learning_rate = 0.1;
    r.train = {{"loss", loss}, {"accuracy", 0.5}};
    if (with_validation) r.validation = {{"loss", 2 * loss}, {"accuracy", 0.25}};
    r.seconds = 1.5;
    return r;
}

/// The files of a run that was told these things.
struct Written {
    std::string csv;
    std::vector<nlohmann::json> rows;

    template <class Tell>
    explicit Written(Tell tell, Index every_epochs = 1, std::optional<Index> every_steps = {}) {
        const test::TemporaryDirectory directory;
        {
            MetricsFiles files(directory.path(), {every_epochs, every_steps});
            tell(files);
        }
        csv = content(directory.path() / "metrics.csv");
        std::istringstream lines(content(directory.path() / "metrics.jsonl"));
        for (std::string line; std::getline(lines, line);)
            rows.push_back(nlohmann::json::parse(line));
    }
};

}  // namespace

TEST_CASE("metrics files: one row an epoch, training and validation in the same row") {
    const Written written([](MetricsFiles& files) {
        CHECK(files.on_epoch(report(1, 0.5, true)));
        CHECK(files.on_epoch(report(2, 0.1, true)));
    });
    CHECK(written.csv ==
          "epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate\n"
          "1,0.5,0.5,1,0.25,0.1\n"
          "2,0.1,0.5,0.2,0.25,0.1\n");
    REQUIRE(written.rows.size() == 2);
    CHECK(written.rows[1] ==
          nlohmann::json::parse(R"({"epoch": 2, "steps": 20, "learning_rate": 0.1,
        "train": {"loss": 0.1, "accuracy": 0.5}, "validation": {"loss": 0.2, "accuracy": 0.25},
        "seconds": 1.5})"));
}

TEST_CASE("metrics files: without validation there is nothing of it") {
    const Written written([](MetricsFiles& files) { files.on_epoch(report(1, 0.5)); });
    CHECK(written.csv == "epoch,train_loss,train_accuracy,learning_rate\n1,0.5,0.5,0.1\n");
    CHECK_FALSE(written.rows.at(0).contains("validation"));
}

TEST_CASE("metrics files: the table holds no clock values") {
    auto late = report(1, 0.5);
    late.seconds = 99;
    const Written fast([](MetricsFiles& files) { files.on_epoch(report(1, 0.5)); });
    const Written slow([&](MetricsFiles& files) { files.on_epoch(late); });
    CHECK(fast.csv == slow.csv);
    CHECK(slow.rows.at(0)["seconds"] == 99);
}

TEST_CASE("metrics files: every so many epochs, and the last one") {
    // Whether the last one comes by the plan or because training was stopped early.
    for (const Index last : {4, 5}) {
        const Written written(
            [&](MetricsFiles& files) {
                for (Index epoch = 1; epoch <= last; ++epoch) files.on_epoch(report(epoch, 0.5));
                files.on_end(report(last, 0.5));
            },
            2);
        std::vector<Index> epochs;
        for (const auto& row : written.rows) epochs.push_back(row["epoch"]);
        CHECK(epochs == (last == 4 ? std::vector<Index>{2, 4} : std::vector<Index>{2, 4, 5}));
        CHECK(std::count(written.csv.begin(), written.csv.end(), '\n') ==
              static_cast<long>(epochs.size()) + 1);
    }
}

TEST_CASE("metrics files: steps get rows only where asked for") {
    const auto steps = [](MetricsFiles& files) {
        for (Index step = 1; step <= 4; ++step) files.on_step(step, 0.5);
    };
    CHECK(Written(steps).rows.empty());
    CHECK(Written(steps, 1, 1).rows.size() == 4);
    const Written every_second(steps, 1, 2);
    REQUIRE(every_second.rows.size() == 2);
    CHECK(every_second.rows[1] == nlohmann::json::parse(R"({"step": 4, "loss": 0.5})"));
    CHECK(every_second.csv.empty());
}

TEST_CASE("metrics files: the loss of a step is written exactly") {
    const Written written([](MetricsFiles& files) { files.on_step(1, 1.0 / 3); }, 1, 1);
    CHECK(written.rows.at(0)["loss"].get<double>() == 1.0 / 3);
}

TEST_CASE("metrics files: numbers that are not finite leave every row valid JSON") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Written written(
        [&](MetricsFiles& files) {
            files.on_step(1, nan);
            files.on_epoch(report(1, nan));
        },
        1, 1);
    REQUIRE(written.rows.size() == 2);
    CHECK(written.rows[0]["loss"].is_null());
    CHECK(written.rows[1]["train"]["loss"].is_null());
    CHECK(written.csv.find("\n1,nan,0.5,") != std::string::npos);
}

TEST_CASE("metrics files: what was told is in the files after flush") {
    const test::TemporaryDirectory directory;
    MetricsFiles files(directory.path(), {});
    files.on_epoch(report(1, 0.5));
    files.flush();
    CHECK(content(directory.path() / "metrics.csv").ends_with("1,0.5,0.5,0.1\n"));
    CHECK(content(directory.path() / "metrics.jsonl").ends_with("}\n"));
}

TEST_CASE("metrics files: a directory that is not there is an error that names the file") {
    const test::TemporaryDirectory directory;
    const auto missing = directory.path() / "missing";
    CHECK_THROWS_AS(MetricsFiles(missing, {}), RunError);
    CHECK(message_of([&] { MetricsFiles(missing, {}); }) ==
          (missing / "metrics.csv").string() + ": cannot be written: No such file or directory");
}

TEST_CASE("growing file: a disk that takes no more is an error that names the file") {
    GrowingFile full("/dev/full");
    full.add_line(std::string(100, 'x'));
    CHECK_THROWS_WITH_AS(full.flush(), "/dev/full: cannot be written: No space left on device",
                         RunError);
}
