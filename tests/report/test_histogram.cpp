#include "mlp/report/histogram.h"

#include <numeric>

#include <doctest/doctest.h>

using namespace mlp;

TEST_CASE("histogram: counts by bins of equal width, the ends included") {
    const auto result = histogram("x", {0, 0.1, 0.9, 1, 2, 3.9, 4}, 4);
    CHECK(result.name == "x");
    CHECK(result.min == 0);
    CHECK(result.max == 4);
    CHECK(result.bin_width() == 1);
    CHECK(result.middle(0) == 0.5);
    CHECK(result.counts == std::vector<std::int64_t>{3, 1, 1, 2});
}

TEST_CASE("histogram: equal numbers stand in the middle, and no numbers nowhere") {
    const auto equal = histogram("x", {5, 5, 5}, 5);
    CHECK(equal.counts == std::vector<std::int64_t>{0, 0, 3, 0, 0});
    CHECK(equal.min < 5);
    CHECK(equal.max > 5);
    const auto zeros = histogram("x", {0}, 3);
    CHECK(zeros.counts == std::vector<std::int64_t>{0, 1, 0});
    const auto nothing = histogram("x", {}, 3);
    CHECK(nothing.counts == std::vector<std::int64_t>{0, 0, 0});
    CHECK(nothing.min < nothing.max);
}

TEST_CASE("histogram: large numbers are all counted") {
    const auto result = histogram("x", {-1e300, 1e300, 1e299, 3}, 30);
    CHECK(std::accumulate(result.counts.begin(), result.counts.end(), std::int64_t{0}) == 4);
}
