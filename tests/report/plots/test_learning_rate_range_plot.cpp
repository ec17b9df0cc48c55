#include "mlp/core/error.h"
#include "mlp/report/plots/learning_rate_range_plot.h"

#include "report/plots/drawing.h"

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

const RateRange range{{1e-4, 1e-3, 1e-2, 1e-1}, {2, 1.5, 0.9, 4}, {2, 1.7, 1.2, 3}, 0.003, 0.02};

TEST_CASE("learning_rate_range: rates on a logarithmic scale, two of them marked") {
    const Picture picture = learning_rate_range_picture(range);
    CHECK(picture.name == "learning_rate_range");
    CHECK(holds(picture.script, "set logscale x"));
    CHECK_FALSE(holds(picture.script, "unset logscale x"));
    CHECK(holds(picture.script, "\"suggested: 0.02\" at first 0.02,"));
    CHECK(holds(picture.script, "\"configured: 0.003\" at first 0.003,"));
    check_drawing(picture, {"Learning-rate range test", "loss of each batch", "smoothed",
                            "suggested: 0.02", "configured: 0.003", "learning rate"});
}

TEST_CASE("learning_rate_range: a rate beyond those tried, none suggested, losses not finite") {
    RateRange odd = range;
    odd.configured = 50;
    odd.suggested = 0;
    odd.losses[2] = NAN;
    odd.losses[3] = INFINITY;
    const Picture picture = learning_rate_range_picture(odd);
    CHECK_FALSE(holds(picture.script, "suggested"));
    check_drawing(picture, {"Learning-rate range test: the loss never falls", "configured: 50"});
    odd.losses.assign(4, NAN);
    odd.smoothed.assign(4, NAN);
    CHECK_THROWS_AS(learning_rate_range_picture(odd), InputError);
    CHECK_THROWS_AS(learning_rate_range_picture({}), InputError);
}

}  // namespace
}  // namespace mlp::test
