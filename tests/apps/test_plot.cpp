// `mlp plot`: which pictures there are of a run, where they go, and what happens where there are
// none.
#include "mlp/experiment/run_pictures.h"
#include "mlp/report/plots/sweep_pictures.h"

#include "apps/own_path.h"
#include "apps/program.h"
#include "report/gnuplot_is_here.h"

#include <algorithm>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

/// A run of a few epochs in the directory "run".
void train_xor(const TemporaryDirectory& directory, const std::string& more = "") {
    const auto run = mlp_program(
        directory, "train " + xor_config + " --set training.epochs=3 -q --output run " + more);
    REQUIRE_MESSAGE(run.exit_code == 0, run.err);
}

bool exists(const TemporaryDirectory& directory, const std::string& path) {
    return std::filesystem::exists(directory.path() / path);
}

/// A gnuplot that draws nothing, but does what it is told.
constexpr const char* stand_in = "cat >/dev/null; echo '<svg></svg>'\n";

Outcome plot_with(const TemporaryDirectory& directory, const std::string& arguments) {
    return with_path(directory, (directory.path() / "bin").string() + ":/usr/bin:/bin",
                     "plot " + arguments);
}

TEST_CASE("plot draws what there is to draw, and says in one line each what there is not") {
    const TemporaryDirectory directory;
    train_xor(directory);
    write_gnuplot(directory, stand_in);
    const auto run = plot_with(directory, "run");
    CHECK(run.exit_code == 0);
    const auto paths = lines(run.out);
    for (const std::string name : {"curves", "learning_rate", "network", "activations"}) {
        CAPTURE(name);
        const std::string path = "run/plots/" + name + ".svg";
        CHECK(std::ranges::find(paths, path) != paths.end());
    }
    for (const auto& path : paths) {
        CAPTURE(path);
        CHECK(content(directory.path() / path) == "<svg></svg>\n");
    }
    // A line each, without the help below it.
    const auto left_out = lines(run.err);
    for (const auto& line : left_out) {
        CAPTURE(line);
        CHECK(line.find(": left out: ") != std::string::npos);
    }
    CHECK(run.err.find("gradients: left out: run/diagnostics.csv: ") != std::string::npos);
    // Every picture is either here or there, but the one that has to be asked for.
    CHECK(paths.size() + left_out.size() == run_pictures().size() - 1);
    CHECK_FALSE(exists(directory, "run/plots/learning_rate_range.svg"));
    CHECK(plot_with(directory, "run --quiet").err.empty());
}

TEST_CASE("plot: some pictures, other formats, another directory") {
    const TemporaryDirectory directory;
    train_xor(directory);
    write_gnuplot(directory, stand_in);
    const auto run =
        plot_with(directory, "run --only network,curves --format png,svg --output new/place");
    CHECK(run.exit_code == 0);
    CHECK(run.err.empty());
    CHECK(run.out ==
          "new/place/curves.png\nnew/place/curves.svg\nnew/place/network.png\n"
          "new/place/network.svg\n");
    CHECK(entries(directory.path() / "new/place").size() == 4);
    CHECK_FALSE(exists(directory, "run/plots"));
}

TEST_CASE("plot: a picture that was asked for and cannot be made is an error, the others are not") {
    const TemporaryDirectory directory;
    train_xor(directory);
    write_gnuplot(directory, stand_in);
    const auto run = plot_with(directory, "run --only gradients,curves");
    CHECK(run.exit_code == 2);
    CHECK(run.out == "run/plots/curves.svg\n");
    CHECK(run.err.starts_with("error: gradients: run/diagnostics.csv: "));
    CHECK(run.err.find("\n  help: ") != std::string::npos);
    CHECK(exists(directory, "run/plots/curves.svg"));
}

