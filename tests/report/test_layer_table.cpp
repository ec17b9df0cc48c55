#include "mlp/report/layer_table.h"

#include <limits>

#include <doctest/doctest.h>

using namespace mlp;

TEST_CASE("layer table: what there is as numbers, what is not as a dash") {
    const double none = std::numeric_limits<double>::quiet_NaN();
    const std::string table =
        layer_table({{"layers.0", -0.123, 1.5, 0.5, 0.25, 0.875, 0.5, 0, 1.25e-7, 1e-3},
                     {"layers.10", none, none, 3, 0, none, none, none, none, none}});
    CHECK(table ==
          "layer         before f     after f  silent  dead  satur.  gradient   update\n"
          "layers.0   -0.12 ± 1.5  0.5 ± 0.25    0.88  0.50    0.00   1.2e-07  1.0e-03\n"
          "layers.10            -       3 ± 0       -     -       -         -        -\n");
}
