#include "mlp/config/document.h"
#include "mlp/config/schema.h"
#include "mlp/config/sweep_config.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;
using mlp::test::TemporaryDirectory;

namespace {

using Texts = std::vector<std::string>;

/// A sweep with these lines in its object, from line 2 on.
std::string sweep(const std::string& lines) { return "{\"base\": \"xor.json\",\n" + lines + "\n}"; }
SweepConfig read(const std::string& lines) { return parse_sweep(sweep(lines)); }
std::string errors_in(const std::string& lines) {
    CHECK_THROWS_AS(read(lines), ConfigError);
    return message_of([&] { read(lines); });
}
std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// What is wrong with a grid that varies the key "a" so.
std::string error_of(const std::string& variation) {
    return first_line(errors_in("\"parameters\": {\"a\":\n" + variation + "}"));
}

Texts values_of(const SweepConfig& config, std::size_t parameter) {
    return from_choice<Variation>(config.parameters.at(parameter).choice).list();
}

const std::string two_lists = R"("parameters": {"a": {"values": [1, 2]},
"b": {"values": [3, 4]}, "c": {"values": [5, 6]},
"d": {"values": [7, 8, 9]}, "r": {"min": 0, "max": 1}},
"method": "random", "runs": 3,
"zip": )";

}  // namespace

TEST_CASE("sweep config: all that a file may say is read") {
    const TemporaryDirectory directory;
    const auto path = directory.write("rates.json", R"({
  "$schema": "sweep.schema.json",
  "base": "configs/../xor.json",
  "method": "asha",
  "runs": 20,
  "seed": 7,
  "metric": {"name": "validation_accuracy", "goal": "maximize"},
  "parameters": {
    "optimizer.learning_rate": {"min": 0.001, "max": 0.1, "scale": "log"},
    "network.layers.0.activation": {"values": ["tanh", {"type": "elu", "alpha": 0.5}]}
  },
  "seeds": [3, 4],
  "halving": {"min_epochs": 5, "factor": 2}
})");
    const SweepConfig config = read_sweep(path);
    CHECK(config.name == "rates");
    CHECK(config.base == directory.path() / "xor.json");
    CHECK_FALSE(config.base_directory);
    CHECK(config.method == "asha");
    CHECK(config.runs == 20);
    CHECK(config.seed == 7);
    CHECK(config.metric.name == "validation_accuracy");
    CHECK(config.metric.goal == "maximize");
    REQUIRE(config.parameters.size() == 2);
    CHECK(config.parameters[0].name == "optimizer.learning_rate");
    const auto rate = from_choice<Variation>(config.parameters[0].choice);
    CHECK(rate.min == 0.001);
    CHECK(rate.max == 0.1);
    CHECK(rate.scale == "log");
    CHECK_FALSE(rate.is_list());
    CHECK(values_of(config, 1) == Texts{"\"tanh\"", R"({"type":"elu","alpha":0.5})"});
    CHECK(config.seeds == Integers{3, 4});
    REQUIRE(config.halving);
    CHECK(config.halving->min_epochs == 5);
    CHECK(config.halving->factor == 2);
    CHECK(config.place_of("network.layers.0.activation") == path.string() + ":10:5");
    CHECK(std::string(config.error("/metric/name", "wrong", "right").what()) ==
          path.string() + ":7:22: error: /metric/name: wrong\n  help: right");
}

TEST_CASE("sweep config: the least that a file may say") {
    const SweepConfig config = read("\"seeds\": [1, 2]");
    CHECK(config.name == "sweep");
    CHECK(config.method == "grid");
    CHECK_FALSE(config.runs);
    CHECK(config.metric.name.empty());
    CHECK(config.metric.goal == "auto");
    CHECK(config.parameters.empty());
    CHECK_FALSE(config.halving);
    CHECK(read("\"seeds\": 5").seeds == Integers{5});
    CHECK(read("\"parameters\": {\"a\": {\"values\": [null]}}").seeds.empty());
    const SweepConfig halved = read("\"method\": \"asha\", \"seeds\": [1, 2]");
    REQUIRE(halved.halving);
    CHECK(halved.halving->min_epochs == Halving{}.min_epochs);
}