TEST_CASE("plot: a run without metrics has all other pictures") {
    const TemporaryDirectory directory;
    train_xor(directory);
    write_gnuplot(directory, stand_in);
    std::filesystem::remove(directory.path() / "run/metrics.csv");
    const auto run = plot_with(directory, "run");
    CHECK(run.exit_code == 0);
    for (const std::string name : {"curves", "metrics", "learning_rate"}) {
        CAPTURE(name);
        CHECK(run.err.find(name + ": left out: run/metrics.csv: does not exist") !=
              std::string::npos);
        CHECK_FALSE(exists(directory, "run/plots/" + name + ".svg"));
    }
    CHECK(exists(directory, "run/plots/network.svg"));
    CHECK(plot_with(directory, "run --only curves").exit_code == 2);
    // Without the model and the config of the data there is nothing at all.
    std::filesystem::remove(directory.path() / "run/model.safetensors");
    const auto none = plot_with(directory, "run --output none");
    CHECK(none.exit_code == 2);
    CHECK(none.err.find("error: run: there is nothing to draw\n") != std::string::npos);
    CHECK_FALSE(exists(directory, "none"));
}

TEST_CASE("plot: a new run in the same directory takes the pictures of the old one away") {
    const TemporaryDirectory directory;
    train_xor(directory);
    write_gnuplot(directory, stand_in);
    REQUIRE(plot_with(directory, "run --format svg,png").exit_code == 0);
    directory.write("run/plots/own.svg", "");
    train_xor(directory, "--force");
    CHECK(entries(directory.path() / "run/plots") == std::vector<std::string>{"own.svg"});
    std::filesystem::remove(directory.path() / "run/plots/own.svg");
    REQUIRE(plot_with(directory, "run --only curves").exit_code == 0);
    train_xor(directory, "--force");
    CHECK_FALSE(exists(directory, "run/plots"));
}

TEST_CASE("plot: what is asked for wrongly is told before anything is drawn") {
    const TemporaryDirectory directory;
    train_xor(directory);
    directory.write("file", "");
    std::filesystem::create_directory(directory.path() / "empty");
    write_gnuplot(directory, stand_in);
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"run --only curvs",
         "unknown picture 'curvs'\n  help: did you mean 'curves'? known "
         "pictures: curves, metrics, "},
        {"run --only curves,nonsense", "unknown picture 'nonsense'\n  help: known pictures: "},
        {"run --only ''", "unknown picture ''\n"},
        {"run --format pdf", "unknown format 'pdf'\n  help: known formats: svg, png\n"},
        {"nowhere", "nowhere: is not a run directory: it does not exist\n  help: "},
        {"file", "file: is not a run directory: it is a file\n  help: "},
        {"empty", "empty: is not a run directory: it has no config.json\n  help: "},
        {"", "DIR is required\n"}};
    for (const auto& [arguments, message] : cases) {
        const std::string shown = arguments;
        CAPTURE(shown);
        const auto run = plot_with(directory, arguments);
        CHECK(run.exit_code == 2);
        CHECK(run.out.empty());
        const std::string start = run.err.substr(0, message.size() + 7);
        CHECK(start == "error: " + message);
    }
    CHECK_FALSE(exists(directory, "run/plots"));
}

TEST_CASE(
    "plot: without gnuplot there is nothing, where it fails at a picture the others are there") {
    const TemporaryDirectory directory;
    train_xor(directory);
    const auto missing = with_path(directory, "/nonexistent", "plot run");
    CHECK(missing.exit_code == 1);
    CHECK(missing.out.empty());
    CHECK(missing.err.find("error: gnuplot, which draws the plots, is not installed\n") !=
          std::string::npos);
    CHECK(lines(missing.err).back().starts_with("  help: "));
    CHECK_FALSE(exists(directory, "run/plots"));

    // The second picture fails.
    write_gnuplot(directory,
                  "cat >/dev/null; echo '<svg></svg>'\n"
                  "test -e failed && exit 0\n"
                  "test -e run/plots/curves.svg && { >failed; echo 'out of paper' >&2; exit 3; }\n"
                  "exit 0\n");
    const auto failing = plot_with(directory, "run --only curves,learning_rate,network");
    CHECK(failing.exit_code == 1);
    CHECK(failing.out == "run/plots/curves.svg\nrun/plots/network.svg\n");
    CHECK(failing.err == "error: learning_rate: gnuplot failed with code 3: out of paper\n");
    CHECK(entries(directory.path() / "run/plots").size() == 2);

    write_gnuplot(directory, "cat >/dev/null\n");
    const auto silent = plot_with(directory, "run --only curves --output silent");
    CHECK(silent.exit_code == 1);
    CHECK(silent.out.empty());
    CHECK(silent.err == "error: curves: gnuplot wrote nothing\n");
    CHECK_FALSE(exists(directory, "silent"));

    directory.write("taken", "");
    write_gnuplot(directory, stand_in);
    const auto taken = plot_with(directory, "run --output taken");
    CHECK(taken.exit_code == 1);
    CHECK(taken.err.find("error: taken: cannot be made: ") != std::string::npos);
}

