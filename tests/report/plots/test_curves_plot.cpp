#include "mlp/core/error.h"
#include "mlp/report/plots/curves_plot.h"

#include "report/plots/drawing.h"

#include <algorithm>

namespace mlp::test {
namespace {

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}
std::ptrdiff_t lines_of(const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
}

Curves some_curves(std::size_t epochs, double first = 1, double last = 0.5) {
    return {counting(epochs),
            {{"train_loss", falling(epochs, first, last)},
             {"train_accuracy", falling(epochs, 0.3, 0.9)},
             {"validation_loss", falling(epochs, 1.5 * first, last)},
             {"validation_accuracy", falling(epochs, 0.2, 0.8)},
             {"learning_rate", std::vector<double>(epochs, 0.01)}}};
}

TEST_CASE("curves: both losses are in one frame, and the best epoch is marked") {
    const Picture picture = curves_picture(some_curves(20), 17);
    CHECK(picture.name == "curves");
    CHECK(holds(picture.script, "title \"train\""));
    CHECK(holds(picture.script, "title \"validation\""));
    CHECK(holds(picture.script, "set label \"best epoch: 17\" at first 17,"));
    CHECK(holds(picture.script, "set arrow from first 17, graph 0 to first 17, graph 1"));
    CHECK_FALSE(holds(picture.script, "accuracy"));
    CHECK_FALSE(holds(curves_picture(some_curves(20), 0).script, "best epoch"));
    check_drawing(picture, {"Loss", "train", "validation", "best epoch: 17", "epoch"});
}

TEST_CASE("curves: the scale is logarithmic where the loss spans more than two decades") {
    CHECK(holds(curves_picture(some_curves(20), 1).script, "unset logscale y"));
    const Picture picture = curves_picture(some_curves(20, 10, 0.001), 1);
    CHECK_FALSE(holds(picture.script, "unset logscale y"));
    CHECK(holds(picture.script, "set logscale y"));
    Curves negative = some_curves(20, 10, 0.001);
    negative.columns[0].second[3] = -0.1;
    CHECK(holds(curves_picture(negative, 1).script, "unset logscale y"));
}

TEST_CASE("curves: one epoch is seen, and a hundred thousand are few enough to be drawn") {
    const Picture one = curves_picture(some_curves(1), 1);
    CHECK(holds(one.script, "\n1 1 1\n"));  // in the third column: as a point
    check_drawing(one, {"best epoch: 1"});
    Curves many = some_curves(100'000);
    many.columns[0].second[54'321] = 123.5;
    const Picture picture = curves_picture(many, 99'999);
    CHECK(lines_of(picture.script) < 10'000);
    CHECK(holds(picture.script, "\n54322 123.5 NaN\n"));
    check_drawing(picture, {"best epoch: 99999"});
}

TEST_CASE("curves: what is not finite breaks the lines, and is told") {
    const double nan = std::nan("");
    Curves curves{counting(5), {}};
    curves.columns = {{"train_loss", {1, 2, INFINITY, nan, nan}},
                      {"validation_loss", {nan, nan, nan, -INFINITY, 1e300}}};
    const Picture picture = curves_picture(curves, 1);
    CHECK(holds(picture.script, "title \"train (not finite from epoch 3 on)\""));
    CHECK(holds(picture.script, "title \"validation (no numbers)\""));
    check_drawing(picture, {"Loss"});
    curves.columns[0].second.assign(5, nan);
    CHECK_THROWS_AS(curves_picture(curves, 1), InputError);
    curves.columns.clear();
    CHECK_THROWS_AS(curves_picture(curves, 1), InputError);
    // A point between two gaps would not be seen as a line, however many there are.
    Curves gaps = some_curves(100);
    gaps.columns[0].second[49] = gaps.columns[0].second[51] = nan;
    gaps.columns[0].second[50] = 0.125;
    CHECK(holds(curves_picture(gaps, 1).script, "\n51 0.125 0.125\n"));
}

TEST_CASE("metrics: a panel each, but not for the loss") {
    Curves curves = some_curves(30);
    curves.columns.emplace_back("validation_f1", falling(30, 0.1, 0.7));
    const Picture picture = metrics_picture(curves, 12);
    CHECK(picture.name == "metrics");
    CHECK(holds(picture.script, "set multiplot layout 1, 2 title \"Metrics\""));
    CHECK(holds(picture.script, "set title \"accuracy\""));
    CHECK(holds(picture.script, "set title \"f1\""));
    CHECK_FALSE(holds(picture.script, "\"loss\""));
    check_drawing(picture, {"Metrics", "accuracy", "f1", "best epoch: 12", "train"});
    // A single one needs no panels.
    const Picture single = metrics_picture(some_curves(30), 12);
    CHECK_FALSE(holds(single.script, "multiplot"));
    check_drawing(single, {"accuracy"});
}

TEST_CASE("metrics: without any there is nothing to draw, and of very many the first are drawn") {
    const Curves bare{{1, 2}, {{"train_loss", {1, 2}}, {"learning_rate", {1, 1}}}};
    CHECK_THROWS_AS(metrics_picture(bare, 1), InputError);
    Curves many{{1, 2}, {}};
    for (int i = 0; i < 30; ++i) {
        many.columns.emplace_back("train_m" + std::to_string(i), std::vector<double>{1, 2});
    }
    const Picture picture = metrics_picture(many, 1);
    CHECK(holds(picture.script, "\"Metrics: the first 12 of 30\""));
    CHECK(holds(picture.script, "\"m11\""));
    CHECK_FALSE(holds(picture.script, "\"m12\""));
}

TEST_CASE("metrics: names of any kind stay what they are") {
    Curves curves{counting(3), {}};
    curves.columns = {{"train_it's \"so\" \\ @x_1^{2} `id` <\u00FC & co> ]]>", {1, 2, 3}},
                      {"validation_all nan", {NAN, NAN, NAN}}};
    check_drawing(metrics_picture(curves, 1),
                  {"it's \"so\" \\ @x_1^{2} `id` &lt;\u00FC &amp; co> ]]&gt;", "all nan",
                   "no numbers to draw"});
}

TEST_CASE("learning_rate: constant or not, it is drawn") {
    const Picture picture = learning_rate_picture(some_curves(10), 4);
    CHECK(picture.name == "learning_rate");
    check_drawing(picture, {"Learning rate", "best epoch: 4"});
    const Curves falling_rate{counting(50), {{"learning_rate", falling(50, 1, 1e-4)}}};
    CHECK(holds(learning_rate_picture(falling_rate, 0).script, "set logscale y"));
    CHECK_THROWS_AS(learning_rate_picture({{1}, {{"train_loss", {1}}}}, 1), InputError);
}

}  // namespace
}  // namespace mlp::test
