#include "mlp/nn/layer_extension.h"
#include "mlp/nn/network.h"

#include "nn/activation_options.h"
#include "nn/operation_interpreter.h"
#include "support.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

/// Compares the operations of a network, whose parameters are all random, with its forward pass, on
/// samples of these sizes. Parameters that must be positive are made so.
void check_operations(const Shape& input, const std::vector<Choice>& layers, double spread = 1) {
    Network<double> network(input, layers);
    Random random(7, RandomStream::weights);
    network.initialize(random);
    for (const auto& block : network.parameters().blocks()) {
        for (double& p : network.parameters().value(block).reshaped()) {
            p += 0.1 * random.normal();
            if (block.name.ends_with("running_var")) p = 0.5 + random.uniform();
        }
    }
    Matrix<double> x(input.size(), 40);
    for (double& number : x.reshaped()) number = spread * random.normal();
    auto workspace = network.make_workspace(x.cols());
    const Matrix<double> expected = network.forward(constant(view(x)), workspace);
    const Operations operations = network.operations();
    for (Index i = 0; i < x.cols(); ++i) {
        const Vector<double> result = computed(operations, x.col(i));
        REQUIRE(result.size() == expected.rows());
        for (Index k = 0; k < result.size(); ++k) {
            CAPTURE(k);
            const double tolerance = 1e-12 * std::max(1.0, std::abs(expected(k, i)));
            REQUIRE(std::abs(result[k] - expected(k, i)) <= tolerance);
        }
    }
}

Choice dense(Index units, const Choice& activation) {
    return {"dense", {{"units", units}, {"activation", std::vector{activation}}}};
}

}  // namespace

TEST_CASE("operations: every activation says what it computes") {
    for (const auto* entry : activation_names().entries()) {
        CAPTURE(entry->name);
        check_operations(3, {dense(4, Choice(entry->name))}, 3);
        check_operations(4, {{"activation", {{"activation", std::vector{Choice(entry->name)}}}}},
                         0.01);
    }
}

TEST_CASE("operations: with the options of activations") {
    for (const auto& activation : activations_with_options()) {
        CAPTURE(activation.type);
        check_operations(3, {dense(5, activation)}, 3);
    }
}

TEST_CASE("operations: every layer says what it computes") {
    const std::vector<Choice> tail = {{"flatten", {}}, dense(3, "softmax")};
    const auto with_tail = [&](std::vector<Choice> layers) {
        layers.insert(layers.end(), tail.begin(), tail.end());
        return layers;
    };
    check_operations(5, {{"dense", {{"units", Index{4}}, {"bias", false}}},
                         {"dropout", {{"rate", 0.5}}},
                         {"alpha_dropout", {}},
                         {"gaussian_noise", {}},
                         {"batch_norm", {}},
                         dense(6, "tanh"),
                         {"layer_norm", {}}});
    check_operations({2, 7, 5},
                     with_tail({{"conv2d",
                                 {{"filters", Index{3}},
                                  {"kernel", Integers{3, 2}},
                                  {"stride", Integers{2, 1}},
                                  {"padding", Integers{1, 0}},
                                  {"activation", std::vector{Choice("prelu", {{"per", "unit"}})}}}},
                                {"batch_norm", {}},
                                {"max_pool2d", {{"size", Integers{2}}, {"stride", Integers{1}}}},
                                {"layer_norm", {}}}));
    check_operations({2, 4, 4}, with_tail({{"conv2d",
                                            {{"filters", Index{3}},
                                             {"kernel", Integers{3}},
                                             {"activation", std::vector{Choice("maxout")}}}}}));
    const auto residual = [](std::vector<Choice> layers) {
        return Choice("residual", {{"layers", std::move(layers)}});
    };
    check_operations(4, {residual({dense(4, "relu"), dense(4, "linear")})});
    check_operations(4, {residual({dense(3, "relu"), residual({dense(3, "tanh")})})});
    check_operations({2, 6, 6}, with_tail({residual({{"conv2d",
                                                      {{"filters", Index{4}},
                                                       {"kernel", Integers{3}},
                                                       {"stride", Integers{2}},
                                                       {"padding", Integers{1}}}}})}));
    std::size_t checked = 0;
    for (const auto* entry : layer_names().entries()) {
        for (const char* name :
             {"dense", "activation", "dropout", "alpha_dropout", "gaussian_noise", "batch_norm",
              "layer_norm", "residual", "conv2d", "max_pool2d", "flatten"}) {
            checked += entry->name == name;
        }
    }
    CHECK(checked == layer_names().entries().size());
}
