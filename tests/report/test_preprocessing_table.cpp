#include "mlp/report/preprocessing_table.h"

#include <doctest/doctest.h>

using namespace mlp;

TEST_CASE("preprocessing table: what is done to a number, in words") {
    CHECK(transform_text({}) == "as it is");
    CHECK(transform_text({Curve::none, 1, 5.5, 0.5}) == "(x - 5.5) / 2");
    CHECK(transform_text({Curve::none, 1, -5.5, 1}) == "x + 5.5");
    CHECK(transform_text({Curve::none, 1, 0, 0.0625}) == "x / 16");
    CHECK(transform_text({Curve::log1p, 1, 0, 1}) == "log(1 + x)");
    CHECK(transform_text({Curve::yeo_johnson, 0.25, 1, 4}) == "(yeo_johnson(x, 0.25) - 1) / 0.25");
}

TEST_CASE("preprocessing table: a line a column, then the extra features") {
    const Preprocessing preprocessing(
        {NumberInput{"age", {Curve::none, 1, 40, 0.1}, 38.5, true}, NumberInput{"x"},
         TextInput{"city", {{"Oslo", "Rome"}}}, TextInput{"size", {{"s", "m"}, {0, 1}}, "m"}},
        {{extra_features().make("products"), 0, 1, {Curve::none, 1, 3, 1}}});
    CHECK(preprocessing_table(preprocessing, 10) ==
          "column  becomes                        if missing\n"
          "age     (x - 40) / 10                  38.5, and an input says so\n"
          "x       as it is                       error\n"
          "city    an input for each: Oslo, Rome  error\n"
          "size    s = 0, m = 1                   m\n"
          "age*x   x - 3\n");
    CHECK(preprocessing_table(preprocessing, 2) ==
          "column  becomes        if missing\n"
          "age     (x - 40) / 10  38.5, and an input says so\n"
          "x       as it is       error\n"
          "... (3 more)\n");
}
