#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/experiment/sweep_plan.h"

#include "support.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

using Texts = std::vector<std::string>;
using Combinations = std::vector<Texts>;

SweepConfig sweep(const std::string& parameters, const std::string& more = "") {
    return parse_sweep("{\"base\": \"xor.json\", \"parameters\": {" + parameters + "}" +
                       (more.empty() ? "" : ", " + more) + "}");
}
SweepPlan plan(const std::string& parameters, const std::string& more = "") {
    return plan_sweep(sweep(parameters, more));
}
SweepPlan drawn(const std::string& parameters, int runs, int seed = 1) {
    return plan(parameters, R"("method": "random", "runs": )" + std::to_string(runs) +
                                R"(, "seed": )" + std::to_string(seed));
}

std::vector<double> numbers(const SweepPlan& plan, std::size_t key = 0) {
    std::vector<double> result;
    for (const auto& combination : plan.combinations) {
        const auto number = to_number(combination.at(key));
        REQUIRE(number);
        result.push_back(*number);
    }
    return result;
}
/// The share of the numbers that are less than a bound.
double share_below(const std::vector<double>& numbers, double bound) {
    const auto below = std::ranges::count_if(numbers, [&](double x) { return x < bound; });
    return static_cast<double>(below) / static_cast<double>(numbers.size());
}

std::size_t different(const SweepPlan& plan) {
    return std::set<Texts>(plan.combinations.begin(), plan.combinations.end()).size();
}

const std::string two_by_three = R"("a": {"values": ["x", "y"]}, "b": {"values": [1, 2, 3]})";

}  // namespace

TEST_CASE("sweep plan: a grid has all combinations, the last key varying fastest") {
    const auto grid = plan(two_by_three, "\"seeds\": [7, 5]");
    CHECK(grid.keys == Texts{"a", "b"});
    CHECK(grid.combinations == Combinations{{"\"x\"", "1"},
                                            {"\"x\"", "2"},
                                            {"\"x\"", "3"},
                                            {"\"y\"", "1"},
                                            {"\"y\"", "2"},
                                            {"\"y\"", "3"}});
    CHECK(grid.seeds == std::vector<Index>{7, 5});
    CHECK(plan(two_by_three).seeds.empty());
    CHECK(plan(two_by_three, R"("method": "asha")").combinations == grid.combinations);
}

TEST_CASE("sweep plan: a grid of ranges takes as many values as they count") {
    CHECK(plan(R"("a": {"min": 0.01, "max": 1, "scale": "log", "count": 3},
                  "b": {"min": 1, "max": 2, "integer": true, "count": 9})")
              .combinations ==
          Combinations{
              {"0.01", "1"}, {"0.01", "2"}, {"0.1", "1"}, {"0.1", "2"}, {"1", "1"}, {"1", "2"}});
}

TEST_CASE("sweep plan: zipped parameters vary as one, at the place of the first") {
    CHECK(plan(R"("a": {"values": [1, 2]}, "b": {"values": [3, 4]}, "c": {"values": [5, 6]})",
               R"("zip": ["c", "a"])")
              .combinations ==
          Combinations{{"1", "3", "5"}, {"1", "4", "5"}, {"2", "3", "6"}, {"2", "4", "6"}});
    CHECK(plan(R"("a": {"values": [1, 2]}, "b": {"values": [3, 4]}, "c": {"values": [5, 6]},
                  "d": {"values": [7, 8]})",
               R"("zip": [["b", "d"], ["a", "c"]])")
              .combinations == Combinations{{"1", "3", "5", "7"},
                                            {"1", "4", "5", "8"},
                                            {"2", "3", "6", "7"},
                                            {"2", "4", "6", "8"}});
}

TEST_CASE("sweep plan: seeds alone are one combination of nothing") {
    const auto seeds = plan("", "\"seeds\": [1, 2]");
    CHECK(seeds.keys.empty());
    CHECK(seeds.combinations == Combinations{{}});
    CHECK(seeds.seeds == std::vector<Index>{1, 2});
}

TEST_CASE("sweep plan: the seed fixes what is drawn") {
    const std::string rate = R"("a": {"min": 0, "max": 1}, "b": {"values": [1, 2]})";
    CHECK(drawn(rate, 5).combinations == drawn(rate, 5).combinations);
    CHECK(drawn(rate, 5).combinations != drawn(rate, 5, 2).combinations);
    // More runs go on where fewer ended.
    auto ten = drawn(rate, 10).combinations;
    ten.resize(5);
    CHECK(ten == drawn(rate, 5).combinations);
    CHECK(plan(rate, R"("method": "asha", "runs": 5, "seed": 1)").combinations ==
          drawn(rate, 5).combinations);
}

TEST_CASE("sweep plan: draws are uniform on a linear scale") {
    const auto a = numbers(drawn(R"("a": {"min": -1, "max": 3})", 10000));
    CHECK(a.size() == 10000);
    CHECK(std::ranges::min(a) >= -1);
    CHECK(std::ranges::max(a) <= 3);
    // The standard deviation of a share is at most 0.005.
    for (const double share : {0.1, 0.25, 0.5, 0.75, 0.9}) {
        CHECK(share_below(a, -1 + 4 * share) == doctest::Approx(share).epsilon(0.02 / share));
    }
}

