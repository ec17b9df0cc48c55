#include "mlp/report/plots/network_layout.h"
#include "mlp/report/plots/network_plot.h"

#include "report/plots/drawing.h"

#include <algorithm>

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace mlp::test {
namespace {

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

NetworkDiagram::Layer dense(const std::string& name, Index inputs, Index units) {
    return {name,
            "dense",
            "tanh",
            units,
            Matrix<double>::Constant(units, inputs, -0.5),
            Vector<double>::Constant(units, 0.25),
            units * (inputs + 1)};
}

NetworkDiagram network_of(const std::vector<Index>& sizes) {
    NetworkDiagram network;
    for (Index i = 0; i < sizes.front(); ++i) network.inputs.push_back("x" + std::to_string(i));
    for (Index i = 0; i < sizes.back(); ++i) network.outputs.push_back("y" + std::to_string(i));
    for (std::size_t i = 1; i < sizes.size(); ++i) {
        network.layers.push_back(dense("layers." + std::to_string(i - 1), sizes[i - 1], sizes[i]));
    }
    return network;
}

/// The rows of all data blocks whose names start so.
std::ptrdiff_t rows_of(const std::string& script, const std::string& name) {
    std::ptrdiff_t rows = 0;
    for (auto at = script.find("\n$" + name); at != std::string::npos;
         at = script.find("\n$" + name, at + 1)) {
        const auto end = script.find("\nEND", at);
        rows += std::count(script.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                           script.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    }
    return rows;
}
constexpr std::ptrdiff_t samples = 5;  // in the legend, of weights and of biases

TEST_CASE("network: a circle for each unit, a line for each weight, and names") {
    const Picture picture = network_picture(network_of({2, 4, 1}));
    CHECK(picture.name == "network");
    CHECK(rows_of(picture.script, "lines") == 2 * 4 + 4 * 1 + samples);
    CHECK(rows_of(picture.script, "units") == 2 + 4 + 1 + samples);
    check_drawing(
        picture, {"Network with 17 parameters", "inputs", "layers.0", "layers.1", "tanh", "4 units",
                  "12 parameters", "x0", "x1", "y0", "weight", "rim: bias", "-0.5", "0.25"});
}

TEST_CASE("network: width and colour tell size and sign") {
    NetworkDiagram network = network_of({2, 1});
    network.layers[0].weight << 2, -1;
    const std::string script = network_picture(network).script;
    const NetworkLayout layout(network);
    const auto row = [&](std::size_t input, unsigned colour) {
        const auto& from = layout.columns[0];
        const auto& to = layout.columns[1];
        const double y = layout.y(from, input);
        return fmt::format("\n{} {} {} {} {}\n", from.x, y, to.x - from.x, layout.y(to, 0) - y,
                           colour);
    };
    const auto block = [&](int width) {
        const auto at = script.find(fmt::format("\n$lines{} ", width));
        return script.substr(at, script.find("\nEND", at) + 1 - at);
    };
    CHECK(holds(block(7), row(0, 0x0072B2)));
    // Half as large: halfway from grey to vermillion.
    CHECK(holds(block(4), row(1, 0xD99E6F)));
}

TEST_CASE("network: of many units and layers the first and the last are shown") {
    const Picture wide = network_picture(network_of({784, 16, 17}));
    CHECK(rows_of(wide.script, "units") == 15 + 16 + 15 + samples);
    for (const std::string text : {"769 more", "2 more", "784 inputs", "\"x7\"", "\"x777\""}) {
        CAPTURE(text);
        CHECK(holds(wide.script, text));
    }
    CHECK_FALSE(holds(wide.script, "\"x8\""));
    CHECK_FALSE(holds(wide.script, "\"x776\""));
    check_drawing(wide, {"x783", "784 inputs"});

    const std::vector<Index> sizes(31, 3);
    const Picture deep = network_picture(network_of(sizes));
    CHECK(holds(deep.script, "22 more layers"));
    CHECK(holds(deep.script, "\"layers.4\""));
    CHECK_FALSE(holds(deep.script, "\"layers.5\""));
    CHECK(holds(deep.script, "\"layers.27\""));
    // No lines across the gap.
    CHECK(rows_of(deep.script, "lines") == 7 * 9 + samples);
    check_drawing(deep, {"layers.29"});
}

TEST_CASE("network: a layer without a weight for each pair is a box") {
    NetworkDiagram network = network_of({4, 4, 2});
    auto& layer = network.layers[0];
    layer.type = "batch_norm";
    layer.activation.clear();
    layer.weight.resize(0, 0);
    layer.bias.resize(0);
    const Picture picture = network_picture(network);
    CHECK(holds(picture.script, "set object rectangle"));
    CHECK(rows_of(picture.script, "units") == 4 + 2 + samples);
    CHECK(rows_of(picture.script, "lines") == 4 + 4 * 2 + samples);
    check_drawing(picture, {"batch_norm", "4 outputs"});
}

TEST_CASE("network: odd weights, no biases, names of any kind") {
    NetworkDiagram network = network_of({2, 2});
    network.layers[0].weight << NAN, INFINITY, 0, 0;
    network.layers[0].bias.resize(0);
    network.inputs = {"it's \"so\" \\ @x_{y} ]]>",
                      "<\u00FC> `id` that is much too long to be seen"};
    network.outputs.clear();
    const Picture picture = network_picture(network);
    CHECK_FALSE(holds(picture.script, "rim: bias"));
    check_drawing(picture, {"purple: not a finite number", "it's \"so\" \\ @x_{y} ]]&gt;",
                            "&lt;\u00FC> `id` that is much t~"});
    CHECK_FALSE(holds(network_picture(network_of({1, 1})).script, "purple"));
}

}  // namespace
}  // namespace mlp::test
