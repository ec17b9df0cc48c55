#include "mlp/core/error.h"
#include "mlp/report/run_record.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;
using mlp::test::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

const std::string help =
    "\n  help: a run directory is what mlp train prints last, such as "
    "runs/iris/2026-01-31_12-00-00";

/// A run directory in another directory, with nothing but a config.
fs::path make_run(const TemporaryDirectory& directory, const std::string& name) {
    fs::create_directories(directory.path() / name);
    directory.write(name + "/config.json", R"({"seed": 7})");
    return directory.path() / name;
}

}  // namespace

TEST_CASE("run record: what the files say, and null for those that are not there") {
    const TemporaryDirectory directory;
    const fs::path run = make_run(directory, "run");
    CHECK_NOTHROW(check_run_directory(run));
    const RunRecord bare = read_run(run);
    CHECK(bare.directory == run);
    CHECK(bare.config.dump() == R"({"seed":7})");
    CHECK(bare.summary.is_null());
    CHECK(bare.environment.is_null());

    directory.write("run/summary.json", R"({"status": "completed"})");
    directory.write("run/environment.json", R"({"cpu": "x"})");
    const RunRecord whole = read_run(run / "");
    CHECK(whole.summary.dump() == R"({"status":"completed"})");
    CHECK(whole.environment.dump() == R"({"cpu":"x"})");
}

TEST_CASE("run record: what is no run directory") {
    const TemporaryDirectory directory;
    const auto problem = [&](const fs::path& path) {
        const std::string message = message_of([&] { check_run_directory(path); });
        CHECK_THROWS_AS(check_run_directory(path), InputError);
        CHECK(message_of([&] { (void)read_run(path); }) == message);
        return message;
    };
    const fs::path empty = directory.path() / "empty";
    fs::create_directory(empty);
    CHECK(problem(empty) ==
          empty.string() + ": is not a run directory: it has no config.json" + help);
    const fs::path file = directory.write("file", "{}");
    CHECK(problem(file) == file.string() + ": is not a run directory: it is a file" + help);
    const fs::path missing = directory.path() / "missing";
    CHECK(problem(missing) ==
          missing.string() + ": is not a run directory: it does not exist" + help);
}

TEST_CASE("run record: damaged files are named with the place") {
    const TemporaryDirectory directory;
    const fs::path run = make_run(directory, "run");
    const auto problem = [&](const std::string& file, const std::string& content) {
        directory.write("run/" + file, content);
        std::string message = message_of([&] { (void)read_run(run); });
        CHECK_THROWS_AS((void)read_run(run), InputError);
        fs::remove(run / file);
        if (file == "config.json") make_run(directory, "run");
        return message;
    };
    for (const std::string file : {"config.json", "summary.json", "environment.json"}) {
        const std::string place = (run / file).string();
        CHECK(
            problem(file, "{\"a\": 1,\n  oops").starts_with(place + ":2:3: error: not valid JSON"));
        CHECK(problem(file, "").starts_with(place + ":1:1: error: not valid JSON"));
        CHECK(problem(file, "[1]") == place + ":1:1: error: this must be an object");
    }
}

TEST_CASE("run record: a sweep, its runs and its goal") {
    const TemporaryDirectory directory;
    const fs::path sweep = directory.path() / "sweep";
    for (const std::string run : {"0010", "0002", "0001"}) make_run(directory, "sweep/runs/" + run);
    fs::create_directory(sweep / "runs/0003");  // has not started
    directory.write("sweep/runs/notes.txt", "");
    CHECK_FALSE(is_sweep_directory(sweep));
    CHECK(runs_of_sweep(sweep).empty());

    directory.write("sweep/sweep.json", R"({"metric": {"name": "test_r2", "goal": "minimize"}})");
    directory.write("sweep/environment.json", R"({"cpu": "of the sweep"})");
    CHECK(is_sweep_directory(sweep));
    CHECK(runs_of_sweep(sweep) ==
          std::vector<fs::path>{sweep / "runs/0001", sweep / "runs/0002", sweep / "runs/0010"});
    CHECK(read_run(sweep / "runs/0002").environment["cpu"] == "of the sweep");
    directory.write("sweep/runs/0002/environment.json", R"({"cpu": "its own"})");
    CHECK(read_run(sweep / "runs/0002").environment["cpu"] == "its own");

    CHECK(goal_of_sweep(sweep).metric == "test_r2");
    CHECK(goal_of_sweep(sweep).goal == "minimize");
    for (const std::string text : {"{}", R"({"metric": null})", R"({"metric": {"name": 1}})"}) {
        directory.write("sweep/sweep.json", text);
        CHECK(goal_of_sweep(sweep).metric.empty());
        CHECK(goal_of_sweep(sweep).goal == "auto");
    }
    directory.write("sweep/sweep.json", "{");
    CHECK(message_of([&] {
              (void)goal_of_sweep(sweep);
          }).starts_with((sweep / "sweep.json").string() + ":1:2: error: not valid JSON"));
    fs::remove_all(sweep / "runs");
    CHECK(runs_of_sweep(sweep).empty());
}
