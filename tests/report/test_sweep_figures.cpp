#include "mlp/core/error.h"
#include "mlp/report/plots/sweep_plot.h"
#include "mlp/report/sweep_figures.h"

#include "gnuplot_is_here.h"
#include "support.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace mlp::test {
namespace {

/// A directory of a sweep with these rows of sweep.csv and the goal of its sweep.json.
class SweepDirectory {
  public:
    explicit SweepDirectory(const std::string& csv, const std::string& metric = "null") {
        directory_.write("sweep.json", fmt::format(R"({{"metric": {}}})", metric));
        directory_.write("sweep.csv", csv);
    }
    const std::filesystem::path& path() const { return directory_.path(); }
    void add_run(const std::string& name, const std::string& metrics) const {
        std::filesystem::create_directories(path() / "runs" / name);
        directory_.write("runs/" + name + "/metrics.csv", metrics);
    }

  private:
    TemporaryDirectory directory_;
};

constexpr auto header =
    "run,optimizer.learning_rate,network.layers.0.activation,seed,status,epochs,best_epoch,"
    "train_loss,train_accuracy,validation_loss,validation_accuracy,message\n";
constexpr auto curve = "epoch,train_loss,validation_loss\n1,0.9,0.8\n2,0.5,0.6\n";

TEST_CASE("the figures of a sweep are what its runs came to") {
    const SweepDirectory sweep(
        std::string(header) +
        "1,0.1,relu,,completed,2,2,0.3,0.8,0.4,0.7,\"done, at last\"\n"
        "2,0.01,\"{\"\"type\"\":\"\"elu\"\"}\",,completed,2,2,0.2,1,0.3,0.9,\n"
        "3,10,tanh,,diverged,1,0,,,,,nan\n"
        "4,0.01,tanh,,stopped,1,1,0.1,1,0.1,1,\n");
    for (const auto* run : {"0001", "0002", "0004"}) sweep.add_run(run, curve);
    const auto figures = read_sweep_figures(sweep.path());
    CHECK(figures.metric == "validation_loss");
    CHECK(!figures.larger_is_better);
    CHECK(figures.runs == std::vector<std::string>{"0001", "0002", "0004"});
    CHECK(figures.values == std::vector<double>{0.4, 0.3, 0.1});
    CHECK(figures.left_out == 1);
    CHECK(figures.best == 1);  // the last one was stopped on the way
    REQUIRE(figures.parameters.size() == 2);
    CHECK(figures.parameters[0].key == "optimizer.learning_rate");
    CHECK(figures.parameters[0].numbers() == std::vector<double>{0.1, 0.01, 0.01});
    CHECK(figures.parameters[1].values ==
          std::vector<std::string>{"relu", R"({"type":"elu"})", "tanh"});
    CHECK(figures.parameters[1].numbers().empty());
    CHECK(figures.loss == "validation_loss");
    REQUIRE(figures.curves.size() == 3);
    CHECK(figures.curves[0].run == 1);
    CHECK(figures.curves[0].epochs == std::vector<double>{1, 2});
    CHECK(figures.curves[0].loss == std::vector<double>{0.8, 0.6});
}

TEST_CASE("a sweep is judged by its own metric, the training loss without validation") {
    const std::string rows = "1,1,a,,completed,2,2,0.3,0.8,,,\n2,2,a,,completed,2,2,0.4,0.9,,,\n";
    const SweepDirectory plain(header + rows);
    const SweepDirectory chosen(header + rows, R"({"name": "train_accuracy", "goal": "auto"})");
    const SweepDirectory worst(header + rows, R"({"name": "train_loss", "goal": "maximize"})");
    const SweepDirectory other(header + rows, R"({"name": "validation_f1", "goal": "auto"})");
    for (const auto* sweep : {&plain, &chosen, &worst, &other}) {
        sweep->add_run("0001", curve);
        sweep->add_run("0002", curve);
    }
    CHECK(read_sweep_figures(plain.path()).metric == "train_loss");
    CHECK(read_sweep_figures(plain.path()).best == 0);
    CHECK(read_sweep_figures(plain.path()).loss == "train_loss");
    CHECK(read_sweep_figures(chosen.path()).larger_is_better);
    CHECK(read_sweep_figures(chosen.path()).best == 1);
    CHECK(read_sweep_figures(worst.path()).best == 1);
    CHECK(message_of([&] { read_sweep_figures(other.path()); }).find("validation_f1") !=
          std::string::npos);
}

TEST_CASE("of many runs the best and some others have curves") {
    std::string csv = header;
    for (int i = 1; i <= 50; ++i) {
        csv += fmt::format("{},{},a,,completed,2,2,{},1,,,\n", i, i, i == 37 ? 0.0 : 1.0);
    }
    const SweepDirectory sweep(csv);
    for (int i = 1; i <= 50; ++i) sweep.add_run(fmt::format("{:04}", i), curve);
    const auto runs_drawn = [&](std::size_t most) {
        std::vector<std::size_t> runs;
        for (const auto& drawn : read_sweep_figures(sweep.path(), most).curves) {
            runs.push_back(drawn.run);
        }
        return runs;
    };
    CHECK(runs_drawn(1) == std::vector<std::size_t>{36});
    CHECK(runs_drawn(5) == std::vector<std::size_t>{36, 0, 12, 24, 37});
    CHECK(runs_drawn(200).size() == 50);
    const auto picture = sweep_curves_picture(read_sweep_figures(sweep.path(), 5));
    CHECK(picture.script.find("train_loss of 50 runs, 5 of them drawn") != std::string::npos);
    CHECK(picture.script.find("best: run 0037") != std::string::npos);
}

TEST_CASE("a sweep that cannot be shown is answered with the reason") {
    const TemporaryDirectory directory;
    directory.write("sweep.json", "{}");
    const auto message = [&] { return message_of([&] { read_sweep_figures(directory.path()); }); };
    CHECK(message().find("sweep.csv: does not exist, so the sweep has not ended") !=
          std::string::npos);
    directory.write("sweep.csv", header);
    CHECK(message().find("has no runs") != std::string::npos);
    directory.write("sweep.csv", "a,b\n1,2\n");
    CHECK(message().find("has no column 'run'") != std::string::npos);
    directory.write("sweep.csv", std::string(header) + "1,1,a,,diverged,2,2,,,,,\n");
    CHECK(message().find("no run has a value of 'train_loss'") != std::string::npos);
}

TEST_CASE("a run without metrics, or with damaged ones, has no curve but its other figures") {
    const SweepDirectory sweep(std::string(header) +
                               "1,1,a,,completed,2,2,0.3,1,0.4,1,\n"
                               "2,2,a,,completed,2,2,0.2,1,0.3,1,\n"
                               "3,3,a,,completed,2,2,0.2,1,0.5,1,\n");
    sweep.add_run("0001", curve);
    sweep.add_run("0003", "damaged\n");
    const auto figures = read_sweep_figures(sweep.path());
    CHECK(figures.values == std::vector<double>{0.4, 0.3, 0.5});
    CHECK(figures.best == 1);
    REQUIRE(figures.curves.size() == 1);
    CHECK(figures.curves[0].run == 0);
    CHECK(sweep_curves_picture(figures).script.find("of 3 runs, 1 of them drawn") !=
          std::string::npos);
    std::filesystem::remove(sweep.path() / "runs/0001/metrics.csv");
    const auto none = read_sweep_figures(sweep.path());
    CHECK(none.curves.empty());
    CHECK_THROWS_WITH_AS(sweep_curves_picture(none), "no run has a metrics.csv that can be read",
                         InputError);
    CHECK(sweep_metric_picture(none).name == "sweep_metric");
}

TEST_CASE("metrics are drawn over every key that is varied") {
    SweepFigures figures;
    figures.metric = figures.loss = "validation_loss";
    figures.runs = {"0001", "0002", "0003"};
    figures.values = {3, 1, 2};
    figures.best = 1;
    figures.parameters = {{"rate", {"0.001", "0.01", "10"}},
                          {"activation", {"relu", "tanh_{x} @ 5% \"\\", ""}},
                          {"seed", {"1", "1", "1"}}};
    const auto picture = sweep_metric_picture(figures);
    CHECK(picture.script.find("best: run 0002 with 1") != std::string::npos);
    CHECK(picture.script.find("set logscale x") != std::string::npos);
    CHECK(picture.script.find("\"seed\"") == std::string::npos);
    // The categories stand by what they came to.
    const auto best = picture.script.find("\"tanh_{x} @ 5%% \\\"\\\\\" 0");
    const auto worst = picture.script.find("\"relu\" 2");
    CHECK(best != std::string::npos);
    CHECK(worst != std::string::npos);
    if (gnuplot_is_here()) {
        const TemporaryDirectory directory;
        figures.curves = {{1, {1, 2}, {3, 1}}, {0, {1}, {3}}};
        for (const auto& drawn : {picture, sweep_curves_picture(figures)}) {
            const auto file = directory.path() / (drawn.name + ".svg");
            draw(drawn, file);
            CHECK(content(file).find("</svg>") != std::string::npos);
        }
    }
    figures.parameters.erase(figures.parameters.begin(), figures.parameters.begin() + 2);
    CHECK_THROWS_AS(sweep_metric_picture(figures), InputError);
}

}  // namespace
}  // namespace mlp::test
