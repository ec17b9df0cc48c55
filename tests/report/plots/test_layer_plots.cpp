// Pictures with a line or a panel for each layer.
#include "mlp/core/error.h"
#include "mlp/report/plots/activations_plot.h"
#include "mlp/report/plots/gradients_plot.h"

#include "report/plots/drawing.h"

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::vector<LayerCurves> layers(std::size_t count, std::size_t epochs = 20) {
    std::vector<LayerCurves> all(count);
    for (std::size_t i = 0; i < count; ++i) {
        all[i].layer = "layers." + std::to_string(i);
        all[i].epochs = counting(epochs);
        all[i].gradient_norm = falling(epochs, 1, 0.01);
        all[i].update_ratio = falling(epochs, 0.01, 0.002);
    }
    return all;
}

std::vector<Histogram> histograms(std::size_t count) {
    std::vector<Histogram> all;
    for (std::size_t i = 0; i < count; ++i) {
        all.push_back({"layers." + std::to_string(i), -1, 3, {10, 0, 20, 70}});
    }
    return all;
}

TEST_CASE("gradients: norms on a logarithmic scale, updates with the usual size") {
    const Picture picture = gradients_picture(layers(3), 8);
    CHECK(picture.name == "gradients");
    CHECK(holds(picture.script, "set logscale y"));
    CHECK_FALSE(holds(picture.script, "unset logscale y"));
    CHECK(holds(picture.script, ", 0.001 with lines "));
    check_drawing(picture, {"Norm of the gradient of each layer", "layers.0", "layers.2",
                            "usual: about 0.001", "best epoch: 8"});
}

TEST_CASE("gradients: one epoch, one layer, gradients that are zero or not finite") {
    auto some = layers(3, 1);
    some[0].gradient_norm = {0};
    some[0].update_ratio = {NAN};
    some[1].gradient_norm = {INFINITY};
    const Picture picture = gradients_picture(some, 1);
    CHECK(holds(picture.script, "layers.0 (always 0)"));
    CHECK(holds(picture.script, "layers.1 (no numbers)"));
    check_drawing(picture, {"layers.0 (always 0)"});
    auto dead = layers(1);
    dead[0].gradient_norm.assign(20, 0);
    dead[0].update_ratio.assign(20, 0);
    check_drawing(gradients_picture(dead, 0), {"layers.0 (always 0)"});
    CHECK_THROWS_AS(gradients_picture({}, 1), InputError);
}

TEST_CASE("of many layers some are shown, the first and the last among them") {
    const Picture gradients = gradients_picture(layers(30), 1);
    const Picture activations = activations_picture(histograms(30));
    CHECK(holds(gradients.script, "(14 of 30)"));
    CHECK(holds(activations.script, "(12 of 30)"));
    for (const auto& script : {gradients.script, activations.script}) {
        CHECK(holds(script, "\"layers.0\""));
        CHECK(holds(script, "\"layers.29\""));
    }
    check_drawing(gradients, {"layers.29"});
    check_drawing(activations, {"layers.29"});
}

TEST_CASE("activations: a panel a layer, with shares in percent") {
    const Picture picture = activations_picture(histograms(2));
    CHECK(picture.name == "activations");
    CHECK(holds(picture.script, "\n-0.5 10\n0.5 0\n1.5 20\n2.5 70\n"));
    check_drawing(picture, {"Outputs of each layer", "layers.0", "layers.1", "share in %"});
    CHECK_THROWS_AS(activations_picture({}), InputError);
}

TEST_CASE("activations: layers without numbers, or with impossible ones") {
    const std::vector<Histogram> odd = {
        {"empty", 0, 1, {0, 0}},         {"endless", -INFINITY, INFINITY, {1, 2}},
        {"no number", NAN, NAN, {1, 2}}, {"huge", -1e308, 1e308, {1, 2}},
        {"one point", 0.5, 0.5, {3}},    {"close", 0.12345, 0.12346, {3, 4}}};
    check_drawing(activations_picture(odd), {"empty", "no finite number", "close"});
}

}  // namespace
}  // namespace mlp::test
