#include "mlp/config/document.h"
#include "mlp/config/experiment_config.h"
#include "mlp/config/schema.h"
#include "mlp/config/sweep_config.h"
#include "mlp/data/scaling.h"
#include "mlp/data/source.h"
#include "mlp/nn/initializer.h"
#include "mlp/nn/layer.h"
#include "mlp/nn/loss.h"
#include "mlp/optim/optimizer.h"
#include "mlp/train/metric.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;

namespace {

Json schema() { return Json::parse(experiment_schema()); }

/// The names that a definition of the schema offers: alone, or as "type" of an object.
std::vector<std::string> names_offered(const Json& definition) {
    std::vector<std::string> names;
    for (const auto& kind : definition.at("anyOf")) {
        if (kind.contains("properties")) names.push_back(kind["properties"]["type"]["const"]);
    }
    return names;
}

std::vector<std::string> references(const Json& json) {
    std::vector<std::string> found;
    for (const auto& [key, value] : json.items()) {
        if (key == "$ref") found.push_back(value);
        if (value.is_structured()) {
            for (auto& inner : references(value)) found.push_back(inner);
        }
    }
    return found;
}

}  // namespace

TEST_CASE("schema: configs/experiment.schema.json is what mlp schema prints") {
    const bool up_to_date = test::content(test::source_directory() /
                                          "configs/experiment.schema.json") == experiment_schema();
    CHECK_MESSAGE(up_to_date, "run: mlp schema > configs/experiment.schema.json");
}

TEST_CASE("schema: every config of configs/ is accepted") {
    int configs = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(test::source_directory() / "configs")) {
        const auto name = entry.path().filename().string();
        if (!name.ends_with(".json") || name.ends_with(".schema.json")) continue;
        if (is_sweep(entry.path())) continue;
        CAPTURE(name);
        CHECK_NOTHROW(read_experiment(entry.path()));
        ++configs;
    }
    CHECK(configs > 0);
}

TEST_CASE("schema: offers the names of every catalogue, and only those") {
    const Json definitions = schema().at("$defs");
    for (const auto* catalogue :
         {&source_names(), &scaler_names(), &layer_names(), &activation_names(),
          &initializer_names(), &loss_names(), &optimizer_names(), &metric_names()}) {
        CAPTURE(catalogue->part());
        REQUIRE(definitions.contains(catalogue->part()));
        CHECK(names_offered(definitions[catalogue->part()]) == catalogue->names());
    }
}

TEST_CASE("schema: every reference leads to a definition") {
    const Json json = schema();
    const auto found = references(json);
    CHECK(found.size() > 8);
    for (const auto& reference : found) {
        CAPTURE(reference);
        REQUIRE(reference.starts_with("#/"));
        std::string pointer = reference.substr(1);
        for (auto blank = pointer.find("%20"); blank != std::string::npos;
             blank = pointer.find("%20")) {
            pointer.replace(blank, 3, " ");
        }
        CHECK(json.contains(Json::json_pointer(pointer)));
    }
}

TEST_CASE("schema: has the keys of an experiment, those that must be there, and no others") {
    const Json json = schema();
    CHECK(json.at("$schema") == "https://json-schema.org/draft/2020-12/schema");
    CHECK(json.at("required") == Json::parse(R"(["data", "network", "loss"])"));
    CHECK(json.at("additionalProperties") == false);
    for (const auto& option : ExperimentConfig::options()) {
        CAPTURE(option.info().name);
        const Json& property = json.at("properties").at(option.info().name);
        CHECK(property.at("description") == option.info().help);
    }
    CHECK(json.at("properties").contains("$schema"));
}

TEST_CASE("schema: tells types, ranges, allowed texts and defaults") {
    const Json properties = schema().at("properties");
    CHECK(properties["precision"]["enum"] == Json::parse(R"(["float32", "float64", "bfloat16"])"));
    CHECK(properties["precision"]["default"] == "float32");
    CHECK(properties["seed"]["type"] == "integer");
    CHECK(properties["seed"]["minimum"] == 0);
    CHECK(properties["seed"]["default"] == 42);
    CHECK(properties["training"]["properties"]["shuffle"]["type"] == "boolean");
    const Json& weights = properties["network"]["properties"]["initial_weights"]["anyOf"];
    CHECK(weights[0]["type"] == "string");
    CHECK(weights[1]["required"] == Json::parse(R"(["path"])"));
    CHECK(weights[1]["properties"]["names"]["additionalProperties"]["type"] == "string");
    const Json optimizer = schema().at("$defs").at("optimizer");
    for (const auto& kind : optimizer.at("anyOf")) {
        // levenberg_marquardt has no learning rate.
        if (!kind.contains("properties") || !kind["properties"].contains("learning_rate")) continue;
        CHECK(kind["properties"]["learning_rate"]["exclusiveMinimum"] == 0);
        CHECK(kind["properties"]["learning_rate"]["type"] == "number");
    }
}
