// `mlp predict` and `mlp evaluate`: a trained model on tables.
#include "apps/program.h"

#include <cmath>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

const std::string model = "predict run/model.safetensors ";

std::string in_quotes(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

/// A CSV text with its columns in another order; names that it does not have become new columns.
std::string rearranged(const std::string& csv, const std::vector<std::string>& columns) {
    const auto rows = table(csv);
    std::string text;
    for (const auto& row : rows) {
        for (const auto& column : columns) {
            const auto at = std::find(rows[0].begin(), rows[0].end(), column) - rows[0].begin();
            const bool known = static_cast<std::size_t>(at) < rows[0].size();
            text += (&column == &columns.front() ? "" : ",") +
                    (known              ? row[static_cast<std::size_t>(at)]
                     : &row == &rows[0] ? column
                                        : "no number");
        }
        text += '\n';
    }
    return text;
}

TEST_CASE("predict gives a class and probabilities that sum to one for every row of Iris") {
    const TemporaryDirectory directory;
    train(directory, iris());
    const auto prediction = mlp_program(directory, model + in_quotes(dataset("iris.csv")));
    CHECK(prediction.exit_code == 0);
    CHECK(prediction.err.empty());
    const auto rows = table(prediction.out);
    REQUIRE(rows.size() == 151);
    CHECK(rows[0] == std::vector<std::string>{"predicted_species", "probability_setosa",
                                              "probability_versicolor", "probability_virginica"});
    const auto data = table(content(dataset("iris.csv")));
    int right = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        REQUIRE(rows[i].size() == 4);
        std::size_t best = 1;
        double sum = 0;
        for (std::size_t k = 1; k <= 3; ++k) {
            sum += std::stod(rows[i][k]);
            if (std::stod(rows[i][k]) > std::stod(rows[i][best])) best = k;
        }
        CHECK(sum == doctest::Approx(1).epsilon(1e-5));
        CHECK("probability_" + rows[i][0] == rows[0][best]);
        right += rows[i][0] == data[i].back();
    }
    CHECK(right >= 140);
}

TEST_CASE("predict reads standard input and writes standard output or a file alike") {
    const TemporaryDirectory directory;
    train(directory, iris());
    const auto data = in_quotes(dataset("iris.csv"));
    const auto expected = mlp_program(directory, model + data).out;
    CHECK(lines(expected).size() == 151);
    CHECK(mlp_program(directory, model + "- <" + data).out == expected);
    CHECK(shell(directory, "cat " + data + " | " + program + " " + model + "- -o -").out ==
          expected);

    directory.write("old.csv", "what stood here before");
    for (const std::string file : {"new.csv", "old.csv"}) {
        CAPTURE(file);
        const auto to_file = mlp_program(directory, model + data + " -o " + file);
        CHECK(to_file.exit_code == 0);
        CHECK(to_file.out.empty());
        CHECK(to_file.err.empty());
        CHECK(content(directory.path() / file) == expected);
    }
}

TEST_CASE("predict finds features by name in any order and ignores other columns") {
    const TemporaryDirectory directory;
    train(directory, iris());
    const auto csv = content(dataset("iris.csv"));
    const auto expected = mlp_program(directory, model + in_quotes(dataset("iris.csv"))).out;
    directory.write("reordered.csv", rearranged(csv, {"species", "petal_width", "sepal_length",
                                                      "petal_length", "sepal_width"}));
    directory.write("features.csv", rearranged(csv, {"sepal_length", "sepal_width", "petal_length",
                                                     "petal_width"}));
    directory.write("extra.csv", rearranged(csv, {"colour", "sepal_length", "sepal_width", "place",
                                                  "petal_length", "petal_width"}));
    for (const std::string file : {"reordered.csv", "features.csv", "extra.csv"}) {
        CAPTURE(file);
        const auto prediction = mlp_program(directory, model + file);
        CHECK(prediction.exit_code == 0);
        CHECK(prediction.out == expected);
    }
}

TEST_CASE("predict names the columns that are missing and writes nothing") {
    const TemporaryDirectory directory;
    train(directory, iris());
    const auto csv = content(dataset("iris.csv"));
    directory.write("one.csv", rearranged(csv, {"sepal_length", "sepal_width", "petal_length"}));
    directory.write("two.csv", rearranged(csv, {"sepal_length", "petal_length", "species"}));

    const auto one = mlp_program(directory, model + "one.csv -o out.csv");
    CHECK(one.exit_code == 2);
    CHECK(one.err.find("one.csv: ") != std::string::npos);
    CHECK(one.err.find("'petal_width'") != std::string::npos);
    CHECK(one.err.find("'petal_length'") == std::string::npos);
    const auto two = mlp_program(directory, model + "two.csv -o out.csv");
    CHECK(two.exit_code == 2);
    CHECK(two.err.find("'sepal_width', 'petal_width'") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(directory.path() / "out.csv"));
}

TEST_CASE("predict prints both probabilities of a single sigmoid output") {
    const TemporaryDirectory directory;
    train(directory, xor_problem());
    const auto rows = table(mlp_program(directory, model + in_quotes(dataset("xor.csv"))).out);
    REQUIRE(rows.size() == 5);
    CHECK(rows[0] == std::vector<std::string>{"predicted_xor", "probability_0", "probability_1"});
    const std::vector<std::string> expected = {"0", "1", "1", "0"};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto& row = rows[i + 1];
        REQUIRE(row.size() == 3);
        CHECK(row[0] == expected[i]);
        CHECK(std::stod(row[1]) + std::stod(row[2]) == doctest::Approx(1));
        CHECK((std::stod(row[2]) > 0.5) == (row[0] == "1"));
    }
}