TEST_CASE("sweep config: reading what was written gives the same") {
    for (const std::string lines :
         {R"("seeds": [1, 2])", R"("seeds": 1)",
          R"("parameters": {"a": {"values": [1, "x", null, [2, 3], {"type": "elu"}, 0.1, true]}})",
          R"("method": "asha", "parameters": {"a": {"min": 1, "max": 8, "count": 4,
             "integer": true, "scale": "log"}}, "metric": {"goal": "minimize"})",
          R"("method": "random", "runs": 5, "seed": 3, "base_directory": "/tmp",
             "parameters": {"b/c": {"min": 0, "max": 1}, "a~": {"values": [1]}})",
          R"("parameters": {"a": {"values": [1, 2]}, "b": {"values": [3, 4]}},
             "zip": ["a", "b"])"}) {
        CAPTURE(lines);
        const std::string written = write_sweep(read(lines));
        CHECK(write_sweep(parse_sweep(written)) == written);
    }
}

TEST_CASE("sweep config: every default is written out, and paths are absolute") {
    const auto written = Json::parse(write_sweep(read(
        R"("method": "asha", "parameters": {"a": {"values": [1]}, "b": {"values": [2]}},
           "zip": ["a", "b"])")));
    const auto expected = Json::parse(R"({"name": "sweep", "base": "", "method": "asha", "seed": 42,
        "metric": {"name": "", "goal": "auto"},
        "parameters": {"a": {"values": [1], "scale": "linear", "integer": false},
                       "b": {"values": [2], "scale": "linear", "integer": false}},
        "zip": [["a", "b"]], "halving": {"min_epochs": 10, "factor": 3}})");
    Json without_base = written;
    without_base["base"] = "";
    CHECK(without_base == expected);
    CHECK(written["base"] == std::filesystem::absolute("xor.json").string());
}

TEST_CASE("sweep config: another base may be written") {
    const auto config = read("\"seeds\": [1, 2]");
    const auto written = Json::parse(write_sweep(config, "base.json", "/data"));
    CHECK(written["base"] == "base.json");
    CHECK(written["base_directory"] == "/data");
    CHECK_FALSE(Json::parse(write_sweep(config, "base.json")).contains("base_directory"));
    // The base was in the current directory.
    const std::filesystem::path here =
        Json::parse(write_sweep(config, "base.json", ""))["base_directory"].get<std::string>();
    CHECK(here.is_absolute());
    CHECK(std::filesystem::equivalent(here, std::filesystem::current_path()));
}

TEST_CASE("sweep config: a file is a sweep if it has a base") {
    const TemporaryDirectory directory;
    CHECK(is_sweep(directory.write("sweep.json", "{\"base\": 1}")));
    CHECK_FALSE(is_sweep(directory.write("experiment.json", "{\"data\": \"base\"}")));
    CHECK_FALSE(is_sweep(directory.write("list.json", "[\"base\"]")));
    CHECK_THROWS_AS(is_sweep(directory.write("broken.json", "{")), ConfigError);
    CHECK_THROWS_AS(is_sweep(directory.path() / "missing.json"), Error);
}

TEST_CASE("sweep config: the ready sweeps are right, and so are their bases") {
    int sweeps = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(test::source_directory() / "configs/sweeps")) {
        CAPTURE(entry.path());
        if (entry.path().filename() == "sweep.schema.json") continue;
        CHECK(is_sweep(entry.path()));
        const SweepConfig config = read_sweep(entry.path());
        CHECK(std::filesystem::exists(config.base));
        CHECK_FALSE(is_sweep(config.base));
        ++sweeps;
    }
    CHECK(sweeps >= 2);
}

TEST_CASE("sweep config: an impossible variation is an error at its place") {
    const std::string at = "config:3:1: error: /parameters/a: ";
    CHECK(error_of("{}") == at + "either 'values' or both 'min' and 'max' must be given");
    CHECK(error_of(R"({"min": 1})") ==
          at + "either 'values' or both 'min' and 'max' must be given");
    CHECK(error_of(R"({"count": 3})") ==
          at + "either 'values' or both 'min' and 'max' must be given");
    for (const std::string key : {R"("min": 1)", R"("max": 1)", R"("count": 2)",
                                  R"("scale": "log")", R"("integer": true)"}) {
        CAPTURE(key);
        CHECK(error_of(R"({"values": [1, 2], )" + key + "}") ==
              at + "'values' are a list, and take no keys of a range");
    }
    CHECK(error_of(R"({"min": 1, "max": 1, "count": 2})") ==
          at + "'min' must be less than 'max', but is 1");
    CHECK(error_of(R"({"min": 0, "max": 1, "count": 2, "scale": "log"})") ==
          at + "'min' must be greater than 0 on a log scale, but is 0");
    CHECK(error_of(R"({"min": 0.5, "max": 2, "count": 2, "integer": true})") ==
          at + "'min' and 'max' of integers must be whole numbers");
    CHECK(error_of(R"({"min": 0, "max": 1e300, "count": 2, "integer": true})") ==
          at + "'min' and 'max' of integers must be whole numbers");
    CHECK(error_of("[1, 2]") == at + "expected an object, but this is a list");
    CHECK(error_of(R"({"min": 0, "max": 1})") == at + "the key 'count' is missing");
}

