// `mlp init`: from a table to a config that trains well.
#include "apps/program.h"

#include <cmath>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

std::string in_quotes(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

/// The mean over five folds of what `mlp init` proposes, untouched.
double reached(const std::filesystem::path& data, const std::string& target,
               const std::string& metric) {
    const TemporaryDirectory directory;
    const auto made = mlp_program(
        directory, "init " + in_quotes(data) + " --target " + target + " -o start.json");
    REQUIRE_MESSAGE(made.exit_code == 0, made.err);
    const auto trained =
        mlp_program(directory, "train start.json --cross-validate 5 --quiet -o run");
    REQUIRE_MESSAGE(trained.exit_code == 0, trained.err);
    const auto summary = json_file(directory.path() / "run/summary.json");
    return summary["cross_validation"][metric]["mean"];
}

/// What `mlp init` proposes for this table.
nlohmann::json proposed(const TemporaryDirectory& directory, const std::string& csv,
                        const std::string& arguments = "--target y") {
    directory.write("t.csv", csv);
    const auto made = mlp_program(directory, "init t.csv --force -o t.json " + arguments);
    REQUIRE_MESSAGE(made.exit_code == 0, made.err);
    const auto trained =
        mlp_program(directory, "train t.json --quiet --force -o run --set training.epochs=2");
    CHECK_MESSAGE(trained.exit_code == 0, trained.err);
    return json_file(directory.path() / "t.json");
}

}  // namespace

TEST_CASE("init: what it proposes reaches what can be reached, untouched") {
    CHECK(reached(dataset("iris.csv"), "species", "accuracy") >= 0.953);
    CHECK(reached(dataset("wine.csv"), "cultivar", "accuracy") >= 0.972);
    CHECK(reached(dataset("breast_cancer.csv"), "diagnosis", "accuracy") >= 0.974);
    CHECK(reached(dataset("diabetes_progression.csv"), "progression", "r2") >= 0.48);
}

TEST_CASE("init: digits are seen as pictures, and told apart") {
    CHECK(reached(dataset("digits.csv"), "digit", "accuracy") >= 0.975);
}

TEST_CASE("init: spam is told from ham") {
    if (!std::filesystem::exists(dataset("spambase.csv"))) {
        MESSAGE("skipped: datasets/spambase.csv is not there; see datasets/README.md");
        return;
    }
    CHECK(reached(dataset("spambase.csv"), "is_spam", "accuracy") >= 0.94);
}

TEST_CASE("init: texts, gaps, numbers of rows and columns that never change are dealt with") {
    const TemporaryDirectory directory;
    std::string csv = "id,name,age,city,unit,income,y\n";
    for (int i = 0; i < 200; ++i) {
        csv += std::to_string(i + 1) + ",person " + std::to_string(i) + "," +
               (i % 9 == 4 ? "" : std::to_string(20 + i * 37 % 60)) + "," +
               (i % 3 == 0 ? "Rome" : "Oslo") + ",m," + std::to_string(std::exp(i * 7 % 13)) + "," +
               (i % 3 == 0 ? "yes" : "no") + "\n";
    }
    const auto config = proposed(directory, csv);
    CHECK(config["data"]["ignore"] == nlohmann::json::array({"id", "name", "unit"}));
    CHECK(config["data"]["missing"] == "median");
    CHECK(config["data"]["missing_indicator"] == true);
    CHECK(config["data"]["preprocessing"]["default"] == "standardize");
    CHECK(config["data"]["preprocessing"]["columns"] == nlohmann::json{{"income", "yeo_johnson"}});
    CHECK(config["data"]["validation"]["stratify"] == true);
    CHECK(config["loss"] == "binary_cross_entropy");
    CHECK(config.contains("early_stopping"));
    const auto text = content(directory.path() / "t.json");
    CHECK(count(text, "//") > 10);
    CHECK(count(text, "'id' numbers the rows") == 1);
    CHECK(count(text, "'unit' never changes") == 1);
}

TEST_CASE("init: the target decides between classes and numbers") {
    const TemporaryDirectory directory;
    std::string classes = "x,y\n";
    std::string numbers = "x,y\n";
    std::string rare = "x,y\n";
    for (int i = 0; i < 100; ++i) {
        const std::string x = std::to_string(std::sin(i));
        classes += x + "," + std::to_string(i % 3) + "\n";
        numbers += x + "," + std::to_string(std::cos(i)) + "\n";
        rare += x + "," + (i % 20 == 0 ? "rare" : "usual") + "\n";
    }
    CHECK(proposed(directory, classes)["loss"] == "cross_entropy");
    CHECK(proposed(directory, classes, "--target y --task regression")["loss"] == "mse");
    const auto regression = proposed(directory, numbers);
    CHECK(regression["loss"] == "mse");
    CHECK(regression["data"]["target_scaling"] == "standardize");
    CHECK(proposed(directory, rare)["loss"]["class_weights"] == "balanced");
}

TEST_CASE("init: paths, delimiters and missing headers reach the config") {
    const TemporaryDirectory directory;
    std::filesystem::create_directory(directory.path() / "sub");
    directory.write("t.dat", "1;a\n2;b\n3;a\n4;b\n5;a\n6;b\n7;a\n8;b\n9;a\n1;b\n2;a\n3;b\n");
    const auto made = mlp_program(directory,
                                  "init t.dat --no-header --delimiter ';' --target column_2 -o "
                                  "sub/c.json");
    REQUIRE_MESSAGE(made.exit_code == 0, made.err);
    const auto config = json_file(directory.path() / "sub/c.json");
    CHECK(config["data"]["path"] == "../t.dat");
    CHECK(config["data"]["header"] == false);
    CHECK(config["data"]["delimiter"] == ";");
    CHECK(mlp_program(directory, "train sub/c.json --quiet -o run").exit_code == 0);
}

TEST_CASE("init: what it cannot do is told, and nothing is written") {
    const TemporaryDirectory directory;
    directory.write("t.csv", "a,b,y\n1,2,x\n3,4,x\n");
    directory.write("there.json", "mine");
    check_refused(directory, "init t.csv", {"name it with --target", "a, b, y"});
    check_refused(directory, "init t.csv --target z", {"t.csv: no target column 'z'"});
    check_refused(directory, "init t.csv --target y", {"the target 'y' is the same in every row"});
    check_refused(directory, "init t.csv --target a -o there.json",
                  {"there.json: is there already", "--force"});
    check_refused(directory, "init none.csv --target a", {"none.csv: cannot be read"});
    check_refused(directory, "init t.csv --target y --task regression", {"'y'"});
    CHECK(content(directory.path() / "there.json") == "mine");
}

}  // namespace mlp::test
