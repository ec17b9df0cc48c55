#include "program.h"

#include <iterator>

using namespace mlp::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

json small_iris(int seed, double learning_rate) {
    json config = iris();
    config["name"] = "iris";
    config["seed"] = seed;
    config["optimizer"]["learning_rate"] = learning_rate;
    config["training"]["epochs"] = 2;
    return config;
}

/// A sweep of two learning rates by two seeds; metric: the text of its sweep.json's.
void make_sweep(const TemporaryDirectory& directory, const std::string& metric) {
    fs::create_directories(directory.path() / "sweep/runs");
    directory.write("sweep/sweep.json", R"({"metric": )" + metric + "}");
    int number = 0;
    for (const double learning_rate : {0.0001, 0.1}) {
        for (const int seed : {1, 2}) {
            const std::string name = "000" + std::to_string(++number);
            const auto run = train(directory, small_iris(seed, learning_rate), name);
            fs::rename(run / "environment.json", directory.path() / "sweep/environment.json");
            fs::rename(run, directory.path() / "sweep/runs" / name);
        }
    }
}

/// The cells of a table, without the blanks.
std::vector<std::string> words(const std::string& line) {
    std::istringstream stream(line);
    return {std::istream_iterator<std::string>(stream), {}};
}

}  // namespace

TEST_CASE("compare: two runs beside each other") {
    const TemporaryDirectory directory;
    train(directory, small_iris(1, 0.01), "a");
    train(directory, small_iris(2, 0.1), "b");
    const auto outcome = mlp_program(directory, "compare a b/");
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.err.empty());
    const auto table = lines(outcome.out);
    REQUIRE(table.size() == 6);
    CHECK(words(table[0]) == std::vector<std::string>{"run", "a", "b"});
    CHECK(words(table[1]) == std::vector<std::string>{"seed", "1", "2"});
    CHECK(words(table[2]) == std::vector<std::string>{"optimizer.learning_rate", "0.01", "0.1"});
    CHECK(words(table[3]) == std::vector<std::string>{"epochs", "2", "2"});
    CHECK(words(table[4])[0] == "train_loss");
    CHECK(words(table[5])[0] == "train_accuracy");

    const auto numbers = json::parse(mlp_program(directory, "compare a b --json").out);
    REQUIRE(numbers.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        const std::string name = i == 0 ? "a" : "b";
        const auto summary = json_file(directory.path() / name / "summary.json");
        CHECK(numbers[i]["run"] == name);
        CHECK(numbers[i]["config"].size() == 2);
        CHECK(numbers[i]["config"]["optimizer.learning_rate"] == (i == 0 ? 0.01 : 0.1));
        CHECK(numbers[i]["status"] == "completed");
        CHECK(numbers[i]["metrics"]["train_loss"] == summary["metrics"]["train"]["loss"]);
    }
    const auto cells = mlp::test::table(mlp_program(directory, "compare a b --csv").out);
    REQUIRE(cells.size() == 3);
    CHECK(cells[0] == std::vector<std::string>{"run", "seed", "optimizer.learning_rate", "status",
                                               "epochs", "train_loss", "train_accuracy"});
    CHECK(std::stod(cells[2][5]) == numbers[1]["metrics"]["train_loss"]);
}

TEST_CASE("compare: a run that is repeated has an equal config and equal numbers") {
    const TemporaryDirectory directory;
    const auto first = train(directory, small_iris(1, 0.01), "a");
    train(directory, json_file(first / "config.json"), "b");
    const std::string equal = mlp_program(directory, "compare a b").out;
    CHECK(equal.ends_with("\n\nthe configs are equal\n"));
    json summary = json_file(first / "summary.json");
    summary["metrics"]["train"]["loss"] = -1;
    directory.write("a/summary.json", summary.dump());
    CHECK(mlp_program(directory, "compare a b")
              .out.ends_with("\n\nthe configs are equal\n"
                             "a, b: equal configs and environments gave different metrics\n"));
    fs::remove(first / "summary.json");
    const auto running = lines(mlp_program(directory, "compare a b").out);
    CHECK(words(running[1]) == std::vector<std::string>{"status", "unfinished", "completed"});
}