/// All pictures of a table are there as .svg and .png, but those left out.
template <class Pictures>
void check_drawn(const TemporaryDirectory& directory, const std::string& folder,
                 const Pictures& pictures, const std::string& left_out = "") {
    for (const auto& picture : pictures) {
        const std::string name(picture.name);
        if (name == left_out || picture.on_request) continue;
        CAPTURE(name);
        const auto file = directory.path() / folder / name;
        CHECK(content(file.string() + ".svg").starts_with("<?xml"));
        CHECK(content(file.string() + ".png").starts_with("\x89PNG\r\n"));
    }
}

TEST_CASE("plot: every picture of a run is drawn by gnuplot itself, in both formats") {
    if (!gnuplot_is_here()) return;
    const TemporaryDirectory directory;
    train_xor(directory, "--set logging.diagnostics=true --set 'metrics=[\"accuracy\"]'");
    const auto run = mlp_program(directory, "plot run --format svg,png");
    CHECK_MESSAGE(run.exit_code == 0, run.err);
    CHECK(run.err == "predictions: left out: the network predicts classes, not numbers\n");
    check_drawn(directory, "run/plots", run_pictures(), "predictions");
    const auto range = mlp_program(directory, "plot run --only learning_rate_range");
    CHECK_MESSAGE(range.exit_code == 0, range.err);
    CHECK(range.out == "run/plots/learning_rate_range.svg\n");
}

TEST_CASE("plot: pictures of classes are not those of numbers, nor is a plane of many features") {
    if (!gnuplot_is_here()) return;
    const TemporaryDirectory directory;
    const auto train = mlp_program(directory, "train '" MLP_SOURCE_DIR
                                              "/configs/diabetes_progression.json' -q --output run "
                                              "--set training.epochs=1");
    REQUIRE_MESSAGE(train.exit_code == 0, train.err);
    const auto run = mlp_program(directory, "plot run --only predictions,roc,boundary");
    CHECK(run.exit_code == 2);
    CHECK(run.out == "run/plots/predictions.svg\n");
    CHECK(
        run.err.starts_with("error: roc: the network predicts numbers, not classes\n"
                            "error: boundary: "));
    CHECK(run.err.find("10 features") != std::string::npos);
}

TEST_CASE("plot: a sweep has pictures of its own") {
    if (!gnuplot_is_here()) return;
    const TemporaryDirectory directory;
    const auto sweep = mlp_program(directory, "sweep " + xor_config +
                                                  " --grid optimizer.learning_rate=0.1,0.01 "
                                                  "--set training.epochs=3 -q --output sweep");
    REQUIRE_MESSAGE(sweep.exit_code == 0, sweep.err);
    const auto run = mlp_program(directory, "plot sweep --format svg,png");
    CHECK_MESSAGE(run.exit_code == 0, run.err);
    CHECK(run.err.empty());
    check_drawn(directory, "sweep/plots", sweep_pictures());
    const auto wrong = mlp_program(directory, "plot sweep --only roc");
    CHECK(wrong.exit_code == 2);
    CHECK(wrong.err.find("known pictures: sweep_curves, sweep_metric\n") != std::string::npos);
    // While it goes on there is nothing to compare.
    std::filesystem::remove(directory.path() / "sweep/sweep.csv");
    CHECK(mlp_program(directory, "plot sweep").exit_code == 2);
}

TEST_CASE("plot: its help lists the pictures") {
    const TemporaryDirectory directory;
    const auto run = mlp_program(directory, "plot --help");
    CHECK(run.exit_code == 0);
    const auto check = [&](const auto& pictures) {
        for (const auto& picture : pictures) {
            CAPTURE(picture.name);
            CHECK(run.out.find("\n  " + std::string(picture.name) + " ") != std::string::npos);
            CHECK(run.out.find(std::string(picture.help)) != std::string::npos);
        }
    };
    check(run_pictures());
    check(sweep_pictures());
}

}  // namespace
}  // namespace mlp::test
