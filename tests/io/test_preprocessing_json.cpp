#include "mlp/core/error.h"
#include "mlp/io/preprocessing_json.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

/// One of everything.
Preprocessing everything() {
    NumberInput plain{"a", {Curve::none, 1, 0.1, 3}};
    NumberInput bent{"b", {Curve::yeo_johnson, -0.3, 1.0 / 3, 2}, 7.5, true};
    NumberInput log{"c", {Curve::log1p, 1, 0, 1}};
    TextInput one_hot{"d", {{"x", "y", "höhe"}, {}, true}, "y", true};
    TextInput ordinal{"e", {{"low", "high"}, {-1, 1}, false}};
    const std::shared_ptr<const ExtraFeature> products = extra_features().make("products");
    const std::shared_ptr<const ExtraFeature> sine = extra_features().make("sin");
    return {{plain, bent, log, one_hot, ordinal},
            {{products, 0, 2, {Curve::none, 1, 4, 0.5}}, {sine, 1, 1, {}}}};
}

}  // namespace

TEST_CASE("preprocessing in a model file: written and read, it is the same") {
    const auto written = write_preprocessing(everything());
    const auto again = read_preprocessing(Json::parse(written.dump()));
    CHECK(again.input_names() == everything().input_names());
    CHECK(write_preprocessing(again) == written);
    const auto& bent = std::get<NumberInput>(again.columns()[1]);
    CHECK(bent.transform.curve == Curve::yeo_johnson);
    CHECK(bent.transform.lambda == -0.3);
    CHECK(bent.transform.shift == 1.0 / 3);
    CHECK(bent.fill == 7.5);
    CHECK(bent.indicator);
    const auto& one_hot = std::get<TextInput>(again.columns()[3]);
    CHECK(one_hot.code.refuse_unknown);
    CHECK(one_hot.fill == "y");
    CHECK(std::get<TextInput>(again.columns()[4]).code.numbers == std::vector<double>{-1, 1});
    CHECK(again.extras()[0].feature->name() == "products");
    CHECK(again.extras()[0].transform.scale == 0.5);
}

TEST_CASE("preprocessing in a model file: what cannot be is refused") {
    const auto problem = [](auto change) {
        Json json = write_preprocessing(everything());
        change(json);
        return message_of([&] { read_preprocessing(json); });
    };
    CHECK(problem([](Json& j) { j["columns"][0]["scale"] = 0; }) == "a scaling is impossible");
    CHECK(problem([](Json& j) { j["columns"][1]["curve"] = "x"; }) == "unknown curve 'x'");
    CHECK(problem([](Json& j) { j["columns"][1]["column"] = "a"; }) == "a column stands twice");
    CHECK(problem([](Json& j) {
              j["columns"][3]["categories"] = {"x", "x"};
          }) == "preprocessing: column 'd': a category stands twice");
    CHECK(problem([](Json& j) { j["columns"][4]["numbers"] = {1}; }) ==
          "preprocessing: column 'e': categories and their codes do not agree");
    CHECK(problem([](Json& j) { j["extra_features"][0]["a"] = 3; }) ==
          "preprocessing: an extra feature is impossible");
    CHECK(problem([](Json& j) { j["extra_features"][0]["b"] = 99; }) ==
          "preprocessing: an extra feature is impossible");
    CHECK(problem([](Json& j) { j["columns"] = Json::array(); }) ==
          "preprocessing: there are no columns");
    CHECK_FALSE(problem([](Json& j) { j["columns"][0].erase("shift"); }).empty());
}

TEST_CASE("preprocessing in a model file: a number that was changed is caught by its test") {
    const Json test = write_preprocessing_test(everything());
    CHECK_NOTHROW(run_preprocessing_test(everything(), test));
    const auto problem = [&](auto change) {
        Json json = write_preprocessing(everything());
        change(json);
        return message_of([&] { run_preprocessing_test(read_preprocessing(json), test); });
    };
    CHECK(problem([](Json& j) { j["columns"][0]["shift"] = 0.2; }).find("input 'a' is") !=
          std::string::npos);
    CHECK(problem([](Json& j) { j["columns"][1]["lambda"] = 0.3; }).find("input 'b' is") !=
          std::string::npos);
    CHECK(problem([](Json& j) { j["columns"][2]["curve"] = "none"; }).find("input 'c' is") !=
          std::string::npos);
    CHECK(problem([](Json& j) {
              j["columns"][3]["categories"] = {"höhe", "y", "x"};
          }).find("self-test failed") != std::string::npos);
    CHECK(problem([](Json& j) {
              j["columns"][4]["numbers"] = {-1, 2};
          }).find("input 'e' is") != std::string::npos);
    CHECK(problem([](Json& j) { j["extra_features"][1]["scale"] = 2; }).find("'sin(b)' is") !=
          std::string::npos);
    CHECK_FALSE(problem([](Json& j) { j["columns"].erase(4); }).empty());
}

TEST_CASE("targets in a model file: written and read, they are the same") {
    const Targets classes{{"kind"}, {"a", "b"}};
    CHECK(read_targets(write_targets(classes)).classes == classes.classes);
    const Targets numbers{{"y", "z"}, {}, {{Curve::none, 1, 2, 3}, {Curve::log1p, 1, 0, 1}}};
    const auto again = read_targets(Json::parse(write_targets(numbers).dump()));
    CHECK(again.names == numbers.names);
    CHECK(again.scaling[0].shift == 2);
    CHECK(again.scaling[1].curve == Curve::log1p);
}

TEST_CASE("targets in a model file: what cannot be is refused") {
    const auto problem = [](const char* json) {
        return message_of([&] { read_targets(Json::parse(json)); });
    };
    CHECK(problem(R"({"names": [], "classes": []})") == "targets and classes do not agree");
    CHECK(problem(R"({"names": ["a"], "classes": ["x"]})") == "targets and classes do not agree");
    CHECK(problem(R"({"names": ["a", "b"], "classes": ["x", "y"]})") ==
          "targets and classes do not agree");
    CHECK(problem(R"({"names": ["a", "a"], "classes": []})") == "a name stands twice");
    CHECK(
        problem(
            R"({"names": ["a"], "classes": ["x", "y"], "scaling": [{"shift": 0, "scale": 1}]})") ==
        "targets and their scaling do not agree");
}