TEST_CASE("sweep plan: draws are uniform on a log scale") {
    const auto a = numbers(drawn(R"("a": {"min": 1e-5, "max": 1e-1, "scale": "log"})", 10000));
    CHECK(std::ranges::min(a) >= 1e-5);
    CHECK(std::ranges::max(a) <= 1e-1);
    for (const double power : {-4.0, -3.0, -2.0}) {
        const double share = (power + 5) / 4;
        CHECK(share_below(a, std::pow(10, power)) == doctest::Approx(share).epsilon(0.02 / share));
    }
}

TEST_CASE("sweep plan: draws of whole numbers hit both ends like the others") {
    // The range of "b" keeps combinations different.
    const auto linear = numbers(
        drawn(R"("a": {"min": -2, "max": 2, "integer": true}, "b": {"min": 0, "max": 1})", 10000));
    std::map<double, double> share;
    for (const double x : linear) share[x] += 1e-4;
    REQUIRE(share.size() == 5);
    for (const double x : {-2, -1, 0, 1, 2}) {
        CAPTURE(x);
        CHECK(share[x] == doctest::Approx(0.2).epsilon(0.1));
    }
    const auto log = numbers(drawn(
        R"("a": {"min": 1, "max": 4, "integer": true, "scale": "log"}, "b": {"min": 0, "max": 1})",
        10000));
    share.clear();
    for (const double x : log) share[x] += 1e-4;
    REQUIRE(share.size() == 4);
    // From 0.5 to 4.5, each number has what rounds to it.
    for (const double x : {1, 2, 3, 4}) {
        CAPTURE(x);
        const double expected = std::log((x + 0.5) / (x - 0.5)) / std::log(9);
        CHECK(share[x] == doctest::Approx(expected).epsilon(0.1));
    }
}

TEST_CASE("sweep plan: whole numbers are written as such, however large") {
    const auto large =
        drawn(R"("a": {"min": 1000000, "max": 9007199254740992, "integer": true})", 20);
    for (const auto& combination : large.combinations) {
        CAPTURE(combination[0]);
        CHECK(combination[0].find_first_not_of("0123456789") == std::string::npos);
    }
}

TEST_CASE("sweep plan: draws of lists and counts are among their values") {
    const auto lists = drawn(R"("a": {"values": ["x", "y", "z"]}, "b": {"min": 0, "max": 1},
                                "c": {"min": 1, "max": 100, "scale": "log", "count": 3})",
                             3000);
    std::map<std::string, double> share;
    for (const auto& combination : lists.combinations) {
        share[combination[0]] += 1.0 / 3000;
        share[combination[2]] += 1.0 / 3000;
    }
    REQUIRE(share.size() == 6);
    for (const std::string value : {"\"x\"", "\"y\"", "\"z\"", "1", "10", "100"}) {
        CAPTURE(value);
        CHECK(share[value] == doctest::Approx(1.0 / 3).epsilon(0.1));
    }
}

TEST_CASE("sweep plan: no combination is drawn twice while there are others") {
    const std::string parameters = two_by_three + R"(, "c": {"min": 1, "max": 5, "integer": true})";
    for (const int runs : {1, 15, 29}) {
        const auto some = drawn(parameters, runs);
        CHECK(some.combinations.size() == static_cast<std::size_t>(runs));
        CHECK(different(some) == some.combinations.size());
    }
    // All of them are the grid.
    for (const int runs : {30, 31, 1000}) {
        const auto all = drawn(parameters, runs).combinations;
        REQUIRE(all.size() == 30);
        CHECK(all.front() == Texts{"\"x\"", "1", "1"});
        CHECK(all[1] == Texts{"\"x\"", "1", "2"});
        CHECK(all.back() == Texts{"\"y\"", "3", "5"});
    }
    CHECK(drawn(two_by_three, 6).combinations == plan(two_by_three).combinations);
}

TEST_CASE("sweep plan: combinations that are hardly ever drawn are found all the same") {
    // The largest of both are drawn once in ten million times.
    const auto nearly_all = drawn(R"("a": {"min": 1, "max": 300, "integer": true, "scale": "log"},
                                     "b": {"min": 1, "max": 300, "integer": true, "scale": "log"})",
                                  89999);
    CHECK(different(nearly_all) == 89999);
}

TEST_CASE("sweep plan: draws repeat where there is nothing else") {
    // Of twelve digits, only the ends differ.
    const auto narrow = drawn(R"("a": {"min": 1, "max": 1.0000000000000002})", 5);
    CHECK(narrow.combinations.size() == 5);
    CHECK(different(narrow) <= 2);
    SweepConfig same = sweep(R"("a": {"values": [1, 1, 1]}, "b": {"values": [2, 2, 2]})",
                             R"("zip": ["a", "b"], "method": "random", "runs": 2)");
    CHECK(plan_sweep(same).combinations == Combinations{{"1", "2"}, {"1", "2"}});
}

TEST_CASE("sweep plan: more than a million combinations are an error") {
    const std::string thousand = R"({"min": 1, "max": 1000, "count": 1000})";
    const std::string million = "\"a\": " + thousand + ", \"b\": " + thousand;
    CHECK(plan(million).combinations.size() == 1000000);
    const std::string more = million + R"(, "c": {"values": [1, 2]})";
    CHECK_THROWS_AS(plan(more), ConfigError);
    CHECK(message_of([&] { plan(more); }) ==
          "config:1:36: error: /parameters: there are 2000000 combinations; 1000000 are the most\n"
          "  help: \"method\": \"random\" tries some of them");
    CHECK(drawn(more, 3).combinations.size() == 3);
    const auto grids = Texts{"a=1,2"};
    CHECK(plan_sweep(short_sweep("xor.json", grids, {})).combinations ==
          Combinations{{"1"}, {"2"}});
}
