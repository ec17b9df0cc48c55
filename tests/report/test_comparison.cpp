#include "mlp/core/error.h"
#include "mlp/report/comparison.h"
#include "mlp/report/comparison_order.h"
#include "mlp/report/comparison_text.h"

#include "support.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

const std::string environment =
    R"({"cpu": "x", "seed": 1, "data": [{"path": "a", "sha256": "0"}]})";

RunRecord run(const std::string& directory, const std::string& config, const std::string& metrics,
              const std::string& where = environment) {
    Json summary = Json::parse(R"({"status": "completed", "epochs": 10})");
    summary["metrics"] = Json::parse(metrics);
    return {directory, Json::parse(config), summary, Json::parse(where)};
}

/// Each as a row of its own.
std::vector<RunGroup> alone(const std::vector<RunRecord>& runs) {
    std::vector<RunGroup> groups;
    for (const auto& record : runs) groups.push_back({record});
    return groups;
}

std::vector<std::string> texts(const Comparison& comparison, const std::string& column) {
    std::vector<std::string> result;
    const auto* found = comparison.find(column);
    REQUIRE(found != nullptr);
    for (const auto& cell : found->cells) result.push_back(cell.text);
    return result;
}

using Texts = std::vector<std::string>;
using Notes = std::vector<std::string>;

}  // namespace

TEST_CASE("comparison: what differs, then how the runs ended; up to four beside each other") {
    const auto comparison = compare(
        alone({run("runs/iris/a", R"({"name": "iris", "seed": 1, "optimizer": "sgd", "l2": 0.5})",
                   R"({"train": {"loss": 0.123456789}, "test": {"loss": 1, "accuracy": 0.5}})"),
               run("runs/iris/b/", R"({"name": "iris", "seed": 2, "optimizer": "adam", "l2": 0.5})",
                   R"({"train": {"loss": 12345678.9}, "validation": {"loss": null}})")}));
    CHECK(comparison_text(comparison) ==
          "run              a        b\n"
          "seed             1        2\n"
          "optimizer        sgd      adam\n"
          "epochs           10       10\n"
          "train_loss       0.12346  1.2346e+07\n"
          "validation_loss  -        nan\n"
          "test_loss        1        -\n"
          "test_accuracy    0.5      -\n");
    CHECK(comparison.notes.empty());
}

TEST_CASE("comparison: more than four runs are rows") {
    std::vector<RunRecord> runs;
    for (const std::string name : {"a", "b", "c", "d", "e"}) {
        runs.push_back(run(name, R"({"l2": 0.)" + std::to_string(runs.size()) + "}",
                           R"({"train": {"loss": 2}})"));
    }
    CHECK(comparison_text(compare(alone(runs))) ==
          "run   l2  epochs  train_loss\n"
          "a    0.0      10           2\n"
          "b    0.1      10           2\n"
          "c    0.2      10           2\n"
          "d    0.3      10           2\n"
          "e    0.4      10           2\n");
    runs.pop_back();
    CHECK(comparison_text(compare(alone(runs))).starts_with("run           a    b    c    d\n"));
}

TEST_CASE("comparison: where runs are logged is no difference, nor are names alone") {
    const std::string metrics = R"({"train": {"loss": 2}})";
    const auto a = run("a", R"({"name": "x", "logging": {"directory": "u"}, "l2": 1})", metrics);
    const auto b = run("b", R"({"name": "y", "logging": {"directory": "v"}, "l2": 1})", metrics);
    const auto c = run("c", R"({"name": "z", "l2": 2})", metrics);
    const auto equal = compare(alone({a, b}));
    CHECK(comparison_text(equal) ==
          "run          a   b\n"
          "epochs      10  10\n"
          "train_loss   2   2\n");
    CHECK(equal.notes == Notes{"the configs are equal"});
    const auto different = compare(alone({a, b, c}));
    CHECK(texts(different, "name") == Texts{"x", "y", "z"});
    CHECK(different.find("logging.directory") == nullptr);
    CHECK(different.notes.empty());
}

TEST_CASE("comparison: runs are called by what tells them apart") {
    const auto names = [](const Texts& directories) {
        std::vector<RunRecord> runs;
        for (const auto& directory : directories) runs.push_back(run(directory, "{}", "{}"));
        return texts(compare(alone(runs)), "run");
    };
    CHECK(names({"runs/iris/a", "runs/iris/b/", "c/."}) == Texts{"a", "b", "c"});
    CHECK(names({"/s/1/runs/0001", "/s/2/runs/0001", "/s/2/runs/0002"}) ==
          Texts{"1/runs/0001", "2/runs/0001", "0002"});
    CHECK(names({"/a/x", "/x", "/b/y"}) == Texts{"a/x", "x", "y"});
    CHECK(names({"/same", "/same"}) == Texts{"same", "same"});
}

