#include "mlp/nn/layers/dense.h"
#include "mlp/nn/objective.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

/// A network of one linear unit of weight 1, so that its outputs are its inputs.
Network<double> identity(const char* activation = "linear") {
    Network<double> network(1, {dense(1, activation)});
    network.parameters().values() << 1, 0;
    return network;
}

}  // namespace

TEST_CASE("objective: a loss that cannot judge the last activation says so, with the remedy") {
    const auto wrong = mismatch("cross_entropy", "sigmoid");
    CHECK(
        wrong.problem ==
        "cross_entropy goes with 'softmax' or 'log_softmax' outputs only, but the last activation "
        "is sigmoid");
    CHECK(wrong.remedy == "use 'softmax' or 'log_softmax' as the activation of the last layer");
    const auto out_of_range = mismatch("binary_cross_entropy", "tanh");
    CHECK(out_of_range.problem ==
          "binary_cross_entropy needs outputs between 0 and 1, but the last activation is tanh, "
          "which "
          "does not keep to that");
    CHECK(out_of_range.remedy == "use 'sigmoid' as the activation of the last layer");
    CHECK(mismatch("poisson", "linear").problem ==
          "poisson needs outputs of at least 0, but the last activation is linear, which does not "
          "keep "
          "to that");
    CHECK(mismatch("poisson", "linear").remedy == "choose another loss or another last activation");
    CHECK(mismatch({"poisson", {{"log_input", true}}}, "linear").problem.empty());
    CHECK(mismatch("poisson", "softplus").problem.empty());
    CHECK(mismatch("focal", "sigmoid").problem.empty());
    CHECK(mismatch("focal", "softmax").problem.empty());
    CHECK(!mismatch("focal", "hard_sigmoid").problem.empty());
    CHECK(mismatch("kl_divergence", "sparsemax").problem.empty());
    CHECK(!mismatch("kl_divergence", "log_softmax").problem.empty());
    CHECK(!mismatch("cross_entropy", "sparsemax").problem.empty());
    for (const auto& name : activation_names().names()) {
        CHECK(mismatch("mse", name).problem.empty());
        CHECK(mismatch("hinge", name).problem.empty());
    }
}

TEST_CASE("objective: the range that counts is that of the activation with its options") {
    CHECK(mismatch("binary_cross_entropy", "generalized_logistic").problem.empty());
    CHECK(!mismatch("binary_cross_entropy", {"generalized_logistic", {{"upper", 2.0}}})
               .problem.empty());
}

TEST_CASE("objective: a last layer that ends with no activation counts as one of any outputs") {
    const Network<double> network(3, {dense(2, "softmax"), Choice("layer_norm")});
    CHECK(message_of([&] {
              Objective<double>("cross_entropy", network);
          }).find("the last layer does not end with an activation") != std::string::npos);
    CHECK(message_of([&] { Objective<double>("mse", network); }).empty());
    Choice dropping = dense(2, "softmax");
    dropping.options["dropout"] = 0.5;
    CHECK(!message_of([&] {
               Objective<double>("cross_entropy", Network<double>(3, {dropping}));
           }).empty());
}

TEST_CASE(
    "objective: it is fused with the activation of its kind, and then starts from the logits") {
    const Network<double> sigmoid = identity("sigmoid");
    const Network<double> hard = identity("hard_sigmoid");
    CHECK(Objective<double>("binary_cross_entropy", sigmoid).gradient_at() == GradientAt::logits);
    CHECK(Objective<double>("binary_cross_entropy", hard).gradient_at() == GradientAt::output);
    CHECK(Objective<double>("mse", sigmoid).gradient_at() == GradientAt::output);
}

TEST_CASE("objective: the loss is a mean by the weights of the samples, and so is its gradient") {
    const Network<double> network = identity();
    const Objective<double> objective("mse", network);
    auto workspace = network.make_workspace(3);
    workspace.x << 1, 2, 3;
    workspace.weight << 1, 3, 4;
    network.forward(constant(view(workspace.x)), workspace);
    // Errors 1, 2, 3: (1·1 + 3·4 + 4·9) / 8 = 6.125; gradients 2·error·weight/8.
    CHECK(objective.evaluate(workspace, 3) == 6.125);
    const Matrix<double> expected = (Matrix<double>(1, 3) << 0.25, 1.5, 3).finished();
    CHECK(workspace.layers[0].delta == expected);
    workspace.weight.setZero();
    CHECK(objective.evaluate(workspace, 3) == 0);
    CHECK(workspace.layers[0].delta == Matrix<double>::Zero(1, 3));
}
