// Tables as they are: texts, gaps, packed files. They are trained on, saved, and predicted again.
#include "apps/program.h"

#include <cmath>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

const std::string predict = "predict run/model.safetensors ";

/// People with an age (some unknown), a city and a size (some unknown), an id, and whether they
/// came back, which depends on age and city.
std::string people(int rows) {
    const char* cities[] = {"Rome", "Oslo", "\"São, Paulo\""};
    const char* sizes[] = {"S", "M", "L", ""};
    std::string text = "id,age,city,size,back\n";
    for (int i = 0; i < rows; ++i) {
        const int age = 20 + i * 37 % 60;
        const int city = i * 7 % 3;
        text += "p" + std::to_string(i) + "," + (i % 11 == 5 ? "NA" : std::to_string(age)) + "," +
                cities[city] + "," + sizes[i * 5 % 4] + "," +
                ((age > 45) == (city != 1) ? "yes" : "no") + "\n";
    }
    return text;
}

nlohmann::json people_config() {
    return nlohmann::json::parse(R"({
        "data": {
            "type": "csv", "path": "people.csv", "target": "back", "ignore": "id",
            "preprocessing": {"default": "standardize", "columns": {
                "size": {"type": "ordinal", "order": ["S", "M", "L"], "missing": "most_frequent"}}},
            "missing": "median", "missing_indicator": true,
            "validation": {"fraction": 0.2, "stratify": true},
            "test": {"fraction": 0.2, "stratify": true}
        },
        "network": {"layers": [{"units": 16, "activation": "tanh"}, {"activation": "sigmoid"}]},
        "loss": "binary_cross_entropy",
        "optimizer": {"type": "adam", "learning_rate": 0.02},
        "training": {"epochs": 200, "batch_size": 16},
        "early_stopping": {"patience": 50}
    })");
}

}  // namespace

TEST_CASE("tables: texts and gaps are trained on, saved, and raw rows predicted the same again") {
    const TemporaryDirectory directory;
    directory.write("people.csv", people(300));
    const auto run = train(directory, people_config());
    const auto summary = json_file(run / "summary.json");
    CHECK(summary["metrics"]["test"]["accuracy"] > 0.9);

    const auto first = mlp_program(directory, predict + "people.csv");
    REQUIRE_MESSAGE(first.exit_code == 0, first.err);
    CHECK(first.err.empty());
    const auto rows = table(first.out);
    REQUIRE(rows.size() == 301);
    // What the program predicts from raw rows is what it judged while training.
    const auto judged = mlp_program(directory, "evaluate run/model.safetensors people.csv --json");
    REQUIRE(judged.exit_code == 0);
    int right = 0;
    for (int i = 0; i < 300; ++i) {
        const int age = 20 + i * 37 % 60;
        const bool back = (age > 45) == (i * 7 % 3 != 1);
        right += rows[static_cast<std::size_t>(i + 1)][0] == (back ? "yes" : "no");
    }
    CHECK(nlohmann::json::parse(judged.out)["accuracy"].get<double>() ==
          doctest::Approx(right / 300.0).epsilon(1e-12));

    // A model that was loaded and saved elsewhere predicts the same bytes.
    std::filesystem::copy(run / "model.safetensors", directory.path() / "copy.safetensors");
    CHECK(mlp_program(directory, "predict copy.safetensors people.csv").out == first.out);
    // Row by row, in another order of columns, through a pipe: the same again.
    directory.write("one.csv", "city,back,age,size\nOslo,?,,L\n\"São, Paulo\",?,50,\n");
    directory.write("all.csv", people(2));
    const auto piped = shell(directory, "head -2 one.csv | " + program + " " + predict + "-");
    CHECK(piped.exit_code == 0);
    const auto both = lines(mlp_program(directory, predict + "one.csv").out);
    REQUIRE(both.size() == 3);
    CHECK(lines(piped.out)[1] == both[1]);
}

TEST_CASE("tables: a packed table is the same table") {
    const TemporaryDirectory directory;
    directory.write("people.csv", people(100));
    auto config = people_config();
    const auto run = train(directory, config);
    REQUIRE(shell(directory, "gzip -k people.csv").exit_code == 0);
    config["data"]["path"] = "people.csv.gz";
    const auto packed = train(directory, config, "packed");
    CHECK(content(run / "metrics.csv") == content(packed / "metrics.csv"));
    CHECK(mlp_program(directory, predict + "people.csv.gz").out ==
          mlp_program(directory, predict + "people.csv").out);
}