TEST_CASE("sweep config: a wrong value of a variation is an error at its place") {
    CHECK(error_of(R"({"values": []})") ==
          "config:3:12: error: /parameters/a/values: the list is empty");
    CHECK(error_of(R"({"values": 3})") ==
          "config:3:12: error: /parameters/a/values: expected a list of values, but this is 3");
    CHECK(error_of(R"({"values": [3, "x", 3]})") ==
          "config:3:12: error: /parameters/a/values: the value 3 stands twice");
    CHECK(error_of(R"({"min": 0, "max": 1, "count": 1})") ==
          "config:3:31: error: /parameters/a/count: must be at least 2 and at most 1000000, but is "
          "1");
    CHECK(errors_in("\"parameters\": {\"a\":\n"
                    R"({"min": 1, "max": 2, "count": 2, "distribution": "log"}})") ==
          "config:3:34: error: /parameters/a: unknown key 'distribution'\n"
          "  help: did you mean 'scale'? known keys: values, min, max, scale, integer, count");
}

TEST_CASE("sweep config: what does not fit the method is an error") {
    const std::string a = R"("parameters": {"a": {"values": [1, 2]}},)"
                          "\n";
    CHECK(errors_in(a + "\"runs\": 3") ==
          "config:3:9: error: /runs: a grid has no number of runs: it tries all combinations\n"
          "  help: \"method\": \"random\" tries so many");
    CHECK(errors_in(a + "\"method\": \"random\"") ==
          "config:3:11: error: /method: the key 'runs' is missing\n"
          "  help: random tries so many combinations");
    for (const std::string method :
         {"\"method\": \"random\", \"runs\": 2", "\"method\": \"grid\""}) {
        CHECK(errors_in(a + "\"halving\":\n {}, " + method)
                  .starts_with("config:4:2: error: /halving: the method '"));
    }
    CHECK(errors_in(a + "\"method\": \"hyperband\"") ==
          "config:3:11: error: /method: unknown value 'hyperband'\n"
          "  help: did you mean 'asha'? known values: grid, random, asha");
    CHECK(errors_in(R"("method": "asha", "parameters": {"a": {"min": 0, "max": 1}})")
              .starts_with("config:2:39: error: /parameters/a: the key 'count' is missing"));
    CHECK_NOTHROW(
        read(R"("method": "asha", "runs": 2, "parameters": {"a": {"min": 0, "max": 1}})"));
    CHECK_NOTHROW(
        read(R"("method": "asha", "parameters": {"a": {"min": 0, "max": 1, "count": 2}})"));
}

TEST_CASE("sweep config: something must be varied, and in one way only") {
    for (const std::string lines : {"\"seed\": 1", "\"parameters\": {}"}) {
        CHECK(first_line(errors_in(lines)) == "config:1:1: error: nothing is varied");
    }
    CHECK(errors_in("\"seeds\": [1, 2, 1]") == "config:2:10: error: /seeds: a seed stands twice");
    CHECK(first_line(errors_in("\"seeds\": []")) ==
          "config:2:10: error: /seeds: the list is empty");
    CHECK(errors_in(R"("seeds": [1, 2], "parameters": {"seed": {"values": [1]}})") ==
          "config:2:41: error: /parameters/seed: the seed is varied by 'seeds' already");
    CHECK(errors_in(R"("parameters": {"a=b": {"values": [1]}})") ==
          "config:2:23: error: /parameters/a=b: 'a=b' cannot be a key of an experiment");
    CHECK(errors_in(R"("parameters": {"": {"values": [1]}})") ==
          "config:2:20: error: /parameters/: '' cannot be a key of an experiment");
}

TEST_CASE("sweep config: one group that is zipped, or several") {
    CHECK(read(two_lists + R"(["a", "b"])").zip == Groups{{"a", "b"}});
    CHECK(read(two_lists + R"([["a", "b", "c"]])").zip == Groups{{"a", "b", "c"}});
    CHECK(read(two_lists + "[]").zip.empty());
    const auto config = read(
        R"("parameters": {"a": {"values": [1, 1]}, "b": {"min": 0, "max": 1, "count": 2},
           "c": {"values": [5]}, "d": {"values": [7]}}, "zip": [["a", "b"], ["d", "c"]])");
    CHECK(config.zip == Groups{{"a", "b"}, {"d", "c"}});
}

