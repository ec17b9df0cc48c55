#include "mlp/io/model.h"

#include "program.h"

#include <doctest/doctest.h>

using namespace mlp::test;

// What graphs are read is tested in tests/io/onnx; here, the command.

TEST_CASE("import: an exported model comes back and predicts the same") {
    const TemporaryDirectory directory;
    const auto run = train(directory, iris());
    const std::string model = "'" + (run / "model.safetensors").string() + "'";
    const auto exported = mlp_program(directory, "export " + model + " -o iris.onnx");
    REQUIRE_MESSAGE(exported.exit_code == 0, exported.err);
    const auto imported = mlp_program(directory, "import iris.onnx -o back.safetensors");
    CHECK_MESSAGE(imported.exit_code == 0, imported.err);
    CHECK(imported.out == "back.safetensors\n");
    CHECK(imported.err == "iris.onnx: 4 inputs, 3 outputs, 67 parameters\n");

    // Of inputs as the network sees them; both say the same class.
    const std::string names = "sepal_length,sepal_width,petal_length,petal_width";
    const auto inspected = mlp_program(directory, "inspect back.safetensors");
    CHECK_MESSAGE(inspected.exit_code == 0, inspected.err);
    CHECK(count(inspected.out, "softmax") > 0);
    CHECK(count(inspected.out, "setosa") > 0);
    directory.write("table.csv", names + "\n0.5,-1,0.25,1\n-1,1,-1.5,-1\n");
    const auto predicted = mlp_program(directory, "predict back.safetensors table.csv");
    CHECK_MESSAGE(predicted.exit_code == 0, predicted.err);
    CHECK(lines(predicted.out).size() == 3);
}

TEST_CASE("import: what is no plain network is refused") {
    const TemporaryDirectory directory;
    directory.write("text.onnx", "hello");
    check_refused(directory, "import text.onnx -o m.safetensors", {"text.onnx: is no ONNX file"});
    check_refused(directory, "import absent.onnx -o m.safetensors", {"absent.onnx"});
    check_refused(directory, "import . -o m.safetensors", {"directory"});
    const auto many = source_directory() / "tests/reference/onnx/refused_many.onnx";
    const auto before = entries(directory.path());
    const auto run = mlp_program(directory, "import '" + many.string() + "' -o m.safetensors");
    CHECK(run.exit_code == 2);
    CHECK(run.out.empty());
    CHECK(run.err.starts_with("error: " + many.string() + ": is no plain network"));
    CHECK(entries(directory.path()) == before);
}