TEST_CASE("comparison: the environment, where it may explain something") {
    const std::string metrics = R"({"train": {"loss": 2}})";
    const std::string other_metrics = R"({"train": {"loss": 3}})";
    const auto where = [](const std::string& cpu, const std::string& noise,
                          const std::string& sum) {
        return R"({"command": ")" + noise + R"(", "started": ")" + noise + R"(", "cpu": ")" + cpu +
               R"(", "seed": ")" + noise + R"(", "precision": ")" + noise +
               R"(", "data": [{"path": ")" + noise + R"(", "sha256": ")" + sum +
               R"("}], "resumed": [{"started": ")" + noise + R"("}]})";
    };
    const auto a = run("a", "{}", metrics, where("x", "1", "0123456789abcdef"));
    const auto b = run("b", "{}", metrics, where("x", "2", "0123456789abcdef"));
    const auto c = run("c", "{}", other_metrics, where("y", "1", "0123456789abXdef"));
    const auto d = run("d", "{}", other_metrics, where("x", "1", "ba9876543210"));
    CHECK(comparison_text(compare(alone({a, b}))) ==
          "run          a   b\n"
          "epochs      10  10\n"
          "train_loss   2   2\n");
    // Of sums, 12 digits are enough to tell data apart.
    CHECK(comparison_text(compare(alone({a, c, d}))) ==
          "run                        a             c             d\n"
          "environment.cpu            x             y             x\n"
          "environment.data.0.sha256  0123456789ab  0123456789ab  ba9876543210\n"
          "epochs                     10            10            10\n"
          "train_loss                 2             3             3\n");
    CHECK(compare(alone({a, c, d})).notes == Notes{"the configs are equal"});
    // An environment that is not known is no difference.
    const auto unknown = run("u", "{}", other_metrics, "null");
    CHECK(compare(alone({a, unknown})).find("environment.cpu") == nullptr);
    CHECK(texts(compare(alone({a, unknown, c})), "environment.cpu") == Texts{"x", "-", "y"});
    CHECK(compare(alone({a, unknown})).notes == Notes{"the configs are equal"});
}

TEST_CASE("comparison: equal causes that had different effects are told") {
    const std::string metrics = R"({"train": {"loss": 2}})";
    const std::string other_metrics = R"({"train": {"loss": 3}})";
    const auto a = run("a", R"({"seed": 1, "name": "a"})", metrics);
    const auto b = run("b", R"({"seed": 1, "name": "b"})", other_metrics);
    const auto c = run("c", R"({"seed": 2})", other_metrics);
    CHECK(compare(alone({a, b})).notes ==
          Notes{"the configs are equal",
                "a, b: equal configs and environments gave different metrics"});
    CHECK(compare(alone({c, a, b})).notes ==
          Notes{"a, b: equal configs and environments gave different metrics"});
    CHECK(compare(alone({a, c})).notes.empty());
    // What was stopped has other metrics for a reason.
    auto stopped = b;
    stopped.summary["status"] = "interrupted";
    CHECK(compare(alone({a, stopped})).notes == Notes{"the configs are equal"});
}

TEST_CASE("comparison: the status is told unless all are completed") {
    auto interrupted = run("b", R"({"l2": 2})", "{}");
    interrupted.summary["status"] = "interrupted";
    auto running = run("c", R"({"l2": 3})", "{}");
    running.summary = nullptr;
    const auto comparison = compare(
        alone({run("a", R"({"l2": 1})", R"({"train": {"loss": 2}})"), interrupted, running}));
    CHECK(comparison_text(comparison) ==
          "run         a          b            c\n"
          "l2          1          2            3\n"
          "status      completed  interrupted  unfinished\n"
          "epochs      10         10           -\n"
          "train_loss  2          -            -\n");
}

TEST_CASE("comparison: summaries of any shape") {
    for (const std::string summary :
         {R"({})", R"({"status": 1, "epochs": "x", "metrics": 5})", R"({"metrics": {"train": 5}})",
          R"({"metrics": {"train": [1, 2]}})", R"({"metrics": {"train": {"loss": "x"}}})"}) {
        CAPTURE(summary);
        auto odd = run("a", R"({"l2": 1})", "{}");
        odd.summary = Json::parse(summary);
        const auto comparison = compare(alone({odd, run("b", R"({"l2": 2})", "{}")}));
        CHECK(texts(comparison, "status") == Texts{"unfinished", "completed"});
        CHECK(texts(comparison, "epochs") == Texts{"-", "10"});
    }
}