TEST_CASE("tables: an unknown category is told once, with how many cells hold one") {
    const TemporaryDirectory directory;
    directory.write("people.csv", people(100));
    train(directory, people_config());
    directory.write("new.csv", "age,city,size\n30,Lima,S\n40,Rome,M\n50,Lima,L\n");
    const auto outcome = mlp_program(directory, predict + "new.csv");
    CHECK(outcome.exit_code == 0);
    CHECK(lines(outcome.out).size() == 4);
    CHECK(outcome.err ==
          "new.csv: warning: column 'city': 2 cells with a category that training did not have, "
          "such as 'Lima': all its inputs are 0\n");
}

TEST_CASE("tables: bytes that are no UTF-8 pass through as classes and categories") {
    const TemporaryDirectory directory;
    std::string text = "x,place,kind\n";
    for (int i = 0; i < 40; ++i) {
        text += std::to_string(i % 7) + (i % 2 == 0 ? ",K\xF6ln,na\xEFve\n" : ",Bonn,plain\n");
    }
    directory.write("latin1.csv", text);
    auto config = people_config();
    config["data"] = {{"type", "csv"}, {"path", "latin1.csv"}, {"target", "kind"}};
    config.erase("early_stopping");
    train(directory, config);
    const auto outcome = mlp_program(directory, predict + "latin1.csv --keep place");
    CHECK(outcome.exit_code == 0);
    const auto rows = lines(outcome.out);
    REQUIRE(rows.size() == 41);
    CHECK(rows[0].find("probability_na\xEFve") != std::string::npos);
    CHECK(rows[1].starts_with("K\xF6ln,na\xEFve,"));
    CHECK(rows[2].starts_with("Bonn,plain,"));
}

TEST_CASE("predict writes the columns that are asked for, and keeps columns as they stand") {
    const TemporaryDirectory directory;
    directory.write("people.csv", people(50));
    train(directory, people_config());
    const auto chosen =
        mlp_program(directory, predict + "people.csv --output logits,class --keep id,city");
    REQUIRE_MESSAGE(chosen.exit_code == 0, chosen.err);
    const auto rows = lines(chosen.out);
    CHECK(rows[0] == "id,city,logit,predicted_back");
    CHECK(rows[3].starts_with("p2,\"São, Paulo\","));
    const auto all = table(mlp_program(directory, predict + "people.csv").out);
    const auto logits = table(mlp_program(directory, predict + "people.csv --output logits").out);
    for (std::size_t i = 1; i <= 50; ++i) {
        const double probability = std::stod(all[i][2]);
        CHECK(1 / (1 + std::exp(-std::stod(logits[i][0]))) ==
              doctest::Approx(probability).epsilon(1e-5));
    }
    check_refused(directory, predict + "people.csv --output probabilitis",
                  {"gives no 'probabilitis'", "did you mean 'probabilities'?"});
    check_refused(directory, predict + "people.csv --keep nmae", {"no kept column 'nmae'"});
}

TEST_CASE("predict that fails in a later row leaves no file") {
    const TemporaryDirectory directory;
    train(directory, iris());
    std::string text = content(dataset("iris.csv"));
    for (int i = 0; i < 5; ++i) text += text.substr(text.find('\n') + 1);
    directory.write("bad.csv", text + "1,2,x,4,setosa\n");
    check_refused(directory, predict + "bad.csv -o p.csv",
                  {"bad.csv:4802: column 'petal_length': 'x' is not a finite number"});
}

TEST_CASE("a regression whose target is scaled is judged and predicted in its own units") {
    const TemporaryDirectory directory;
    auto config = diabetes();
    config["data"]["target_scaling"] = "standardize";
    const auto run = train(directory, config);
    const auto scores = json_file(run / "summary.json")["metrics"]["train"];
    CHECK(scores["rmse"] > 20);
    CHECK(scores["rmse"] < 70);
    CHECK(scores["loss"] < 1);
    const auto file = dataset("diabetes_progression.csv");
    const auto rows = table(mlp_program(directory, predict + "'" + file.string() + "'").out);
    const auto data = table(content(file));
    double squares = 0;
    for (std::size_t i = 1; i < rows.size(); ++i)
        squares += std::pow(std::stod(rows[i][0]) - std::stod(data[i].back()), 2);
    CHECK(std::sqrt(squares / static_cast<double>(rows.size() - 1)) ==
          doctest::Approx(scores["rmse"].get<double>()).epsilon(1e-4));
}

