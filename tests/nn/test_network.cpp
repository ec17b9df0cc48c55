#include "mlp/nn/layers/dense.h"
#include "mlp/nn/network.h"
#include "mlp/nn/objective.h"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

/// 2 inputs -> 2 relu -> 1 linear, with weights that a reader can follow by hand.
Network<double> small_network() {
    Network<double> network(2, {dense(2, "relu"), dense(1, "linear")});
    auto& parameters = network.parameters();
    // W0 = [1 2; -1 1] column by column, b0 = [0.5 -1], W1 = [3 4], b1 = [0.25]
    const std::vector<double> values = {1, -1, 2, 1, 0.5, -1, 3, 4, 0.25};
    parameters.values() = ConstVectorView<double>(values.data(), 9);
    return network;
}

}  // namespace

TEST_CASE("network: forward is f(W x + b), layer after layer, of each sample") {
    const Network<double> network = small_network();
    auto workspace = network.make_workspace(3);
    Matrix<double> x(2, 2);
    x << 1, 2,  //
        1, 0;
    const ConstView<double> y = network.forward(view(std::as_const(x)), workspace);
    // Sample 0: z = (3.5, -1), a = (3.5, 0), y = 10.75. Sample 1: z = (2.5, -3), y = 7.75.
    REQUIRE(y.cols() == 2);
    CHECK(y(0, 0) == 10.75);
    CHECK(y(0, 1) == 7.75);
}

TEST_CASE("network: backward gives the gradients of a case done by hand") {
    Network<double> network = small_network();
    auto workspace = network.make_workspace(1);
    workspace.x << 1, 1;
    workspace.target << 10;
    const Objective<double> objective("mse", network);
    network.forward(view(std::as_const(workspace.x)), workspace);
    CHECK(objective.evaluate(workspace, 1) == 0.5625);  // 0.75²
    network.backward(view(std::as_const(workspace.x)), workspace, objective.gradient_at(),
                     network.parameters().gradients());
    // δ1 = 2·0.75 = 1.5; dW1 = δ1·a = (5.25, 0), db1 = 1.5; δ0 = (4.5, 0) as relu cuts unit 1;
    // dW0 = δ0·xᵀ = [4.5 4.5; 0 0], db0 = (4.5, 0).
    const std::vector<double> expected = {4.5, 0, 4.5, 0, 4.5, 0, 5.25, 0, 1.5};
    CHECK(network.parameters().gradients() == ConstVectorView<double>(expected.data(), 9));
}

TEST_CASE("network: a neuron alone gives the sigmoid of its weighted sum and bias") {
    Network<double> neuron(2, {dense(1, "sigmoid")});
    // Two inputs of 1 and 2 with weights of 0.5 and 0.1, and a bias of 0.1: 0.5 + 0.2 + 0.1 = 0.8.
    neuron.parameters().values() << 0.5, 0.1, 0.1;
    auto workspace = neuron.make_workspace(1);
    workspace.x << 1, 2;
    const double output = neuron.forward(view(std::as_const(workspace.x)), workspace)(0, 0);
    CHECK(workspace.layers[0].z(0, 0) == doctest::Approx(0.8).epsilon(1e-15));
    CHECK(output == doctest::Approx(1 / (1 + std::exp(-0.8))).epsilon(1e-15));
    CHECK(std::round(output * 100) / 100 == 0.69);
}

TEST_CASE("network: parameters are one arena with named blocks, in order and without gaps") {
    const Network<float> network(3, {dense(4, "tanh"), dense(2, "softmax")});
    const auto& blocks = network.parameters().blocks();
    REQUIRE(blocks.size() == 4);
    CHECK(blocks[0].name == "layers.0.weight");
    CHECK(blocks[1].name == "layers.0.bias");
    CHECK(blocks[2].name == "layers.1.weight");
    CHECK(blocks[3].name == "layers.1.bias");
    Index offset = 0;
    for (const auto& block : blocks) {
        CHECK(block.offset == offset);
        offset += block.size();
    }
    CHECK(offset == network.parameters().size());
    CHECK(offset == 4 * 3 + 4 + 2 * 4 + 2);
}

TEST_CASE("network: its description makes the same network again") {
    const Network<float> network(3,
                                 {dense(4, {"leaky_relu", {{"alpha", 0.2}}}), dense(2, "softmax")});
    const auto description = network.describe();
    const Network<float> again(3, description);
    CHECK(again.layer_name(0) == network.layer_name(0));
    const auto alpha =
        from_choice<DenseOptions>(again.describe()[0]).activation.options.at("alpha");
    CHECK(std::get<double>(alpha) == 0.2);
}

TEST_CASE("network: a batch gives the same as its samples one by one") {
    Network<double> network(3, {dense(5, "gelu"), dense(4, "sigmoid"), dense(3, "softmax")});
    Random random(5, RandomStream::weights);
    network.initialize(random);
    Matrix<double> x(3, 7);
    for (double& value : x.reshaped()) value = random.normal();
    auto workspace = network.make_workspace(7);
    const Matrix<double> batch = network.forward(view(std::as_const(x)), workspace);
    for (Index i = 0; i < 7; ++i) {
        const ConstView<double> sample(x.data() + 3 * i, 3, 1);
        CHECK((network.forward(sample, workspace) - batch.col(i)).cwiseAbs().maxCoeff() < 1e-15);
    }
}

TEST_CASE("network: the first layer with NaN is named") {
    Network<float> network(2, {dense(3, "relu"), dense(2, "relu"), dense(1, "linear")});
    auto workspace = network.make_workspace(1);
    CHECK(!network.first_broken_layer(workspace, 1));
    workspace.layers[1].a(1, 0) = std::numeric_limits<float>::quiet_NaN();
    workspace.layers[2].a(0, 0) = std::numeric_limits<float>::infinity();
    CHECK(network.first_broken_layer(workspace, 1) == "layers.1 (dense, 3 -> 2, relu)");
    network.parameters().values()[0] = std::numeric_limits<float>::infinity();
    CHECK(network.first_broken_layer(workspace, 1) == "layers.0 (dense, 2 -> 3, relu)");
}

TEST_CASE("network: wrong choices are refused with the remedy") {
    CHECK_THROWS_WITH_AS(Network<float>(2, {}), "a network needs at least one layer", InputError);
    CHECK_THROWS_WITH_AS(Network<float>(2, {Choice("dense")}),
                         "layers/0: dense: option 'units' is missing", InputError);
    CHECK_THROWS_WITH_AS(
        Network<float>(2, {dense(0, "relu")}),
        "layers/0: dense: option 'units' must be at least 1 and at most 10000000, but is 0",
        InputError);
    CHECK_THROWS_WITH_AS(Network<float>(2, {dense(1, {"elu", {{"alpha", -1.0}}})}),
                         "layers/0: dense: elu: option 'alpha' must be at least 0 and at most "
                         "1000000, but is -1",
                         InputError);
    CHECK_THROWS_AS(Network<float>(2, {dense(1, "rleu")}), InputError);
}