TEST_CASE("comparison: runs that differ in their seed alone are joined to means") {
    const auto metrics = [](const std::string& loss) {
        return R"({"train": {"loss": )" + loss + "}}";
    };
    auto diverged = run("e", R"({"seed": 2, "l2": 2})", metrics("null"));
    diverged.summary["status"] = "diverged";
    diverged.summary["epochs"] = 4;
    auto running = run("f", R"({"seed": 3, "l2": 3})", "{}");
    running.summary = nullptr;
    const auto groups =
        group_by_seed({run("a", R"({"name": "1", "seed": 1, "l2": 1})", metrics("1")),
                       run("d", R"({"seed": 1, "l2": 2})", metrics("5")),
                       run("b", R"({"name": "2", "l2": 1, "seed": 2})", metrics("2")), diverged,
                       run("c", R"({"seed": 3, "l2": 1})", metrics("4.5")),
                       run("g", R"({"seed": 1, "l2": 3})", metrics("0.1")), running,
                       run("h", R"({"seed": 2, "l2": 3})", metrics("0.1")),
                       run("i", R"({"seed": 4, "l2": 3})", metrics("0.1"))});
    REQUIRE(groups.size() == 3);
    const auto comparison = compare(groups);
    CHECK(texts(comparison, "run") == Texts{"a", "d", "g"});
    CHECK(texts(comparison, "seeds") == Texts{"3", "2", "4"});
    CHECK(texts(comparison, "l2") == Texts{"1", "2", "3"});
    CHECK(comparison.find("seed") == nullptr);
    CHECK(texts(comparison, "status") ==
          Texts{"completed", "1 completed, 1 diverged", "3 completed, 1 unfinished"});
    // sd: sqrt((1.5^2 + 0.5^2 + 2^2) / 2) = 1.8027...; sqrt(18) = 4.24...
    CHECK(texts(comparison, "train_loss") == Texts{"2.5 ± 1.8", "nan ± nan", "0.1 ± 0"});
    CHECK(texts(comparison, "epochs") == Texts{"10", "7 ± 4.2", "10"});
    const auto& losses = comparison.find("train_loss")->cells;
    CHECK(losses[0].value == 2.5);
    CHECK(*losses[0].sd == doctest::Approx(1.8027756377).epsilon(1e-10));
    CHECK(losses[2].value == 0.1);
    CHECK(*losses[2].sd == 0);
    CHECK(comparison.notes.empty());
    CHECK(compare({groups[0]}).notes == Notes{"the configs are equal but for their seeds"});
    // Where nothing is joined, seeds are what they are.
    const auto single = group_by_seed(
        {run("a", R"({"seed": 1, "l2": 1})", "{}"), run("b", R"({"seed": 2, "l2": 2})", "{}")});
    CHECK(compare(single).find("seeds") == nullptr);
    CHECK(texts(compare(single), "seed") == Texts{"1", "2"});
}

TEST_CASE("comparison: sorted by a column, the best first") {
    CHECK(best_first("validation_accuracy") == SortOrder::descending);
    CHECK(best_first("test_r2") == SortOrder::descending);
    for (const std::string name : {"test_loss", "train_rmse", "epochs", "seeds", "optimizer.x"}) {
        CHECK(best_first(name) == SortOrder::ascending);
    }
    const auto loss = [](const std::string& value) {
        return R"({"train": {"loss": )" + value + "}}";
    };
    auto comparison =
        compare(alone({run("a", R"({"s": "x"})", loss("10")),  //
                       run("b", R"({"s": 3})", loss("null")), run("c", R"({"s": "w"})", loss("9")),
                       run("d", "{}", "{}"), run("e", R"({"s": 20})", loss("11"))}));
    const auto sorted = [&](const std::string& column, SortOrder order) {
        sort_rows(comparison, 0, comparison.rows(), column, order);
        return texts(comparison, "run");
    };
    CHECK(sorted("train_loss", SortOrder::ascending) == Texts{"c", "a", "e", "b", "d"});
    CHECK(texts(comparison, "train_loss") == Texts{"9", "10", "11", "nan", "-"});
    CHECK(sorted("run", SortOrder::ascending) == Texts{"a", "b", "c", "d", "e"});
    CHECK(sorted("train_loss", SortOrder::descending) == Texts{"e", "a", "c", "b", "d"});
    CHECK(sorted("s", SortOrder::ascending) == Texts{"b", "e", "c", "a", "d"});
    CHECK(sorted("s", SortOrder::descending) == Texts{"e", "b", "a", "c", "d"});
    CHECK(sorted("run", SortOrder::ascending) == Texts{"a", "b", "c", "d", "e"});
    sort_rows(comparison, 1, 3, "train_loss", SortOrder::ascending);  // leaves the others
    CHECK(texts(comparison, "run") == Texts{"a", "c", "b", "d", "e"});

    const auto unknown = [&] { sort_rows(comparison, 0, 5, "train_los", SortOrder::ascending); };
    CHECK_THROWS_AS(unknown(), InputError);
    CHECK(message_of(unknown) ==
          "--sort: there is no column 'train_los'\n"
          "  help: did you mean 'train_loss'? columns: run, s, status, epochs, train_loss");
}

