#include "mlp/nn/layers/dense.h"
#include "mlp/nn/network.h"

#include "support.h"

#include <cmath>
#include <set>
#include <utility>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

Matrix<double> normal_matrix(Index rows, Index cols, std::uint64_t seed) {
    Random random(seed, RandomStream::split);
    Matrix<double> m(rows, cols);
    for (double& value : m.reshaped()) value = random.normal();
    return m;
}

/// The output of one layer, while training or after.
Matrix<double> output_of(const Choice& layer, const Matrix<double>& x, bool training) {
    Network<double> network(x.rows(), {layer});
    Random random(3, RandomStream::weights);
    network.initialize(random);
    auto workspace = network.make_workspace(x.cols());
    return training ? network.forward_training(view(x), workspace)
                    : network.forward(view(x), workspace);
}

std::string refusal(const Shape& input, const std::vector<Choice>& layers) {
    return message_of([&] { Network<float>(input, layers); });
}

}  // namespace

TEST_CASE("layers: dropout drops its share, scales up the rest, and rests after training") {
    const Matrix<double> ones = Matrix<double>::Ones(100, 1000);
    const Matrix<double> a = output_of({"dropout", {{"rate", 0.3}}}, ones, true);
    const double dropped = static_cast<double>((a.array() == 0).count()) / 1e5;
    CHECK(std::abs(dropped - 0.3) < 0.0075);  // five standard errors
    for (const double value : a.reshaped()) CHECK((value == 0 || value == 1 / 0.7));
    CHECK(output_of({"dropout", {{"rate", 0.3}}}, ones, false) == ones);
    CHECK(output_of({"dropout", {{"rate", 0.0}}}, ones, true) == ones);
}

TEST_CASE(
    "layers: alpha_dropout keeps mean 0 and variance 1, and its dropped value is selu's limit") {
    const Matrix<double> x = normal_matrix(200, 1000, 5);
    const Matrix<double> a = output_of({"alpha_dropout", {{"rate", 0.25}}}, x, true);
    const double mean = a.mean();
    const double variance = (a.array() - mean).square().mean();
    CHECK(std::abs(mean) < 0.012);
    CHECK(std::abs(variance - 1) < 0.025);
    // A (α′) + B with A = (q + α′² q p)^(−1/2), B = −A α′ p, for p = 0.25.
    const double low = -1.7580993408473766;
    const double scale = 1 / std::sqrt(0.75 + low * low * 0.75 * 0.25);
    const double dropped = scale * low - scale * low * 0.25;
    const auto count = ((a.array() - dropped).abs() < 1e-12).count();
    CHECK(std::abs(static_cast<double>(count) / 2e5 - 0.25) < 0.005);
    CHECK(output_of({"alpha_dropout", {{"rate", 0.25}}}, x, false) == x);
}

TEST_CASE("layers: gaussian_noise adds noise of its standard deviation, and rests after training") {
    const Matrix<double> x = normal_matrix(100, 1000, 6);
    const Choice layer("gaussian_noise", {{"stddev", 0.5}});
    const Matrix<double> noise = output_of(layer, x, true) - x;
    CHECK(std::abs(noise.mean()) < 0.008);
    CHECK(std::abs(std::sqrt(noise.array().square().mean()) - 0.5) < 0.006);
    CHECK(output_of(layer, x, false) == x);
}

TEST_CASE("layers: dropout inside dense is dropout behind it") {
    const Matrix<double> x = normal_matrix(3, 6, 7);
    Choice inside = dense(5, "tanh");
    inside.options["dropout"] = 0.4;
    Network<double> one(3, {inside, dense(2, "linear")});
    Network<double> two(3, {dense(5, "tanh"), {"dropout", {{"rate", 0.4}}}, dense(2, "linear")});
    for (auto* network : {&one, &two}) {
        Random random(2, RandomStream::weights);
        network->initialize(random);
    }
    CHECK(one.parameters().values() == two.parameters().values());
    auto first = one.make_workspace(6);
    auto second = two.make_workspace(6);
    CHECK(one.forward_training(view(x), first) == two.forward_training(view(x), second));
    CHECK((first.layers[0].a.array() == 0).any());
    const Matrix<double> upstream = normal_matrix(2, 6, 8);
    first.layers.back().delta = upstream;
    second.layers.back().delta = upstream;
    one.backward(view(x), first, GradientAt::output, one.parameters().gradients());
    two.backward(view(x), second, GradientAt::output, two.parameters().gradients());
    CHECK((one.parameters().gradients() - two.parameters().gradients()).cwiseAbs().maxCoeff() == 0);
    CHECK(one.forward(view(x), first) == two.forward(view(x), second));
}

