#include "mlp/config/sweep_config.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

using Texts = std::vector<std::string>;

Texts values_of(const SweepConfig& config, std::size_t parameter) {
    return from_choice<Variation>(config.parameters.at(parameter).choice).list();
}

std::string short_error(const Texts& grids, std::optional<Index> seeds = {}) {
    CHECK_THROWS_AS(short_sweep("xor.json", grids, seeds), ConfigError);
    return message_of([&] { short_sweep("xor.json", grids, seeds); });
}

}  // namespace

TEST_CASE("short sweep: values are separated outside of brackets, braces and quotes") {
    const auto config = short_sweep(
        "xor.json",
        {"optimizer.learning_rate=0.1, 1e-2", R"(activation=relu,"tanh",{"type":"elu","alpha":1})",
         R"(shape=[1,[2,3]],[4],"a,\",b",true,null,)"
         R"({"x":"]}"})",
         "text=a=b,[1"},
        3);
    CHECK(config.name.empty());
    CHECK(config.base == "xor.json");
    CHECK(config.method == "grid");
    CHECK(config.seeds == Integers{1, 2, 3});
    REQUIRE(config.parameters.size() == 4);
    CHECK(config.parameters[0].name == "optimizer.learning_rate");
    CHECK(values_of(config, 0) == Texts{"0.1", "0.01"});
    CHECK(values_of(config, 1) == Texts{"\"relu\"", "\"tanh\"", R"({"type":"elu","alpha":1})"});
    CHECK(values_of(config, 2) ==
          Texts{"[1,[2,3]]", "[4]", R"("a,\",b")", "true", "null", R"({"x":"]}"})"});
    CHECK(values_of(config, 3) == Texts{"\"a=b\"", "\"[1\""});
    CHECK(config.place_of("activation") == "--grid activation=...");
    CHECK(short_sweep("xor.json", {"a=1"}, {}).seeds.empty());
    auto named = config;
    named.name = "short";
    const std::string written = write_sweep(named);
    CHECK(write_sweep(parse_sweep(written)) == written);
}

TEST_CASE("short sweep: what is wrong is told all at once") {
    const std::string expected =
        "expected KEY=VALUE,VALUE, such as optimizer.learning_rate=0.1,0.01";
    CHECK(short_error({"lr"}) == "--grid lr: error: " + expected);
    CHECK(short_error({"=1"}) == "--grid =1: error: " + expected);
    CHECK(short_error({""}) == "--grid : error: " + expected);
    CHECK(short_error({"a="}) == "--grid a=: error: there are no values");
    CHECK(short_error({"a=1,,2"}) ==
          "--grid a=1,,2: error: a value is empty; \"\" is an empty text");
    CHECK(short_error({"a=1,2,"}) ==
          "--grid a=1,2,: error: a value is empty; \"\" is an empty text");
    CHECK(short_error({"a=1,2,1"}) == "--grid a=1,2,1: error: the value 1 stands twice");
    CHECK(short_error({"a=1", "b", "a=2"}, 0) ==
          "--grid b: error: " + expected +
              "\n--grid a=2: error: the key 'a' was given before\n"
              "--seeds 0: error: must be at least 1 and at most 1000000");
    CHECK(short_error({"a=\xff"}).ends_with(": error: this is not UTF-8 text"));
    CHECK(short_error({}).starts_with("xor.json: error: nothing is varied\n  help: give --grid"));
}
