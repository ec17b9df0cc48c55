#include "mlp/config/variation.h"

#include <doctest/doctest.h>

using namespace mlp;

namespace {

using Texts = std::vector<std::string>;

Variation range(double min, double max, const std::string& scale = "linear") {
    Variation variation;
    variation.min = min;
    variation.max = max;
    variation.scale = scale;
    return variation;
}

}  // namespace

TEST_CASE("variation: a count spaces values evenly, and both ends are exact") {
    Variation linear = range(0, 1);
    linear.count = 11;
    CHECK(linear.list() ==
          Texts{"0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"});
    Variation log = range(1e-4, 0.1, "log");
    log.count = 4;
    CHECK(log.list() == Texts{"1e-04", "0.001", "0.01", "0.1"});
    Variation exact = range(-1.0 / 3, 2.0 / 3);
    exact.count = 2;
    CHECK(exact.list() == Texts{"-0.3333333333333333", "0.6666666666666666"});
}

TEST_CASE("variation: a count of whole numbers rounds, and gives none twice") {
    Variation units = range(1, 64, "log");
    units.integer = true;
    units.count = 7;
    CHECK(units.list() == Texts{"1", "2", "4", "8", "16", "32", "64"});
    units.count = 10;
    CHECK(units.list() == Texts{"1", "2", "3", "4", "6", "10", "16", "25", "40", "64"});
    Variation few = range(-1, 1);
    few.integer = true;
    few.count = 9;
    CHECK(few.list() == Texts{"-1", "0", "1"});
}

TEST_CASE("variation: draws lie on the scale") {
    CHECK(range(-1, 3).draw(0) == "-1");
    CHECK(range(-1, 3).draw(0.25) == "0");
    CHECK(range(-1, 3).draw(1) == "3");
    CHECK(range(0.001, 0.1, "log").draw(0.5) == "0.01");
    Variation integer = range(1, 4);
    integer.integer = true;
    CHECK(integer.draw(0) == "1");
    CHECK(integer.draw(0.249) == "1");
    CHECK(integer.draw(0.251) == "2");
    CHECK(integer.draw(0.999) == "4");
    CHECK(integer.draw(1) == "4");
    integer.scale = "log";
    CHECK(integer.draw(0) == "1");
    CHECK(integer.draw(0.999) == "4");
    // More than twelve digits are rounded away, but not out of the range.
    CHECK(range(1.0 / 3, 1).draw(0) == "0.3333333333333333");
    CHECK(range(0, 2.0 / 3).draw(0.5) == "0.333333333333");
}