TEST_CASE("comparison: the runs of a sweep are sorted by what it is to find") {
    const auto runs = [](const std::string& part) {
        const auto metrics = [&](const std::string& loss, const std::string& accuracy) {
            return R"({"train": {"loss": 1}, ")" + part + R"(": {"loss": )" + loss +
                   R"(, "accuracy": )" + accuracy + "}}";
        };
        return compare(alone({run("a", R"({"s": 1})", metrics("3", "0.5")),
                              run("b", R"({"s": 2})", metrics("1", "0.6")),
                              run("c", R"({"s": 3})", metrics("2", "0.7"))}));
    };
    const auto sorted = [&](const std::string& part, const SweepGoal& goal) {
        auto comparison = runs(part);
        sort_rows(comparison, 0, 3, goal);
        return texts(comparison, "run");
    };
    CHECK(sorted("validation", {"", "auto"}) == Texts{"b", "c", "a"});
    CHECK(sorted("train", {"", "auto"}) == Texts{"b", "c", "a"});
    CHECK(sorted("test", {"", "auto"}) == Texts{"a", "b", "c"});  // all are as good in training
    CHECK(sorted("validation", {"validation_accuracy", "auto"}) == Texts{"c", "b", "a"});
    CHECK(sorted("validation", {"validation_accuracy", "minimize"}) == Texts{"a", "b", "c"});
    CHECK(sorted("validation", {"validation_loss", "maximize"}) == Texts{"a", "c", "b"});
    CHECK(sorted("validation", {"validation_f1", "auto"}) == Texts{"a", "b", "c"});
}

TEST_CASE("comparison: as JSON and CSV, with all digits") {
    const auto comparison =
        compare({{run("x/a", R"({"loss": {"type": "huber", "delta": 2}, "seed": 1})",
                      R"({"train": {"loss": 0.1234567890123}})")},
                 {run("x/b", R"({"loss": "mse", "target": "say \"hi\", you", "seed": 1})",
                      R"({"train": {"loss": 1}})", R"({"cpu": "y"})"),
                  run("x/c", R"({"loss": "mse", "seed": 2})", R"({"train": {"loss": 3}})")}});
    CHECK(comparison_json(comparison).dump() ==
          R"([{"run":"x/a","config":{"loss":{"type":"huber","delta":2},"target":null},)"
          R"("seeds":1,"environment":{"cpu":"x","data.0.sha256":"0"},"status":"completed",)"
          R"("epochs":10,"metrics":{"train_loss":0.1234567890123}},)"
          R"({"run":"x/b","config":{"loss":"mse","target":"say \"hi\", you"},)"
          R"("seeds":2,"environment":{"cpu":"y","data.0.sha256":null},"status":"completed",)"
          R"("epochs":10,"metrics":{"train_loss":2.0},"sd":{"train_loss":1.4142135623730951}}])");
    CHECK(comparison_csv(comparison) ==
          "run,seeds,loss,target,environment.cpu,environment.data.0.sha256,status,epochs,"
          "train_loss,train_loss_sd\n"
          "x/a,1,huber,,x,0,completed,10,0.1234567890123,\n"
          "x/b,2,mse,\"say \"\"hi\"\", you\",y,,completed,10,2,1.4142135623730951\n");
    // Without differences and metrics.
    const auto bare = compare(alone({run("a", "{}", "{}"), run("b", "{}", "{}")}));
    CHECK(comparison_json(bare)[0].dump() ==
          R"({"run":"a","config":{},"status":"completed","epochs":10,"metrics":{}})");
}