TEST_CASE("compare: of a sweep, a row for each config, the best first") {
    const TemporaryDirectory directory;
    make_sweep(directory, R"({"name": "", "goal": "auto"})");
    const auto rates = [&](const std::string& arguments) {
        std::vector<double> result;
        for (const auto& row :
             json::parse(mlp_program(directory, "compare --json " + arguments).out)) {
            result.push_back(row["config"]["optimizer.learning_rate"]);
        }
        return result;
    };
    using Rates = std::vector<double>;
    const auto rows = json::parse(mlp_program(directory, "compare sweep --json").out);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0]["seeds"] == 2);
    CHECK(rows[0]["run"] == "sweep/runs/0003");
    CHECK(rows[0]["sd"]["train_loss"] > 0);
    double mean = 0;
    for (const std::string run : {"0003", "0004"}) {
        const auto file = directory.path() / "sweep/runs" / run / "summary.json";
        mean += json_file(file)["metrics"]["train"]["loss"].get<double>() / 2;
    }
    CHECK(rows[0]["metrics"]["train_loss"].get<double>() == doctest::Approx(mean).epsilon(1e-12));
    CHECK(count(mlp_program(directory, "compare sweep").out, " ± ") == 4);

    CHECK(rates("sweep") == Rates{0.1, 0.0001});
    CHECK(rates("sweep --each") == Rates{0.1, 0.1, 0.0001, 0.0001});
    CHECK(rates("sweep --sort optimizer.learning_rate") == Rates{0.0001, 0.1});
    CHECK(rates("sweep --each --sort train_accuracy") == Rates{0.1, 0.1, 0.0001, 0.0001});
    directory.write("sweep/sweep.json",
                    R"({"metric": {"name": "train_loss", "goal": "maximize"}})");
    CHECK(rates("sweep") == Rates{0.0001, 0.1});

    // Runs that are named are never joined.
    const std::string named = mlp_program(directory, "compare sweep/runs/000[12]").out;
    CHECK(words(lines(named)[0]) == std::vector<std::string>{"run", "0001", "0002"});
    CHECK(words(lines(named)[1]) == std::vector<std::string>{"seed", "1", "2"});
    const auto both =
        json::parse(mlp_program(directory, "compare sweep/runs/0004 sweep --json").out);
    REQUIRE(both.size() == 3);
    CHECK(both[0]["run"] == "sweep/runs/0004");
    CHECK(both[0]["seeds"] == 1);
    CHECK(both[1]["seeds"] == 2);
}

TEST_CASE("compare: what cannot be compared is refused") {
    const TemporaryDirectory directory;
    train(directory, small_iris(1, 0.01), "a");
    fs::create_directories(directory.path() / "empty/runs");
    check_refused(directory, "compare", {"DIR is required"});
    check_refused(directory, "compare a", {"error: a: this is one run", "help: name two runs"});
    check_refused(directory, "compare a empty",
                  {"error: empty: is not a run directory: it has no config.json",
                   "help: a run directory is what mlp train prints last"});
    check_refused(directory, "compare missing a",
                  {"error: missing: is not a run directory: it does not exist"});
    check_refused(directory, "compare a a.json",
                  {"error: a.json: is not a run directory: it is a file"});
    check_refused(directory, "compare a a --sort train_los",
                  {"--sort: there is no column 'train_los'", "did you mean 'train_loss'?"});
    check_refused(directory, "compare a a --csv --json", {"--json excludes --csv"});

    directory.write("empty/sweep.json", "{}");
    check_refused(directory, "compare empty", {"error: empty: this sweep has no runs so far"});
    fs::copy(directory.path() / "a", directory.path() / "empty/runs/1");
    check_refused(directory, "compare empty", {"error: empty: this is one run"});
    directory.write("empty/sweep.json", "{");
    check_refused(directory, "compare empty a", {"empty/sweep.json:1:2: error: not valid JSON"});

    fs::copy(directory.path() / "a", directory.path() / "damaged");
    directory.write("damaged/summary.json", "{\n  \"status\": completed}");
    check_refused(directory, "compare a damaged",
                  {"damaged/summary.json:2:13: error: not valid JSON"});
    directory.write("damaged/config.json", "{\"seed\": 1");
    check_refused(directory, "compare a damaged",
                  {"damaged/config.json:1:11: error: not valid JSON"});
    directory.write("damaged/config.json", "3");
    check_refused(directory, "compare a damaged",
                  {"damaged/config.json:1:1: error: this must be an object"});
}
