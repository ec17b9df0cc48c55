#include "mlp/nn/layers/dense.h"
#include "mlp/train/gradient_check.h"

#include <set>
#include <string>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

constexpr Index samples = 4;

/// One or more layers with a layer of each type of the catalogue among them, for images of 1 × 3
/// × 3.
std::vector<Choice> with_layer(const std::string& type, const Choice& activation) {
    const std::vector<Choice> f{activation};
    const Choice conv("conv2d",
                      {{"filters", Index{2}}, {"kernel", Integers{2}}, {"activation", f}});
    if (type == "dense") return {dense(4, activation)};
    if (type == "activation") return {dense(4, "linear"), {"activation", {{"activation", f}}}};
    if (type == "conv2d") return {conv};
    if (type == "max_pool2d") return {conv, {"max_pool2d", {{"stride", Integers{1}}}}};
    if (type == "flatten") return {conv, Choice("flatten")};
    if (type == "residual") return {{"residual", {{"layers", std::vector<Choice>{conv}}}}};
    return {dense(4, activation), Choice(type)};
}

/// The tensors whose gradients are wrong, for one choice of weights and samples.
std::string wrong_at(std::uint64_t seed, const std::vector<Choice>& layers, const Choice& loss) {
    Network<double> network(Shape(1, 3, 3), layers);
    const Objective<double> objective(loss, network);
    Random random(seed, RandomStream::weights);
    network.initialize(random);
    for (double& value : network.parameters().values()) value += 0.3 * random.normal();

    auto workspace = network.make_workspace(samples + 2);  // a batch smaller than the buffers
    for (double& value : workspace.x.reshaped()) value = random.normal();
    const ClassCode code = objective.loss().traits().classes;
    workspace.target.setConstant(code.no);
    for (Index i = 0; i < samples; ++i) {
        workspace.target(static_cast<Index>(random.below(3)), i) = code.yes;
        workspace.weight[i] = 0.5 + static_cast<double>(i);
    }
    std::string wrong;
    for (const auto& check : check_gradients(network, objective, workspace, samples)) {
        if (check.skipped || !check.passed() || check.at_kinks > 0) wrong += check.name + ' ';
    }
    return wrong;
}

/// What is wrong with the gradients of a network; empty if nothing is. A wrong derivative is wrong
/// wherever one looks; a kink or a pole near one place (a rate of 0 under poisson) is not, so
/// another place is tried.
std::string wrong_gradients(const std::vector<Choice>& layers, const Choice& loss) {
    std::string wrong;
    for (const std::uint64_t seed : {11U, 12U, 13U, 14U}) {
        wrong = wrong_at(seed, layers, loss);
        if (wrong.empty()) break;
    }
    return wrong;
}

bool can_be_checked(const std::string& activation) {
    return activations<double>().make(activation)->trainable();
}

void check_layer_type(const std::string& type) {
    int checked = 0;
    for (const auto& loss : loss_names().names()) {
        for (const auto& last : activation_names().names()) {
            if (!can_be_checked(last) || !mismatch(loss, last).problem.empty()) continue;
            auto layers = with_layer(type, "tanh");
            layers.push_back(dense(3, last));
            CAPTURE(type);
            CAPTURE(loss);
            CAPTURE(last);
            CHECK(wrong_gradients(layers, loss) == "");
            ++checked;
        }
    }
    CHECK(checked > 250);
}

}  // namespace

// Every activation with every loss that accepts it, behind a layer of every type.
TEST_CASE("gradients: all last activations and losses behind dense") { check_layer_type("dense"); }
TEST_CASE("gradients: all last activations and losses behind an activation layer") {
    check_layer_type("activation");
}
TEST_CASE("gradients: all last activations and losses behind dropout") {
    check_layer_type("dropout");
}
TEST_CASE("gradients: all last activations and losses behind alpha_dropout") {
    check_layer_type("alpha_dropout");
}
TEST_CASE("gradients: all last activations and losses behind gaussian_noise") {
    check_layer_type("gaussian_noise");
}
TEST_CASE("gradients: all last activations and losses behind batch_norm") {
    check_layer_type("batch_norm");
}
TEST_CASE("gradients: all last activations and losses behind layer_norm") {
    check_layer_type("layer_norm");
}
TEST_CASE("gradients: all last activations and losses behind residual") {
    check_layer_type("residual");
}
TEST_CASE("gradients: all last activations and losses behind conv2d") {
    check_layer_type("conv2d");
}
TEST_CASE("gradients: all last activations and losses behind max_pool2d") {
    check_layer_type("max_pool2d");
}
TEST_CASE("gradients: all last activations and losses behind flatten") {
    check_layer_type("flatten");
}

TEST_CASE("gradients: the layer types above are all there are") {
    const std::set<std::string> checked{
        "dense",      "activation", "dropout", "alpha_dropout", "gaussian_noise", "batch_norm",
        "layer_norm", "residual",   "conv2d",  "max_pool2d",    "flatten"};
    const auto names = layer_names().names();
    CHECK(std::set<std::string>(names.begin(), names.end()) == checked);
}

TEST_CASE("gradients: all hidden activations in every layer that has one") {
    int checked = 0;
    for (const auto& hidden : activation_names().names()) {
        if (!can_be_checked(hidden)) continue;
        for (const auto& type : layer_names().names()) {
            auto layers = with_layer(type, hidden);
            layers.push_back(dense(3, "linear"));
            CAPTURE(type);
            CAPTURE(hidden);
            CHECK(wrong_gradients(layers, "mse") == "");
            ++checked;
        }
    }
    CHECK(checked == 36 * 11);
}

TEST_CASE("gradients: a residual block that keeps its shape, and one in another") {
    const Choice inner("residual", {{"layers", std::vector<Choice>{dense(9, "gelu")}}});
    const Choice outer(
        "residual", {{"layers", std::vector<Choice>{inner, dense(5, "tanh"), dense(9, "silu")}}});
    CHECK(wrong_gradients({dense(9, "tanh"), inner, outer, dense(3, "softmax")}, "cross_entropy") ==
          "");
}

TEST_CASE("gradients: options of activations and losses") {
    for (const Choice& last : {Choice("softmax", {{"temperature", 0.5}}), Choice("log_softmax")}) {
        for (const Choice& loss : {Choice("cross_entropy", {{"label_smoothing", 0.2}}),
                                   Choice("focal", {{"gamma", 1.5}})}) {
            CHECK(wrong_gradients({dense(4, {"silu", {{"beta", 1.5}}}), dense(3, last)}, loss) ==
                  "");
        }
    }
    CHECK(wrong_gradients({dense(4, {"prelu", {{"per", std::string("unit")}}}), dense(3, "linear")},
                          {"huber", {{"delta", 0.3}}}) == "");
    CHECK(wrong_gradients({dense(4, {"maxout", {{"pieces", Index{3}}}}), dense(3, "linear")},
                          {"quantile", {{"tau", 0.8}}}) == "");
}
