// `mlp explain`: what a trained model computes, written out.
#include "mlp/io/model.h"

#include "apps/program.h"
#include "report/explain/explanation_models.h"

#include <cmath>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Saves a model as `name`.safetensors.
template <class T>
void save(const TemporaryDirectory& directory, Explained<T> explained, const std::string& name) {
    save_model(directory.path() / (name + ".safetensors"),
               Model<T>{std::move(explained.network), explained.preprocessing, explained.targets,
                        explained.loss});
}

/// Columns age (a scaled number, filled if missing), city (one input each), size (one number each).
Explained<> mixed() {
    auto model = explained<>(4, {dense(2, "softplus")}, "poisson");
    NumberInput age{"age"};
    age.transform = {Curve::log1p, 1, 1, 0.5};
    age.fill = 3;
    model.preprocessing = Preprocessing({age, TextInput{"city", {{"Paris", "Rome, Italy"}}},
                                         TextInput{"size", {{"1", "2"}, {1, 2}}}},
                                        {});
    model.targets.scaling = {{}, {Curve::none, 1, 10, 0.1}};
    return model;
}

const std::string neuron = "explain neuron.safetensors ";

TEST_CASE("explain prints the weighted sum 0.8 and its sigmoid 0.6900") {
    const TemporaryDirectory directory;
    save(directory, one_neuron(), "neuron");
    const auto run = mlp_program(directory, neuron + "--input 1,0.5,-1");
    CHECK(run.exit_code == 0);
    CHECK(run.err.empty());
    CHECK(run.out.starts_with("neuron.safetensors: "));
    CHECK(has(run.out, " 0.5000  x1\n"));
    CHECK(has(run.out, " 0.2000  x2\n"));
    CHECK(has(run.out, " 0.1000  x3\n"));
    CHECK(has(run.out, "z =        0.8000\n"));
    CHECK(has(run.out, "a = sigmoid(z) =        0.6900\n"));
}

TEST_CASE("explain takes a model, a run directory and a checkpoint, and its target") {
    const TemporaryDirectory directory;
    train(directory, xor_problem());
    const std::string sample = " --input 1,0 --target 1 --format json";
    auto json = [&](const std::string& model, const std::string& more = {}) {
        const auto run = mlp_program(directory, "explain " + model + sample + more);
        REQUIRE_MESSAGE(run.exit_code == 0, run.err);
        auto parsed = nlohmann::json::parse(run.out);
        parsed.erase("model");
        return parsed;
    };
    const auto of_run = json("run");
    CHECK(of_run == json("run/model.safetensors"));
    CHECK(of_run == json("run/checkpoints/epoch_000500.safetensors"));
    CHECK(of_run.at("class") == "1");
    CHECK(of_run.at("loss_after_step") < of_run.at("loss").at("value"));
    CHECK(of_run.at("learning_rate") == 0.1);
    const auto slower = json("run", " --learning-rate 0.01");
    CHECK(slower.at("learning_rate") == 0.01);
    CHECK(slower.at("loss_after_step") > of_run.at("loss_after_step"));
    // What predict says.
    directory.write("sample.csv", "x1,x2\n1,0\n");
    const auto predicted = table(
        mlp_program(directory, "predict run/model.safetensors sample.csv --output outputs").out);
    CHECK(std::stod(predicted.at(1).at(0)) ==
          doctest::Approx(of_run.at("outputs").at(0).at("value").get<double>()).epsilon(1e-6));
}

TEST_CASE("explain takes negative numbers behind = or a blank") {
    const TemporaryDirectory directory;
    save(directory, one_neuron(), "neuron");
    const auto expected = mlp_program(directory, neuron + "--input=-1,0,-2.5 --format json");
    CHECK(expected.exit_code == 0);
    CHECK(nlohmann::json::parse(expected.out).at("inputs").at(0).at("value") == -1);
    for (const std::string sample : {"--input -1,0,-2.5", "--input ' -1, 0,-2.5 '"}) {
        auto run = mlp_program(directory, neuron + sample + " --format json");
        CHECK(run.exit_code == 0);
        auto json = nlohmann::json::parse(run.out);
        CHECK(json.at("inputs").at(2).at("value") == -2.5);
        CHECK(json.at("layers") == nlohmann::json::parse(expected.out).at("layers"));
    }
    CHECK(mlp_program(directory, neuron + "--input -.5,0,1").exit_code == 0);
    save(directory, xor_by_hand(), "xor");
    CHECK(mlp_program(directory, "explain xor.safetensors --input -1,0 --target -1.5").exit_code ==
          0);
}

TEST_CASE("explain reads texts, missing cells and quoted cells, and undoes scaling") {
    const TemporaryDirectory directory;
    save(directory, mixed(), "mixed");
    const std::string command = "explain mixed.safetensors --format json --input ";
    const auto inputs = [&](const std::string& sample) {
        const auto run = mlp_program(directory, command + sample);
        REQUIRE_MESSAGE(run.exit_code == 0, run.err);
        std::vector<double> values;
        const auto json = nlohmann::json::parse(run.out);
        for (const auto& input : json.at("inputs")) values.push_back(input.at("value"));
        return values;
    };
    const double one = (std::log1p(1.0) - 1) * 0.5;
    CHECK(inputs("1,Paris,2") == std::vector<double>{one, 1, 0, 2});
    CHECK(inputs("'1.0,\"Rome, Italy\",1.0'") == std::vector<double>{one, 0, 1, 1});
    CHECK(inputs(",Paris,2")[0] == doctest::Approx((std::log1p(3.0) - 1) * 0.5));
    const auto run = mlp_program(directory, command + "1,Paris,2");
    const auto json = nlohmann::json::parse(run.out);
    const auto& second = json.at("outputs").at(1);
    CHECK(second.at("unscaled").get<double>() ==
          doctest::Approx(second.at("value").get<double>() * 10 + 10));
}