TEST_CASE("sweep config: a group that cannot be zipped is an error at its place") {
    const auto error = [](const std::string& zip) {
        return first_line(errors_in(two_lists + zip)).substr(std::string("config:6:").size());
    };
    CHECK(error(R"(["a", "e"])") == "14: error: /zip/1: 'e' is none of the parameters");
    CHECK(error(R"([["a", "b"], ["c", 3]])") ==
          "27: error: /zip/1/1: '3' is none of the parameters");
    CHECK(error(R"(["a", "b", "a"])") == "19: error: /zip/2: 'a' stands twice");
    CHECK(error(R"([["a", "b"], ["c", "a"]])") == "27: error: /zip/1/1: 'a' stands twice");
    CHECK(error(R"(["a", "d"])") ==
          "8: error: /zip: values go together only of equally many: a has 2, d has 3");
    CHECK(error(R"([["b", "c"], ["d", "a"]])") ==
          "21: error: /zip/1: values go together only of equally many: d has 3, a has 2");
    CHECK(error(R"(["a", "r"])") == "14: error: /zip/1: 'r' has no list of values");
    for (const std::string zip :
         {R"(["a"])", R"([["a"]])", R"([["a"], ["b"]])", R"(["a", ["b"]])"}) {
        CAPTURE(zip);
        CHECK_THROWS_AS(read(two_lists + zip), ConfigError);
    }
    CHECK(error(R"(["a"])") == "8: error: /zip: values go together of two parameters or more");
    CHECK(error(R"([["a"], ["b"]])") ==
          "9: error: /zip/0: values go together of two parameters or more");
    CHECK(error(R"([["a", "b"], "c"])") ==
          "21: error: /zip/1: values go together of two parameters or more");
    CHECK(error(R"("a")").starts_with("8: error: /zip: expected a list"));
}

TEST_CASE("sweep config: all errors are told at once, and each once") {
    CHECK(
        errors_in(R"("method": "grids", "runs": 0,
"parameters": {"a": {"values": []}, "b": {"min": "x", "max": 1}},
"zip": ["a", "b"], "seeds": [-1])") ==
        "config:2:11: error: /method: unknown value 'grids'\n"
        "  help: did you mean 'grid'? known values: grid, random, asha\n"
        "config:2:28: error: /runs: must be at least 1 and at most 1000000, but is 0\n"
        "  help: how many combinations are drawn at random; default with asha: all are tried\n"
        "config:3:32: error: /parameters/a/values: the list is empty\n"
        "  help: the values themselves, of any kind\n"
        "config:3:50: error: /parameters/b/min: expected a number, but this is the text \"x\"\n"
        "config:4:30: error: /seeds/0: must be at least 0 and at most 9.00719925474099e+15, but is "
        "-1\n"
        "  help: each combination is run with each of these; default: the seed of the base");
    CHECK(message_of([] { parse_sweep("{\"seeds\": 1}"); }) ==
          "config:1:1: error: the key 'base' is missing\n"
          "  help: base: the config of the experiment whose keys are varied");
    CHECK(message_of([] { parse_sweep("[]"); }) ==
          "config:1:1: error: expected an object, but this is a list");
    CHECK(first_line(errors_in("\"seeds\": 1, \"metric\": {\"direction\": \"up\"}"))
              .ends_with("error: /metric: unknown key 'direction'"));
}

TEST_CASE("sweep schema: has the keys of a sweep, of its parts and no others") {
    const Json schema = Json::parse(sweep_schema());
    CHECK(schema.at("title") == "mlp sweep");
    CHECK(schema.at("required") == Json::parse(R"(["base"])"));
    CHECK(schema.at("additionalProperties") == false);
    for (const auto& option : SweepConfig::options()) {
        CAPTURE(option.info().name);
        CHECK(schema.at("properties").at(option.info().name).at("description") ==
              option.info().help);
    }
    CHECK(schema.at("properties").size() == SweepConfig::options().size() + 1);
    CHECK(schema.at("properties").contains("$schema"));
    const Json& variation = schema["properties"]["parameters"].at("additionalProperties");
    CHECK_FALSE(variation.contains("required"));
    CHECK(variation.at("properties").size() == Variation::options().size());
    CHECK(variation["properties"]["values"].at("type") == "array");
    CHECK(variation["properties"]["values"].at("minItems") == 1);
    CHECK(variation["properties"]["scale"].at("enum") == Json::parse(R"(["linear", "log"])"));
    CHECK(schema["properties"]["halving"]["properties"]["factor"].at("default") == 3);
    CHECK(schema["properties"]["metric"]["properties"]["goal"].at("default") == "auto");
    CHECK_FALSE(schema.contains("$defs"));
}