TEST_CASE("layers: an activation of its own is the activation of the layer before") {
    const Matrix<double> x = normal_matrix(3, 4, 9);
    for (const char* activation : {"relu", "softmax", "gelu", "prelu"}) {
        CAPTURE(activation);
        Network<double> together(3, {dense(4, activation)});
        Network<double> apart(3,
                              {dense(4, "linear"),
                               {"activation", {{"activation", std::vector<Choice>{activation}}}}});
        for (auto* network : {&together, &apart}) {
            Random random(2, RandomStream::weights);
            network->initialize(random);
        }
        // he_uniform and glorot_uniform differ, so the weights must be made equal.
        apart.parameters().values() = together.parameters().values();
        auto first = together.make_workspace(4);
        auto second = apart.make_workspace(4);
        CHECK(together.forward(view(x), first) == apart.forward(view(x), second));
        CHECK(apart.output_activation()->name() == activation);
    }
}

TEST_CASE("layers: maxout is the largest of its pieces, unit by unit") {
    Network<double> network(2, {dense(3, {"maxout", {{"pieces", Index{2}}}})});
    CHECK(network.outputs() == 3);
    CHECK(network.parameters().blocks()[0].rows == 6);
    Random random(4, RandomStream::weights);
    network.initialize(random);
    const Matrix<double> x = normal_matrix(2, 5, 10);
    auto workspace = network.make_workspace(5);
    const Matrix<double> a = network.forward(view(x), workspace);
    const auto& blocks = network.parameters().blocks();
    const Matrix<double> w = network.parameters().value(blocks[0]);
    const Matrix<double> z = w * x;  // the biases are 0
    CHECK((a - z.topRows(3).cwiseMax(z.bottomRows(3))).cwiseAbs().maxCoeff() < 1e-15);
}

TEST_CASE("layers: residual adds its input, or a learnt projection of it") {
    const Matrix<double> x = normal_matrix(3, 4, 11);
    const auto residual = [](const Choice& inner) {
        return Choice("residual", {{"layers", std::vector<Choice>{inner}}});
    };
    Network<double> same(3, {residual(dense(3, "tanh"))});
    CHECK(same.parameters().blocks()[0].name == "layers.0.layers.0.weight");
    CHECK(same.parameters().size() == 12);
    auto workspace = same.make_workspace(4);
    CHECK(same.forward(view(x), workspace) == x);  // all weights are 0 still

    Network<double> wider(3, {residual(dense(5, "tanh"))});
    const auto& blocks = wider.parameters().blocks();
    REQUIRE(blocks.size() == 3);
    CHECK(blocks[2].name == "layers.0.projection.weight");
    CHECK(blocks[2].rows == 5);
    CHECK(blocks[2].cols == 3);
    Random random(5, RandomStream::weights);
    wider.initialize(random);
    const auto value = [&](std::size_t i) { return wider.parameters().value(blocks[i]); };
    const Matrix<double> expected =
        ((value(0) * x).colwise() + value(1).col(0)).array().tanh().matrix() + value(2) * x;
    auto buffers = wider.make_workspace(4);
    CHECK((wider.forward(view(x), buffers) - expected).cwiseAbs().maxCoeff() < 1e-15);

    // Of images the projection is a convolution with a kernel of 1 and the stride that fits.
    const Choice halving("conv2d", {{"filters", Index{4}},
                                    {"kernel", Integers{3}},
                                    {"stride", Integers{2}},
                                    {"padding", Integers{1}}});
    const Network<double> image(Shape(2, 7, 6), {residual(halving)});
    CHECK(image.layers()[0]->output_shape() == Shape(4, 4, 3));
    CHECK(image.parameters().blocks().back().shape == std::vector<Index>{4, 2, 1, 1});
}

