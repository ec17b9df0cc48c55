#include "program.h"

using namespace mlp::test;

namespace {

std::string config_with(const std::string& hidden) {
    return R"({"data": {"type": "inline", "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]],
                        "targets": [0, 1, 1, 0]},
               "network": {"layers": [{"units": 3, "activation": ")" +
           hidden + R"("}, {"units": 1, "activation": "sigmoid"}]},
               "loss": "binary_cross_entropy"})";
}

}  // namespace

TEST_CASE("check --gradients: a right network passes, tensor by tensor, and writes nothing") {
    const TemporaryDirectory directory;
    const auto outcome = mlp_program(directory, "check " + xor_config + " --gradients");
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.err.empty());
    for (const char* tensor : {"layers.0.weight", "layers.0.bias", "layers.1.weight"}) {
        CHECK(outcome.out.find(tensor) != std::string::npos);
    }
    CHECK(outcome.out.find("pass") != std::string::npos);
    CHECK(outcome.out.find("FAIL") == std::string::npos);
    CHECK(entries(directory.path()).empty());
}

TEST_CASE("check --gradients: a program with a wrong derivative fails and names the tensor") {
    const TemporaryDirectory directory;
    directory.write("good.json", config_with("tanh"));
    directory.write("bad.json", config_with("broken_tanh"));
    const std::string broken = "'" MLP_BROKEN_PROGRAM "' check --gradients ";
    CHECK(shell(directory, broken + "good.json").exit_code == 0);
    const auto outcome = shell(directory, broken + "bad.json");
    CHECK(outcome.exit_code == 1);
    const auto rows = lines(outcome.out);
    const auto verdict = [&](const std::string& tensor) {
        for (const auto& row : rows) {
            if (row.starts_with(tensor + " ")) return row.find("FAIL") != std::string::npos;
        }
        FAIL("no row for " << tensor);
        return false;
    };
    CHECK(verdict("layers.0.weight"));
    CHECK(verdict("layers.0.bias"));
    CHECK_FALSE(verdict("layers.1.weight"));
    CHECK(outcome.err.find("error: a gradient is wrong") != std::string::npos);
    // The usual program does not know that name.
    CHECK(mlp_program(directory, "check bad.json").exit_code == 2);
}

TEST_CASE(
    "check --gradients: it is in float64 whatever the config says, and does every ready config") {
    const TemporaryDirectory directory;
    int checked = 0;
    for (const auto& entry : std::filesystem::directory_iterator(source_directory() / "configs")) {
        if (entry.path().extension() != ".json" ||
            entry.path().filename() == "experiment.schema.json")
            continue;
        CAPTURE(entry.path().filename().string());
        const auto outcome =
            mlp_program(directory, "check '" + entry.path().string() + "' --gradients");
        if (count(outcome.err, "No such file or directory") == 1)
            continue;  // data that is not ours
        CHECK(outcome.exit_code == 0);
        ++checked;
    }
    CHECK(checked >= 16);
}