TEST_CASE("bad tables are refused with file, line and what to do") {
    const TemporaryDirectory directory;
    const auto refused = [&](const std::string& csv, const nlohmann::json& data,
                             const std::vector<std::string>& parts) {
        auto config = people_config();
        config["data"] = {{"type", "csv"}, {"path", "t.csv"}, {"target", "y"}};
        config.erase("early_stopping");
        if (!data.is_null()) config["data"].update(data);
        directory.write("t.csv", csv);
        directory.write("c.json", config.dump());
        check_refused(directory, "train c.json", parts);
    };
    const std::string good = "a,t,y\n1,u,0\n2,v,1\n3,u,0\n4,v,1\n5,u,0\n6,v,1\n";
    refused("", {}, {"t.csv: is empty"});
    refused("a,t,y\n", {}, {"t.csv: has no rows below the header"});
    refused("1,2,3\n1,2,0\n", {}, {"t.csv: no target column 'y'", "\"header\": false"});
    refused("a,a,y\n1,2,0\n", {}, {"t.csv:1: two columns are called 'a'"});
    refused(good + "7,u\n", {}, {"t.csv:8: has 2 cells where the header has 3"});
    refused(good + std::string("7,u\0,1\n", 7), {}, {"t.csv:8: holds a NUL character"});
    refused(good + "1e999,u,1\n", {}, {"t.csv:8: column 'a': '1e999' is not a finite number"});
    refused(good + ",u,1\n", {}, {"t.csv:8: column 'a': the cell is empty"});
    refused(good + "7,u,\n", {}, {"t.csv:8: target 'y': the cell is empty"});
    refused(good, {{"test", {{"fraction", 0.01}}}}, {"the test fraction 0.01 of 6 samples"});
    refused(good, {{"test", {{"fraction", 0.6}}}, {"validation", {{"fraction", 0.6}}}},
            {"fraction 0.6 of 6 samples leaves none to train on"});
    refused(good + "7,u,2\n", {{"test", {{"fraction", 0.9}}}},
            {"t.csv:", "so training has none of it"});
    refused(good, {{"group", "nobody"}}, {"t.csv: no group column 'nobody'"});
    refused(good, {{"preprocessing", {{"columns", {{"b", "minmax"}}}}}},
            {"there is no input column 'b'"});
    refused(good, {{"preprocessing", {{"columns", {{"t", "minmax"}}}}}},
            {"t.csv:2: column 't': 'u' is not a finite number, but minmax needs numbers"});
    refused(good, {{"target_scaling", "standardize"}}, {"the target is a class"});
    refused(good, {{"memory_map", true}}, {"t.csv cannot be mapped"});

    REQUIRE(shell(directory, "printf 'a,y\\n1,0\\n2,1\\n' | gzip | head -c 25 >t.csv").exit_code ==
            0);
    check_refused(directory, "train c.json", {"t.csv: ends early"});
    // In a file of its own, a class that training lacks.
    directory.write("t.csv", good);
    directory.write("v.csv", "a,t,y\n1,u,0\n1,u,7\n");
    auto config = people_config();
    config["data"] = {
        {"type", "csv"}, {"path", "t.csv"}, {"target", "y"}, {"validation", {{"path", "v.csv"}}}};
    directory.write("c.json", config.dump());
    check_refused(directory, "train c.json",
                  {"v.csv:3: target 'y': unknown class '7'; known classes: 0, 1"});
}

namespace {

/// An IDX file of bytes.
std::string idx(const std::vector<int>& shape, const std::vector<int>& bytes) {
    std::string text{'\0', '\0', '\x08', static_cast<char>(shape.size())};
    for (const int length : shape) text += std::string("\0\0\0", 3) + static_cast<char>(length);
    for (const int byte : bytes) text += static_cast<char>(byte);
    return text;
}

}  // namespace