TEST_CASE("layers: batch_norm with a single number a channel leaves its statistics alone") {
    Network<double> network(3, {Choice("batch_norm")});
    Random random(1, RandomStream::weights);
    network.initialize(random);
    const Vector<double> before = network.parameters().values();
    const Matrix<double> x = normal_matrix(3, 1, 12);
    auto workspace = network.make_workspace(1);
    CHECK(network.forward_training(view(x), workspace) == Matrix<double>::Zero(3, 1));
    network.update_statistics(workspace, 1);
    CHECK(network.parameters().values() == before);
}

TEST_CASE("layers: weights, biases and statistics have their roles, and only learnt ones count") {
    const Network<float> network(
        3, {dense(4, "prelu"), Choice("batch_norm"), Choice("layer_norm"), dense(1, "linear")});
    std::set<std::string> weights;
    std::set<std::string> statistics;
    for (const auto& block : network.parameters().blocks()) {
        if (block.role == Role::weight) weights.insert(block.name);
        if (block.role == Role::statistic) statistics.insert(block.name);
    }
    CHECK(weights == std::set<std::string>{"layers.0.weight", "layers.3.weight"});
    CHECK(statistics == std::set<std::string>{"layers.1.running_mean", "layers.1.running_var"});
    CHECK(network.parameters().learnt() == 12 + 4 + 1 + 8 + 8 + 5);
    CHECK(network.learnt_by(1) == 8);
}

TEST_CASE("layers: what does not fit is refused, naming the layer") {
    const auto conv = [](Index kernel) {
        return Choice("conv2d", {{"filters", Index{2}}, {"kernel", Integers{kernel}}});
    };
    CHECK(refusal(Shape(1, 4, 4), {conv(3), conv(3)}) ==
          "layers/1: conv2d: a window of 3 x 3 is larger than the image of 2 x 2; make it smaller, "
          "or add padding");
    CHECK(refusal(64, {conv(3)})
              .find("layers/0: conv2d: needs an image, but its input is a flat "
                    "list of 64 numbers; set network.input_shape") == 0);
    CHECK(
        refusal(Shape(1, 4, 4), {{"flatten"}, Choice("max_pool2d")}).find("layers/1: max_pool2d") ==
        0);
    CHECK(refusal(3, {{"residual", {{"layers", std::vector<Choice>{dense(2, "relu"), conv(3)}}}}})
              .find("layers/0/layers/1: conv2d: needs an image") == 0);
    CHECK(refusal(3, {{"activation", {{"activation", std::vector<Choice>{"maxout"}}}}})
              .find("3 inputs cannot be divided by 2") != std::string::npos);
    CHECK(refusal(3, {{"dropout", {{"rate", 1.0}}}}) ==
          "layers/0: dropout: option 'rate' must be at least 0 and less than 1, but is 1");
    CHECK(refusal(3, {{"residual", {{"layers", std::vector<Choice>{}}}}}) ==
          "layers/0: residual: 'layers' must hold at least one layer");
    CHECK(refusal(Shape(1, 9, 9), {{"conv2d", {{"filters", Index{1}}, {"padding", Integers{3}}}}})
              .find("'padding' must be smaller than 'kernel'") != std::string::npos);
}

TEST_CASE("layers: a step without a surrogate gradient cannot be trained through") {
    const Network<double> network(2, {dense(3, "step"), dense(1, "sigmoid")});
    const std::string message = message_of([&] { network.check_trainable(); });
    CHECK(message.find("layers/0: dense: the derivative of step is 0 everywhere") == 0);
    CHECK(message.find("surrogate") != std::string::npos);
    const Network<double> better(
        2, {dense(3, {"step", {{"surrogate", std::string("straight_through")}}}),
            dense(1, "sigmoid")});
    CHECK(message_of([&] { better.check_trainable(); }).empty());
}
