// Backends, precision and threads, asked for by configs.
#include "mlp/nn/backend.h"

#include "apps/program.h"

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

std::string config_text(const std::string& keys) {
    return R"({
)" + keys +
           R"(
  "data": {"type": "generator", "make": {"type": "moons", "samples": 400, "noise": 0.1}},
  "network": {"layers": [{"units": 32, "activation": "relu"}, {"units": 32, "activation": "relu"},
                         {"activation": "sigmoid"}]},
  "loss": "binary_cross_entropy",
  "optimizer": {"type": "adam", "learning_rate": 0.01},
  "training": {"epochs": 40, "batch_size": 32}
}
)";
}

void check_keys_refused(const std::string& keys, const std::vector<std::string>& parts) {
    const TemporaryDirectory directory;
    directory.write("config.json", config_text(keys));
    check_refused(directory, "train config.json --output run", parts);
}

/// Trains, and returns metrics.csv.
std::string train(const std::string& keys) {
    const TemporaryDirectory directory;
    directory.write("config.json", config_text(keys));
    const auto run = mlp_program(directory, "train config.json --quiet --output run");
    REQUIRE_MESSAGE(run.exit_code == 0, run.err);
    const auto summary = nlohmann::json::parse(content(directory.path() / "run/summary.json"));
    CHECK(summary["metrics"]["train"]["accuracy"].get<double>() > 0.95);
    return content(directory.path() / "run/metrics.csv");
}

}  // namespace

TEST_CASE("backends that cannot do what is asked are refused, with the place") {
    check_keys_refused(R"("precision": "bfloat16",)",
                       {"config.json:2:", "/precision", "'native' has no products of bfloat16",
                        "help: use the backend 'onednn'"});
    check_keys_refused(R"("backend": "openblas",)",
                       {"config.json:2:", "/backend", "unknown value 'openblas'",
                        "known values: native, eigen, onednn"});
    if (has_backend("onednn")) {
        check_keys_refused(R"("backend": "onednn", "precision": "float64",)",
                           {"config.json:2:", "/backend", "no products of float64"});
    } else {
        check_keys_refused(
            R"("backend": "onednn",)",
            {"config.json:2:", "/backend", "not part of this build", "-DMLP_ONEDNN=ON"});
    }
}

TEST_CASE("a run is the same, byte for byte, for every number of threads") {
    const std::string alone = train(R"("threads": 1,)");
    CHECK(train(R"("threads": 2,)") == alone);
    CHECK(train(R"("threads": 4,)") == alone);
    CHECK(train("") == alone);
}

TEST_CASE("every backend of the build learns, and oneDNN in bfloat16 as well") {
    for (const auto& name : backend_names()) {
        if (has_backend(name)) train("\"backend\": \"" + name + "\",");
    }
    if (has_backend("onednn")) train(R"("backend": "onednn", "precision": "bfloat16",)");
}

}  // namespace mlp::test