TEST_CASE("predict gives the values of a regression, in both precisions") {
    for (const std::string precision : {"float32", "float64"}) {
        CAPTURE(precision);
        const TemporaryDirectory directory;
        auto config = diabetes();
        config["precision"] = precision;
        const auto run = train(directory, config);
        const auto file = dataset("diabetes_progression.csv");
        const auto rows = table(mlp_program(directory, model + in_quotes(file)).out);
        const auto data = table(content(file));
        REQUIRE(rows.size() == data.size());
        CHECK(rows[0] == std::vector<std::string>{"predicted_progression"});
        double squares = 0;
        for (std::size_t i = 1; i < rows.size(); ++i) {
            REQUIRE(rows[i].size() == 1);
            squares += std::pow(std::stod(rows[i][0]) - std::stod(data[i].back()), 2);
        }
        const double loss = json_file(run / "summary.json")["metrics"]["train"]["loss"];
        CHECK(squares / static_cast<double>(rows.size() - 1) ==
              doctest::Approx(loss).epsilon(1e-4));
    }
}

TEST_CASE("predict gives one column for each of several targets") {
    const TemporaryDirectory directory;
    train(directory, nlohmann::json::parse(R"({
        "data": {"type": "inline", "inputs": [[0], [1], [2]], "targets": [[1, 5], [2, 5], [3, 5]],
                 "feature_names": ["x"], "target_names": ["up", "flat"]},
        "network": {"layers": [{}]}, "loss": "mse",
        "optimizer": {"type": "adam", "learning_rate": 0.1}, "training": {"epochs": 1000}})"));
    directory.write("data.csv", "x\n0\n4\n");
    const auto rows = table(mlp_program(directory, model + "data.csv").out);
    REQUIRE(rows.size() == 3);
    CHECK(rows[0] == std::vector<std::string>{"predicted_up", "predicted_flat"});
    CHECK(std::stod(rows[2][0]) == doctest::Approx(5).epsilon(0.01));
    CHECK(std::stod(rows[2][1]) == doctest::Approx(5).epsilon(0.01));
}

TEST_CASE("predict quotes names that CSV needs quoted") {
    const TemporaryDirectory directory;
    train(directory, nlohmann::json::parse(R"({
        "data": {"type": "inline", "inputs": [[0], [1]], "targets": ["a,b", "say \"c\""]},
        "network": {"layers": [{"activation": "softmax"}]}, "loss": "cross_entropy",
        "optimizer": {"type": "adam", "learning_rate": 0.5}})"));
    directory.write("data.csv", "x1\n0\n1\n");
    const auto rows = lines(mlp_program(directory, model + "data.csv").out);
    REQUIRE(rows.size() == 3);
    CHECK(rows[0] == R"(predicted_y,"probability_a,b","probability_say ""c""")");
    CHECK(rows[1].starts_with("\"a,b\",0."));
    CHECK(rows[2].starts_with("\"say \"\"c\"\"\",0."));
}

TEST_CASE("predict and evaluate read other delimiters and line ends") {
    const TemporaryDirectory directory;
    train(directory, xor_problem());
    const auto expected = mlp_program(directory, model + in_quotes(dataset("xor.csv"))).out;
    directory.write("data.csv", "x2;x1;xor\r\n0;0;0\r\n1;0;1\r\n0;1;1\r\n1;1;0\r\n");
    CHECK(mlp_program(directory, model + "data.csv --delimiter ';'").out == expected);
    const auto judged =
        mlp_program(directory, "evaluate run/model.safetensors data.csv --delimiter ';' --json");
    REQUIRE(judged.exit_code == 0);
    CHECK(nlohmann::json::parse(judged.out)["accuracy"] == 1);
}

TEST_CASE("evaluate agrees with what the summary says of the training data") {
    for (const auto& config : {iris(), diabetes()}) {
        CAPTURE(config.dump());
        const TemporaryDirectory directory;
        const auto run = train(directory, config);
        const auto data = in_quotes(config["data"]["path"].get<std::string>());
        const std::string command = "evaluate run/model.safetensors " + data;
        const auto judged = mlp_program(directory, command + " --json");
        REQUIRE_MESSAGE(judged.exit_code == 0, judged.err);
        const auto json = nlohmann::json::parse(judged.out);
        const auto rows = lines(content(config["data"]["path"].get<std::string>())).size() - 1;
        CHECK(json["samples"] == rows);
        const auto text = mlp_program(directory, command);
        CHECK(text.exit_code == 0);
        const auto expected = json_file(run / "summary.json")["metrics"]["train"];
        CHECK(expected.size() >= 2);
        for (const auto& item : expected.items()) {
            const std::string& name = item.key();
            CAPTURE(name);
            const auto number = item.value().get<double>();
            CHECK(json[name].get<double>() == doctest::Approx(number).epsilon(1e-6));
            const auto at = text.out.find("\n" + name + " ");
            REQUIRE(at != std::string::npos);
            CHECK(std::stod(text.out.substr(at + 1 + name.size())) ==
                  doctest::Approx(number).epsilon(1e-4));
        }
    }
}

TEST_CASE("evaluate judges other data than that of training") {
    const TemporaryDirectory directory;
    train(directory, xor_problem());
    directory.write("data.csv", "xor,x1,x2\n0,0,0\n0,0,1\n1,1,0\n1,1,0\n");
    const auto judged = mlp_program(directory, "evaluate run/model.safetensors data.csv --json");
    REQUIRE(judged.exit_code == 0);
    const auto json = nlohmann::json::parse(judged.out);
    CHECK(json["samples"] == 4);
    CHECK(json["accuracy"] == 0.75);
    CHECK(json["loss"] > 1);
}

}  // namespace
}  // namespace mlp::test
