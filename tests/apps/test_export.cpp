// `mlp export`: a model for other programs.
#include "apps/program.h"
#include "io/c_program.h"

#include <cmath>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

const std::string iris_csv = "'" + dataset("iris.csv").string() + "'";

TEST_CASE("export: the C header of Iris says of every row what predict says") {
    const TemporaryDirectory directory;
    train(directory, iris());
    const auto exported =
        mlp_program(directory, "export run/model.safetensors -o 'my iris.h' --name flower");
    CHECK(exported.exit_code == 0);
    CHECK(exported.out == "my iris.h\n");
    CHECK(exported.err.empty());

    Matrix<double> samples(4, 150);
    const auto rows = table(content(dataset("iris.csv")));
    for (Index i = 0; i < 150; ++i) {
        for (Index k = 0; k < 4; ++k) {
            samples(k, i) =
                std::stod(rows[static_cast<std::size_t>(i) + 1][static_cast<std::size_t>(k)]);
        }
    }
    CProgram c(directory);
    c.add("flower", content(directory.path() / "my iris.h"), samples, 3);
    const auto predictions = c.run("gcc -std=c99", ".c");
    const auto expected =
        table(mlp_program(directory, "predict run/model.safetensors " + iris_csv).out);
    REQUIRE(predictions.size() == 150);
    const std::vector<std::string> classes{"setosa", "versicolor", "virginica"};
    for (std::size_t i = 0; i < 150; ++i) {
        CAPTURE(i);
        CHECK(classes.at(static_cast<std::size_t>(predictions[i].result)) == expected[i + 1][0]);
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(std::abs(predictions[i].outputs[k] - std::stod(expected[i + 1][k + 1])) <= 1e-6);
        }
    }
}

TEST_CASE("export: int8 says what it costs") {
    const TemporaryDirectory directory;
    train(directory, iris());
    const std::string command = "export run/model.safetensors -o iris.h --quantize int8";
    const auto judged = mlp_program(directory, command + " --data " + iris_csv);
    CHECK(judged.exit_code == 0);
    CHECK(judged.err.empty());
    const auto said = lines(judged.out);
    REQUIRE(said.size() == 4);
    CHECK(said[0].ends_with("iris.csv: 150 samples"));
    CHECK(said[1].starts_with("  loss: "));
    CHECK(said[2].starts_with("  accuracy: 0.9"));
    CHECK(said[2].find(" as trained, 0.9") != std::string::npos);
    CHECK(said[3] == "iris.h");
    const std::string header = content(directory.path() / "iris.h");
    CHECK(header.find("static const signed char iris_weight_") != std::string::npos);

    const auto alone = mlp_program(directory, command);
    CHECK(alone.exit_code == 0);
    CHECK(alone.err.find("--data FILE") != std::string::npos);
    CHECK(content(directory.path() / "iris.h") == header);
    CHECK(mlp_program(directory,
                      "export run/model.safetensors --format c --quantize int8 "
                      "--name iris -o -")
              .out == header);
}

TEST_CASE("export: what cannot be is refused, and nothing is written") {
    const TemporaryDirectory directory;
    train(directory, xor_problem());
    const std::string model = "export run/model.safetensors ";
    check_refused(directory, model + "-o model.txt", {"model.txt", "--format: onnx, c"});
    check_refused(directory, model + "-o model.h --format java", {"--format", "'java'", "onnx, c"});
    check_refused(directory, model + "-o model.onnx --quantize int8", {"--quantize", "onnx"});
    check_refused(directory, model + "-o model.h --data x.csv", {"--data"});
    check_refused(directory, "export nowhere.safetensors -o model.h", {"nowhere.safetensors"});
    directory.write("text.safetensors", "no model");
    check_refused(directory, "export text.safetensors -o model.h", {"text.safetensors"});
    check_refused(directory, model + "-o model.h --quantize int8 --data nowhere.csv",
                  {"nowhere.csv"});
}

}  // namespace
}  // namespace mlp::test
