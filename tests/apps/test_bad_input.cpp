// What is wrong with configs and training data: exit code 2, one message that names the place, and
// nothing written. Models and the tables given to them are in test_bad_model.cpp.
#include "apps/program.h"

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

/// A config on data.csv beside it, as somebody may have written it. Line 5 is the optimizer's.
std::string config_text(const std::string& layers, const std::string& optimizer = R"("adam")",
                        const std::string& loss = "binary_cross_entropy") {
    return R"({
  "data": {"type": "csv", "path": "data.csv", "target": "y"},
  "network": {"layers": [)" +
           layers + R"(]},
  "loss": ")" +
           loss + R"(",
  "optimizer": )" +
           optimizer + R"(,
  "training": {"epochs": 2}
}
)";
}

const std::string sigmoid = R"({"units": 2}, {"units": 1, "activation": "sigmoid"})";
const std::string softmax = R"({"units": 2, "activation": "softmax"})";
const std::string good_csv = "a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n";

/// A config.json and a data.csv of which one is wrong.
void check_train_refused(const std::string& config, const std::string& csv,
                         const std::vector<std::string>& parts) {
    const TemporaryDirectory directory;
    directory.write("config.json", config);
    directory.write("data.csv", csv);
    check_refused(directory, "train config.json --output run", parts);
}

void check_config_refused(const std::string& config, const std::vector<std::string>& parts) {
    check_train_refused(config, good_csv, parts);
}

void check_csv_refused(const std::string& csv, const std::vector<std::string>& parts) {
    check_train_refused(config_text(sigmoid), csv, parts);
}

TEST_CASE("broken JSON is refused with its line") {
    check_config_refused("{\"seed\": 1,\n \"name\": \"x\"\n \"loss\": \"mse\"}",
                         {"config.json:3:", "not valid JSON"});
    check_config_refused("{\"seed\": 1,\n \"name\": ", {"config.json:2:", "not valid JSON"});
    check_config_refused("", {"config.json:1:1: ", "not valid JSON"});
    check_config_refused("{\"seed\": 1,\n \"seed\": 2}", {"config.json:2:2: ", "'seed'", "twice"});
    check_config_refused("[]", {"config.json:1:1: ", "expected an object"});
}

TEST_CASE("an unknown key is refused with its place and the right one") {
    check_config_refused(config_text(sigmoid, R"({"type": "sgd", "learning_rat": 0.1})"),
                         {"config.json:5:32: error: /optimizer: unknown key 'learning_rat'",
                          "did you mean 'learning_rate'?"});
}

TEST_CASE("an unknown key given with --set is refused as such, wherever it is") {
    const TemporaryDirectory directory;
    for (const std::string key : {"trainin.epochs=2", "training.epoch=2", "sed=1"}) {
        check_refused(directory, "train " + xor_config + " --output run --set " + key,
                      {"--set " + key + ": error: ", "unknown key", "did you mean"});
    }
    check_refused(directory, "train " + xor_config + " --output run --set network.layers=[]",
                  {"--set network.layers=[]: error: "});
}

TEST_CASE("a value of the wrong type is refused with its place") {
    check_config_refused(
        config_text(R"({"units": "two"}, {"activation": "sigmoid"})"),
        {"config.json:3:36: error: /network/layers/0/units: ", "a whole number", "\"two\""});
    check_config_refused(config_text(sigmoid, "[1]"),
                         {"config.json:5:16: error: /optimizer: ", "a list"});
}

TEST_CASE("a learning rate that is no positive number is refused with its place") {
    for (const std::string rate : {"-0.1", "0"}) {
        check_config_refused(
            config_text(sigmoid, R"({"type": "sgd", "learning_rate": )" + rate + "}"),
            {"config.json:5:49: error: /optimizer/learning_rate: ",
             "greater than 0, but is " + rate});
    }
    // JSON has no such numbers.
    for (const std::string rate : {"NaN", "Infinity", "1e999"}) {
        check_config_refused(
            config_text(sigmoid, R"({"type": "sgd", "learning_rate": )" + rate + "}"),
            {"config.json:5:"});
        const TemporaryDirectory directory;
        check_refused(directory,
                      "train " + xor_config + " --output run --set optimizer.learning_rate=" + rate,
                      {"/optimizer/learning_rate: expected a number"});
    }
}

