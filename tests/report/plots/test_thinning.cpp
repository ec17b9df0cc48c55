#include "mlp/report/plots/thinning.h"

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

TEST_CASE("few points stay as they are") {
    const std::vector<double> x{1, 2, 3, 4, 5};
    const std::vector<double> y{5, 4, NAN, 2, 1};
    const Points points = thinned(x, y, 1);
    CHECK(points.x == x);
    CHECK(points.y.size() == 5);
    CHECK(std::isnan(points.y[2]));
}

TEST_CASE("of many points the extremes, the ends and the gaps stay") {
    constexpr std::size_t n = 100'000;
    std::vector<double> x(n);
    std::vector<double> y(n, 1);
    for (std::size_t i = 0; i < n; ++i) x[i] = static_cast<double>(i);
    y[0] = NAN;  // before the extremes of its bucket, which must not be hidden by it
    y[17] = -50;
    y[33'333] = 70;
    y[50'000] = INFINITY;
    y[50'001] = 80;
    y[77'777] = NAN;
    y[n - 1] = 3;
    const Points points = thinned(x, y, 100);
    CHECK(points.x.size() == points.y.size());
    CHECK(points.x.size() <= 500);
    CHECK(std::is_sorted(points.x.begin(), points.x.end()));
    for (const std::size_t i :
         {std::size_t{0}, std::size_t{17}, std::size_t{33'333}, std::size_t{50'000},
          std::size_t{50'001}, std::size_t{77'777}, n - 1}) {
        CAPTURE(i);
        const auto found = std::find(points.x.begin(), points.x.end(), x[i]);
        REQUIRE(found != points.x.end());
        const double value = points.y[static_cast<std::size_t>(found - points.x.begin())];
        CHECK((value == y[i] || (std::isnan(value) && std::isnan(y[i]))));
    }
}

}  // namespace
}  // namespace mlp::test