TEST_CASE("explain writes every format, with as many terms as wanted") {
    const TemporaryDirectory directory;
    save(directory, many_units(), "many");
    std::string sample = "explain many.safetensors --input 1";
    for (int i = 1; i < 20; ++i) sample += ",0." + std::to_string(i);
    const auto out = [&](const std::string& more) {
        const auto run = mlp_program(directory, sample + more);
        CHECK_MESSAGE(run.exit_code == 0, run.err);
        return run.out;
    };
    CHECK(out("") == out(" --format text --terms 8"));
    CHECK(out(" --format markdown").starts_with("# "));
    CHECK(out(" --format latex").starts_with("\\documentclass"));
    CHECK(has(out(""), "12 smaller terms, together"));
    CHECK(has(out(" --terms 3"), "17 smaller terms, together"));
    CHECK(out(" --terms all") == out(" --terms 0"));
    const auto json = nlohmann::json::parse(out(" --terms all --format json"));
    CHECK(json.at("layers").at(0).at("neurons").size() == 12);
    CHECK(json.at("layers").at(0).at("neurons").at(0).at("terms").size() == 20);
}

TEST_CASE("explain refuses samples that do not fit, and names the columns") {
    const TemporaryDirectory directory;
    save(directory, one_neuron(), "neuron");
    save(directory, mixed(), "mixed");
    check_refused(directory, neuron + "--input 1,0",
                  {"--input: 2 are given, but the model wants 3 inputs: x1, x2, x3"});
    check_refused(directory, neuron + "--input 1",
                  {"--input: 1 is given, but the model wants 3 inputs"});
    check_refused(directory, neuron + "--input ''", {"--input: nothing is given"});
    check_refused(directory, neuron + "--input 1,0,", {"column 'x3'", "the cell is empty"});
    for (const std::string bad : {"one", "nan", "inf", "-inf", "1e999", "0x10", "1;2"}) {
        check_refused(directory, neuron + "'--input=1," + bad + ",3'",
                      {"--input: '" + bad + "' is no finite number", "column 'x2'"});
    }
    check_refused(directory, neuron, {"--input is required"});
    const std::string mixed = "explain mixed.safetensors --input=";
    check_refused(directory, mixed + "1,Pari,2",
                  {"column 'city': unknown category 'Pari'", "did you mean 'Paris'?"});
    check_refused(directory, mixed + "1,Paris,3", {"column 'size': unknown category '3'"});
    check_refused(directory, mixed + "1,Paris", {"age, city, size"});
    check_refused(directory, mixed + "-2,Paris,1",
                  {"error: --input: column 'age': log1p needs numbers above -1"});
}

TEST_CASE("explain refuses targets that do not fit") {
    const TemporaryDirectory directory;
    save(directory, one_neuron(), "neuron");
    save(directory, mixed(), "mixed");
    auto classes = many_units();
    classes.targets.classes = {"setosa", "versicolor", "virginica"};
    save(directory, std::move(classes), "classes");
    const std::string sample = neuron + "--input 1,0,0 --target ";
    CHECK(mlp_program(directory, sample + "1.0").exit_code == 0);
    check_refused(directory, sample + "2", {"--target: unknown class '2'", "known classes: 0, 1"});
    check_refused(directory, sample + "''", {"--target: unknown class ''"});
    std::string twenty = "0";
    for (int i = 1; i < 20; ++i) twenty += ",0";
    check_refused(directory, "explain classes.safetensors --input " + twenty + " --target setossa",
                  {"--target: unknown class 'setossa'", "did you mean 'setosa'?"});
    const std::string numbers = "explain mixed.safetensors --input 1,Paris,2 --target ";
    CHECK(mlp_program(directory, numbers + "1,12").exit_code == 0);
    check_refused(directory, numbers + "1", {"--target: 1 number given", "2 targets: y0, y1"});
    check_refused(directory, numbers + "1,high", {"--target: 'high' is no finite number", "'y1'"});
    check_refused(directory, numbers + "-1,12", {"--target: '-1' of 'y0' must be at least 0"});
    check_refused(directory, numbers + "1,5", {"--target: '5' of 'y1' scaled must be at least 0"});
}

TEST_CASE("explain refuses bad options and models") {
    const TemporaryDirectory directory;
    save(directory, one_neuron(), "neuron");
    const std::string sample = neuron + "--input 1,0,0 ";
    check_refused(directory, sample + "--format tex", {"--format: unknown format 'tex'", "latex"});
    for (const std::string terms : {"some", "-1", "2.5", "nan"})
        check_refused(directory, sample + "--terms=" + terms, {"--terms: '" + terms + "'"});
    for (const std::string rate : {"0", "-0.1", "nan", "inf"}) {
        check_refused(directory, sample + "--target 1 --learning-rate=" + rate,
                      {"--learning-rate: "});
    }
    check_refused(directory, sample + "--target 1 --learning-rate=fast", {"--learning-rate"});
    check_refused(directory, sample + "--learning-rate 0.1", {"--learning-rate requires --target"});
    check_refused(directory, "explain none.safetensors --input 1", {"none.safetensors: "});
    directory.write("damaged.safetensors", "no model");
    check_refused(directory, "explain damaged.safetensors --input 1", {"damaged.safetensors: "});
    std::filesystem::create_directory(directory.path() / "empty");
    check_refused(directory, "explain empty --input 1",
                  {"empty: holds no model.safetensors", "checkpoints/epoch_*"});
}

}  // namespace
}  // namespace mlp::test
