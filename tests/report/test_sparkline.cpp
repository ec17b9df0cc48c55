#include "mlp/report/short_name.h"
#include "mlp/report/sparkline.h"
#include "mlp/report/value_scale.h"

#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();
constexpr auto ascii = Characters::ascii;
constexpr auto unicode = Characters::unicode;

}  // namespace

TEST_CASE("sparkline: a level for each value, from the least to the greatest") {
    const std::vector<double> values{0, 1, 2, 3, 4, 5, 6, 7};
    CHECK(sparkline(values, 20, unicode) == "▁▂▃▄▅▆▇█");
    CHECK(sparkline(values, 20, ascii) == "_.:-=+*#");
    const std::vector<double> falling{70, 30, 10, 0};
    CHECK(sparkline(falling, 20, unicode) == "█▄▂▁");
}

TEST_CASE("sparkline: a logarithmic scale beyond two decades of positive values") {
    const std::vector<double> decades{1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1};
    CHECK(sparkline(decades, 20, unicode) == "█▇▆▅▄▃▂▁");
    const std::vector<double> with_zero{1e7, 1e6, 1e5, 0};
    CHECK(sparkline(with_zero, 20, unicode) == "█▂▁▁");
    const std::vector<double> extremes{1e-30, 1, 1e30};
    CHECK(sparkline(extremes, 20, ascii) == "_=#");
}

TEST_CASE("sparkline: more values than columns are means of neighbours") {
    const std::vector<double> values{7, 7, 6, 8, 0, 0, 3, 3};
    CHECK(sparkline(values, 4, unicode) == "██▁▄");
    CHECK(sparkline(values, 3, ascii) == "#=_");  // of 7 7, of 6 8 0, of 0 3 3
    CHECK(sparkline(values, 1, unicode) == "▅");
    CHECK(sparkline(values, 0, unicode).empty());
}

TEST_CASE("sparkline: awkward values") {
    CHECK(sparkline({}, 10, unicode).empty());
    const std::vector<double> one{3}, constant{2, 2, 2}, zeros{0, 0};
    CHECK(sparkline(one, 10, unicode) == "▅");
    CHECK(sparkline(constant, 10, unicode) == "▅▅▅");
    CHECK(sparkline(zeros, 10, ascii) == "==");
    const std::vector<double> gaps{no_number, 0, inf, 7, -inf};
    CHECK(sparkline(gaps, 10, unicode) == " ▁ █ ");
    const std::vector<double> nothing{no_number, inf};
    CHECK(sparkline(nothing, 10, ascii) == "  ");
    // A gap does not spread to what shares its column.
    const std::vector<double> shared{0, no_number, inf, 7};
    CHECK(sparkline(shared, 2, unicode) == "▁█");
    const double most = std::numeric_limits<double>::max();
    const std::vector<double> widest{-most, most, 0, most, most, -most};
    CHECK(sparkline(widest, 6, unicode) == "▁█▅██▁");
    CHECK(sparkline(widest, 3, unicode) == "▁█▁");
}

TEST_CASE("sparkline: never wider than asked for") {
    std::vector<double> values;
    for (int i = 0; i < 137; ++i)
        values.push_back(i % 17 == 0 ? no_number : std::pow(10.0, i % 61 - 30));
    for (std::size_t width = 1; width <= 200; ++width) {
        for (const auto characters : {ascii, unicode}) {
            CAPTURE(width);
            const std::size_t shown = display_width(sparkline(values, width, characters));
            CHECK(shown == std::min<std::size_t>(width, values.size()));
        }
    }
}

TEST_CASE("course of values: all of them while they are few, then means of equally many") {
    CourseOfValues course;
    for (int i = 0; i < 128; ++i) course.add(i);
    REQUIRE(course.means().size() == 128);
    CHECK(course.means()[77] == 77);
    course.add(1000);
    REQUIRE(course.means().size() == 65);
    CHECK(course.means()[0] == 0.5);
    CHECK(course.means()[63] == 126.5);
    CHECK(course.means()[64] == 1000);
    course.add(2000);
    CHECK(course.means().size() == 65);
    CHECK(course.means()[64] == 1500);
    course.clear();
    CHECK(course.means().empty());
    course.add(3);
    course.add(4);
    CHECK(course.means().size() == 2);
}

TEST_CASE("course of values: a long series keeps its shape in bounded memory") {
    CourseOfValues course;
    constexpr int n = 1000000;
    for (int i = 0; i < n; ++i) course.add(i);
    const auto means = course.means();
    CHECK(means.size() <= 128);
    CHECK(means.size() > 64);
    for (std::size_t i = 1; i < means.size(); ++i) CHECK(means[i] > means[i - 1]);
    CHECK(means.back() > 0.98 * n);
    // Equally many in each: equally far apart, but for the last one.
    for (std::size_t i = 2; i + 1 < means.size(); ++i) {
        CHECK(means[i] - means[i - 1] == doctest::Approx(means[1] - means[0]));
    }
}

TEST_CASE("course of values: what is not finite takes its place and spoils nothing") {
    CourseOfValues course;
    course.add(no_number);
    course.add(2);
    course.add(inf);
    CHECK(std::isnan(course.means()[0]));
    CHECK(course.means()[1] == 2);
    CHECK(std::isnan(course.means()[2]));
    course.clear();
    for (int i = 0; i < 130; ++i) course.add(i % 2 == 0 ? no_number : 5);
    CHECK(course.means().size() == 65);
    for (const double mean : course.means()) CHECK(mean == 5);
}

TEST_CASE("value scale: position and value are inverse, on both scales") {
    for (const double least : {-3.0, 1e-30}) {
        ValueRange range;
        const std::vector<double> values{no_number, 1e4, least, inf};
        range.add(values);
        CHECK(range.least == least);
        CHECK(range.greatest == 1e4);
        const ValueScale scale(range);
        CHECK(scale.logarithmic() == (least > 0));
        CHECK(scale.position(least) == doctest::Approx(0));
        CHECK(scale.position(1e4) == doctest::Approx(1));
        for (const double position : {0.0, 0.25, 0.5, 1.0}) {
            CHECK(scale.position(scale.value(position)) == doctest::Approx(position));
        }
    }
    ValueRange two_decades;
    two_decades.add(std::vector<double>{1, 100});
    CHECK(!ValueScale(two_decades).logarithmic());
    two_decades.add(101);
    CHECK(ValueScale(two_decades).logarithmic());
    ValueRange one;
    one.add(-4);
    CHECK(ValueScale(one).position(-4) == doctest::Approx(0.5));
    CHECK(ValueScale(ValueRange{}).value(0.5) == doctest::Approx(0));
}