TEST_CASE("zero units are refused with their place") {
    check_config_refused(config_text(R"({"units": 0}, {"activation": "sigmoid"})"),
                         {"config.json:3:36: error: /network/layers/0/units: must be at least 1"});
}

TEST_CASE("everything that is wrong with a config is told at once") {
    const TemporaryDirectory directory;
    directory.write("config.json", config_text(R"({"units": 0, "activation": "rellu"})",
                                               R"({"type": "sgd", "lr": 1})", "msee"));
    const auto run = mlp_program(directory, "check config.json");
    CHECK(run.exit_code == 2);
    CHECK(count(run.err, "error: ") == 4);
    for (const std::string name : {"/units", "'rellu'", "'lr'", "'msee'"}) {
        CAPTURE(name);
        CHECK(run.err.find(name) != std::string::npos);
    }
}

TEST_CASE("a loss that cannot go with the last activation is refused with a remedy") {
    check_config_refused(config_text(R"({"activation": "tanh"})"),
                         {"config.json:4:11: error: /loss: ", "tanh", "use 'sigmoid'"});
    check_config_refused(config_text("{}", R"("adam")", "cross_entropy"),
                         {"config.json:4:11: error: /loss: ", "linear", "use 'softmax'"});
}

TEST_CASE("a ragged CSV file is refused with its line") {
    check_csv_refused("a,b,y\n0,0,0\n0,1\n", {"data.csv:3: has 2 cells", "header has 3"});
    check_csv_refused("a,b,y\n0,0,0,7\n", {"data.csv:2: has 4 cells", "header has 3"});
    check_csv_refused("a,b,y\n0,\"0,0\n", {"data.csv:2: ", "not closed"});
}

TEST_CASE("an empty CSV file is refused by name") {
    check_csv_refused("", {"data.csv: is empty"});
    check_csv_refused("a,b,y\n", {"data.csv: has no rows"});
}

TEST_CASE("a cell that is no finite number is refused with line and column name") {
    for (const std::string cell : {"many", "", "nan", "-inf", "1e999", "0x10", "1;2"}) {
        check_csv_refused("a,b,y\n0,0,0\n0," + cell + ",1\n", {"data.csv:3: ", "column 'b'"});
    }
    check_csv_refused("a,b,y\n0,0,0\n0,1,\n", {"data.csv:3: ", "target 'y'"});
}

TEST_CASE("a number that float32 cannot hold is refused with line and column name") {
    check_csv_refused("a,b,y\n0,0,0\n0,1e300,1\n", {"data.csv:3: ", "column 'b'", "1e+300"});
}

TEST_CASE("an unknown target column is refused with the columns there are") {
    const TemporaryDirectory directory;
    check_refused(directory, "train " + xor_config + " --output run --set data.target=xro",
                  {"xor.csv: no target column 'xro'", "did you mean 'xor'?", "x1, x2, xor"});
}

TEST_CASE("data of one class only is refused with that class") {
    check_csv_refused("a,b,y\n0,0,yes\n0,1,yes\n", {"data.csv: ", "'y'", "one class only, 'yes'"});
}

TEST_CASE("more classes than outputs are refused with both numbers") {
    const std::string csv = "a,b,y\n0,0,red\n0,1,green\n1,1,blue\n";
    check_train_refused(config_text(softmax, R"("adam")", "cross_entropy"), csv,
                        {"config.json:3:36: error: /network/layers/0/units: ", "2 units",
                         "3 classes (blue, green, red)", "set 3"});
    check_train_refused(config_text(sigmoid), csv, {"/network/layers/1/units: ", "3 classes"});
}

}  // namespace
}  // namespace mlp::test
