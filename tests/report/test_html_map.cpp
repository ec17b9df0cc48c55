#include "mlp/report/html/decision_map_json.h"
#include "mlp/report/html/html_text.h"

#include "html_page.h"

#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// The cells of a frame, as the page has them.
std::string cells(const Json& json, std::size_t frame) { return json["frames"][frame]["cells"]; }

TEST_CASE("html: cells of two classes hold the class and how sure it is") {
    const Json json = html::decision_map_json(small_map(), nullptr);
    CHECK(json["levels"] == 128);
    REQUIRE(json["frames"].size() == 3);
    // Rows from the bottom. 0.25: class 0, half as sure as can be; 0.5 is not above the decision.
    CHECK(cells(json, 0) == html::base64(Bytes{64, 0, 128 + 64, 127}));
    CHECK(cells(json, 2) == html::base64(Bytes{64, 0, 128 + 64, 128 + 127}));
    CHECK(json["frames"][1]["epoch"] == 1);
    CHECK(json["frames"][1]["train"].is_null());
    CHECK(json["features"] == Json::parse(R"(["x1", "x2"])"));
    CHECK(json["points"] == Json::parse("[[0.0, 0.0, 0.0, 1], [1.0, 0.0, 1.0, 1], "
                                        "[1.0, 1.0, 0.0, 0]]"));
}

TEST_CASE("html: outputs that are no probabilities are measured by the surest cell") {
    DecisionMap map = small_map();
    map.probabilities = false;
    map.decision = 0;
    map.frames.resize(1);
    map.frames[0].outputs[0] << -2, -1, 1, 4;
    const Json json = html::decision_map_json(map, nullptr);
    CHECK(cells(json, 0) == html::base64(Bytes{64, 32, 128 + 32, 128 + 127}));
}

TEST_CASE("html: of several classes, a cell is as sure as it is ahead of the next") {
    DecisionMap map = small_map();
    map.classes = {"a", "b", "c"};
    map.frames.resize(1);
    PlaneValues a(2, 2);
    PlaneValues b(2, 2);
    a << 1, 0.25, 0.5, 0;
    b << 0, 0.5, 0.5, 0;
    map.frames[0].outputs = {a, b, PlaneValues::Ones(2, 2) - a - b};
    const Json json = html::decision_map_json(map, nullptr);
    CHECK(json["levels"] == 85);
    // Where two are equal, either class may stand there, but it is not sure at all.
    CHECK(cells(json, 0) == html::base64(Bytes{84, 85 + 21, 0, 2 * 85 + 84}));
}

TEST_CASE("html: cells of numbers go from the lowest to the highest") {
    DecisionMap map = small_map();
    map.classes.clear();
    map.points = {{0, 0, -1, true}, {1, 1, 1, true}};
    map.frames.resize(2);
    map.frames[0].outputs[0] << -100, -1, 0, 100;  // beyond the targets, before training
    map.frames[1].outputs[0] << -1, 1, 0.5, NAN;
    const Json json = html::decision_map_json(map, nullptr);
    CHECK(json["low"] == -1);
    CHECK(json["high"] == 1);
    CHECK(cells(json, 0) == html::base64(Bytes{0, 0, 128, 255}));
    CHECK(cells(json, 1) == html::base64(Bytes{0, 255, 191, 0}));
}

TEST_CASE("html: a large number that is the same everywhere is in the middle of its scale") {
    DecisionMap map = small_map();
    map.classes.clear();
    map.points = {{0, 0, 1e17, true}};
    map.frames.resize(1);
    map.frames[0].outputs[0].setConstant(1e17);
    const Json json = html::decision_map_json(map, nullptr);
    CHECK(json["low"] == 5e16);
    CHECK(json["high"] == 1.5e17);
    CHECK(cells(json, 0) == html::base64(Bytes{128, 128, 128, 128}));
}

TEST_CASE("html: frames know the loss of their epoch where it was written down") {
    const Curves curves{{1, 2, 3}, {{"train_loss", {0.5, 0.25, 0.125}}}};
    const Json json = html::decision_map_json(small_map(), &curves);
    CHECK(json["frames"][0]["train"].is_null());  // before training
    CHECK(json["frames"][1]["train"] == 0.5);
    CHECK(json["frames"][2]["train"] == 0.125);
    CHECK(json["frames"][2]["validation"].is_null());
}

TEST_CASE("html: of very many points, evenly chosen ones are shown") {
    DecisionMap map = small_map();
    map.points.assign(5000, {0.5, 0.5, 1, true});
    const auto shown = html::decision_map_json(map, nullptr)["points"].size();
    CHECK(shown > 400);
    CHECK(shown <= 1000);
}

}  // namespace
}  // namespace mlp::test
