#include "mlp/nn/activation_of.h"
#include "mlp/nn/layers/dense.h"
#include "mlp/train/gradient_check.h"

#include "support.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

/// tanh whose derivative is off by a factor that is easily overlooked.
struct Broken {
    static constexpr std::string_view name = "broken";
    static constexpr std::string_view help = "tanh with a derivative that is 1% too large";
    static constexpr ActivationTraits traits{Smoothness::smooth, true, false, true, true, true,
                                             "glorot_uniform",   ""};
    static Options<Broken> options() { return {}; }
    Range range() const { return between(-1, 1); }
    template <class T>
    T value(T x) const {
        return std::tanh(x);
    }
    template <class T>
    T slope(T x) const {
        return T(1.01) * (1 - std::tanh(x) * std::tanh(x));
    }
};

Choice broken() {
    Choice choice("broken");
    choice.extension = activation_extension<Broken>();
    return choice;
}

std::vector<TensorCheck> checked(const std::vector<Choice>& layers) {
    Network<double> network(2, layers);
    Random random(4, RandomStream::weights);
    network.initialize(random);
    const Vector<double> before = network.parameters().values();
    const Objective<double> objective("mse", network);
    auto workspace = network.make_workspace(3);
    for (double& value : workspace.x.reshaped()) value = random.normal();
    workspace.target.setConstant(0.7);
    auto checks = check_gradients(network, objective, workspace, 3);
    CHECK(network.parameters().values() == before);
    return checks;
}

}  // namespace

TEST_CASE("gradient check: right gradients pass, tensor by tensor") {
    const auto checks = checked({dense(3, "tanh"), dense(1, "sigmoid")});
    REQUIRE(checks.size() == 4);
    CHECK(checks[0].name == "layers.0.weight");
    CHECK(checks[0].checked == 6);
    for (const auto& check : checks) {
        CHECK(check.passed());
        CHECK(check.largest < 1e-8);
    }
}

TEST_CASE("gradient check: a wrong derivative fails in the tensors behind it, and only there") {
    const auto checks = checked({dense(3, broken()), dense(1, "linear")});
    REQUIRE(checks.size() == 4);
    CHECK_FALSE(checks[0].passed());  // layers.0.weight
    CHECK_FALSE(checks[1].passed());
    CHECK(checks[2].passed());  // layers.1 gets its gradient without the broken one
    CHECK(checks[3].passed());
    CHECK(checks[0].gradient == doctest::Approx(1.01 * checks[0].difference).epsilon(1e-6));
}

TEST_CASE("gradient check: what lies behind a surrogate gradient is not compared") {
    const Choice step("step", {{"surrogate", std::string("straight_through")}});
    const auto checks = checked({dense(3, step), dense(1, "linear")});
    CHECK(checks[0].skipped);
    CHECK(checks[1].skipped);
    CHECK_FALSE(checks[2].skipped);
    CHECK(checks[2].passed());
}

TEST_CASE("gradient check: at a kink any slope between those of both sides will do") {
    // All biases and inputs are 0, so relu stands at its kink.
    Network<double> network(1, {dense(2, "relu"), dense(1, "linear")});
    network.parameters().value(network.parameters().blocks()[2]).setOnes();
    const Objective<double> objective("mae", network);
    auto workspace = network.make_workspace(1);
    workspace.target.setConstant(1);
    const auto checks = check_gradients(network, objective, workspace, 1);
    CHECK(checks[1].name == "layers.0.bias");
    CHECK(checks[1].at_kinks == 2);
    CHECK(checks[1].passed());
}

TEST_CASE("gradient check: of a large tensor a hundred numbers or so are compared") {
    const auto checks = checked({dense(400, "tanh"), dense(1, "linear")});
    CHECK(checks[0].checked >= 100);
    CHECK(checks[0].checked <= 200);
}
