#include "mlp/core/error.h"
#include "mlp/io/onnx/onnx_export.h"
#include "mlp/io/onnx/onnx_file.h"

#include "nn/test_activations.h"
#include "onnx_models.h"
#include "support.h"

#include <algorithm>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

onnx::File graph_of(const std::vector<Choice>& layers, const OnnxOptions& options = {}) {
    return onnx::parse_file(write_onnx(random_model<float>(3, layers), options));
}

/// "Gemm, Relu"
std::string operators_of(const onnx::File& file) {
    std::string text;
    for (const auto& node : file.nodes) text += (text.empty() ? "" : ", ") + node.op;
    return text;
}

}  // namespace

TEST_CASE("onnx export: operators are the plainest that there are, of the lowest version") {
    const std::vector<std::pair<Choice, std::pair<std::string, int>>> cases{
        {"linear", {"", 7}},
        {"relu", {"Relu", 7}},
        {"sigmoid", {"Sigmoid", 7}},
        {"tanh", {"Tanh", 7}},
        {"softmax", {"Softmax", 7}},
        {"log_softmax", {"LogSoftmax", 7}},
        {"leaky_relu", {"LeakyRelu", 7}},
        {"prelu", {"PRelu", 7}},
        {"elu", {"Elu", 7}},
        {"selu", {"Selu", 7}},
        {"hard_sigmoid", {"HardSigmoid", 7}},
        {"softsign", {"Softsign", 7}},
        {"silu", {"Mul, Sigmoid, Mul", 7}},
        {"mish", {"Softplus, Tanh, Mul", 7}},
        {"hard_tanh", {"Max, Min", 8}},
        {"erf", {"Erf", 9}},
        {"sign", {"Sign", 9}},
        {"step", {"Less, Where", 9}},
        {{"maxout", {{"pieces", Index{3}}}}, {"Reshape, ReduceMax", 7}},
        {"sparsemax", {"ReduceMax, Sub, TopK, CumSum, Sub, Div, ReduceMax, Sub, Relu", 11}}};
    for (const auto& each : cases) {
        CAPTURE(each.first.type);
        const auto file = graph_of({dense(4, each.first)});
        const std::string& operators = each.second.first;
        CHECK(operators_of(file) == (operators.empty() ? "Gemm" : "Gemm, " + operators));
        CHECK(file.opset == each.second.second);
    }
}

TEST_CASE("onnx export: weights are called as in model files, and any number of samples fits") {
    const auto model =
        random_model<float>(3, {dense(4, {"prelu", {{"per", "unit"}}}), dense(2, "linear")});
    const auto file = onnx::parse_file(write_onnx(model, {}));
    std::vector<std::string> names;
    for (const auto& [name, tensor] : file.initializers) names.push_back(name);
    CHECK(names == std::vector<std::string>{"layers.0.bias", "layers.0.slope", "layers.0.weight",
                                            "layers.1.bias", "layers.1.weight"});
    const auto& weight = file.initializers.at("layers.0.weight");
    CHECK(weight.dims == std::vector<std::int64_t>{4, 3});
    const auto& parameters = model.network.parameters();
    const auto value = parameters.value(parameters.blocks().front());
    CHECK(weight.numbers[1] == static_cast<double>(value(0, 1)));
    REQUIRE(file.inputs.size() == 1);
    CHECK(file.inputs[0].name == "input");
    CHECK(file.inputs[0].dims == std::vector<std::int64_t>{-1, 3});
    REQUIRE(file.outputs.size() == 1);
    CHECK(file.outputs[0].name == "output");
    CHECK(file.outputs[0].dims == std::vector<std::int64_t>{-1, 2});
    CHECK(file.metadata.at("columns") == R"(["x0","x1","x2"])");
    CHECK(file.metadata.at("targets") == R"(["y0","y1"])");
}

TEST_CASE("onnx export: the same model gives the same bytes") {
    for (const bool preprocessing : {false, true}) {
        const auto bytes = [&] {
            return write_onnx(random_model<double>(3, {dense(4, "gelu"), dense(2, "sparsemax")}),
                              {preprocessing, "name"});
        };
        CHECK(bytes() == bytes());
    }
}

TEST_CASE("onnx export: numbers that are alike are scaled together") {
    // 200 columns, each with numbers of its own, take no more nodes than two.
    const auto nodes = [](Index columns) {
        std::vector<ColumnInput> inputs;
        for (Index i = 0; i < columns; ++i) {
            const auto x = static_cast<double>(i + 1);
            inputs.emplace_back(
                NumberInput{"c" + std::to_string(i), {Curve::none, 1, x, 1 / x}, x});
        }
        Model<float> model{random_network<float>(columns, {dense(2, "softmax")}),
                           {std::move(inputs), {}},
                           {{"kind"}, {"a", "b"}},
                           "cross_entropy"};
        const auto file = onnx::parse_file(write_onnx(model, {true, ""}));
        CHECK(file.opset == 9);  // for IsNaN
        return operators_of(file);
    };
    CHECK(nodes(200) == nodes(2));
    CHECK(nodes(2) == "Cast, IsNaN, Where, Sub, Mul, Cast, Gemm, Softmax, ArgMax, Gather");
}

TEST_CASE("onnx export: classes by name need no newer operators") {
    const Model<float> model{random_network<float>(2, {dense(2, "softmax")}),
                             {{NumberInput{"a", {Curve::none, 1, 2, 3}}, NumberInput{"b"}}, {}},
                             {{"kind"}, {"x", "y"}},
                             "cross_entropy"};
    const auto file = onnx::parse_file(write_onnx(model, {true, "test"}));
    CHECK(file.opset == 7);
    REQUIRE(file.outputs.size() == 2);
    CHECK(file.outputs[0].name == "probabilities");
    CHECK(file.outputs[1].name == "label");
    CHECK(file.outputs[1].dims == std::vector<std::int64_t>{-1});
    CHECK(file.metadata.at("classes") == R"(["x","y"])");
}

TEST_CASE("onnx export: numbers that float32 cannot hold are refused") {
    auto model = random_model<double>(3, {dense(4, "tanh")});
    model.network.parameters().values()[0] = 1e300;
    CHECK_THROWS_AS(write_onnx(model, {}), InputError);
    CHECK(message_of([&] { write_onnx(model, {}); }) ==
          "layers.0 (dense, 3 -> 4, tanh): layers.0.weight: 1e+300 is too large for the float32 of "
          "ONNX files");
}