TEST_CASE("memory_map gathers batches from the file, and changes nothing else") {
    const TemporaryDirectory directory;
    std::vector<int> pixels;
    std::vector<int> labels;
    for (int i = 0; i < 90; ++i) {
        labels.push_back(i * 7 % 3);
        for (int k = 0; k < 6; ++k) pixels.push_back((i * 31 + k * 17) % 50 + 60 * labels.back());
    }
    directory.write("images", idx({90, 2, 3}, pixels));
    directory.write("labels", idx({90}, labels));
    auto config = iris();
    config["name"] = "images";  // which stands in the model
    config["data"] = {{"type", "idx"},
                      {"path", "images"},
                      {"targets", "labels"},
                      {"preprocessing", "standardize"},
                      {"extra_features", {"squares"}},
                      {"validation", {{"fraction", 0.2}}},
                      {"memory_map", false}};
    const auto in_memory = train(directory, config, "in_memory");
    config["data"]["memory_map"] = true;
    const auto mapped = train(directory, config, "mapped");
    CHECK(content(in_memory / "metrics.csv") == content(mapped / "metrics.csv"));
    CHECK(content(in_memory / "model.safetensors") == content(mapped / "model.safetensors"));
    CHECK(json_file(mapped / "summary.json")["metrics"]["train"]["accuracy"] > 0.9);

    const auto judged =
        mlp_program(directory, "evaluate mapped/model.safetensors images --targets labels --json");
    REQUIRE_MESSAGE(judged.exit_code == 0, judged.err);
    CHECK(nlohmann::json::parse(judged.out)["samples"] == 90);
    CHECK(nlohmann::json::parse(judged.out)["accuracy"] > 0.9);

    REQUIRE(shell(directory, "gzip -k images").exit_code == 0);
    config["data"]["path"] = "images.gz";
    directory.write("packed.json", config.dump());
    check_refused(directory, "train packed.json", {"images.gz cannot be mapped"});
    config["data"].erase("memory_map");
    const auto packed = train(directory, config, "packed_run");
    CHECK(content(packed / "model.safetensors") == content(mapped / "model.safetensors"));
}

TEST_CASE("train --cross-validate judges every fold, and says mean and deviation") {
    const TemporaryDirectory directory;
    directory.write("c.json", iris().dump());
    const auto outcome = mlp_program(directory, "train c.json --cross-validate 5 -o run");
    REQUIRE_MESSAGE(outcome.exit_code == 0, outcome.err);
    CHECK(outcome.out.find("cross-validation accuracy: 0.9") != std::string::npos);
    const auto summary = json_file(directory.path() / "run/summary.json");
    const auto& accuracy = summary["cross_validation"]["accuracy"];
    REQUIRE(accuracy["folds"].size() == 5);
    double mean = 0;
    for (const double fold : accuracy["folds"]) mean += fold / 5;
    double squares = 0;
    for (const double fold : accuracy["folds"]) squares += std::pow(fold - mean, 2);
    CHECK(accuracy["mean"].get<double>() == doctest::Approx(mean).epsilon(1e-12));
    CHECK(accuracy["sd"].get<double>() == doctest::Approx(std::sqrt(squares / 4)).epsilon(1e-12));
    CHECK(mean > 0.9);
    // The same again, to the bit; and the network of the run is that of a run without.
    mlp_program(directory, "train c.json --cross-validate 5 -o again");
    CHECK(json_file(directory.path() / "again/summary.json")["cross_validation"] ==
          summary["cross_validation"]);
    mlp_program(directory, "train c.json -o plain");
    CHECK(content(directory.path() / "plain/model.safetensors") ==
          content(directory.path() / "run/model.safetensors"));
    check_refused(directory, "train c.json --cross-validate 151",
                  {"151 folds need at least 151 samples, but there are 150"});
    CHECK(mlp_program(directory, "train c.json --cross-validate 1").exit_code == 2);
}

TEST_CASE("early_stopping in a config stops, says why, and keeps the best weights") {
    const TemporaryDirectory directory;
    auto config = iris();
    config["data"]["validation"] = {{"fraction", 0.2}};
    config["training"]["epochs"] = 2000;
    config["early_stopping"] = {{"patience", 20}};
    const auto run = train(directory, config);
    const auto summary = json_file(run / "summary.json");
    CHECK(summary["status"] == "completed");
    CHECK(summary["stop_reason"].get<std::string>().starts_with(
        "validation_loss did not improve on "));
    CHECK(summary["epochs"] == summary["best_epoch"].get<int>() + 20);
    const auto rows = table(content(run / "metrics.csv"));
    const auto column = static_cast<std::size_t>(
        std::find(rows[0].begin(), rows[0].end(), "validation_loss") - rows[0].begin());
    const auto best = rows.at(summary["best_epoch"].get<std::size_t>());
    CHECK(summary["metrics"]["validation"]["loss"].get<double>() ==
          doctest::Approx(std::stod(best[column])).epsilon(1e-6));
    config["early_stopping"] = {{"monitor", "validation_accurcy"}};
    directory.write("c.json", config.dump());
    check_refused(directory, "train c.json",
                  {"'validation_accurcy' is not measured; did you mean 'validation_accuracy'?"});
}

}  // namespace mlp::test
