#include "mlp/nn/activation.h"

#include "support.h"

#include <limits>
#include <set>
#include <string>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

std::string problem(const Choice& choice) {
    return message_of([&] { activations<double>().make(choice); });
}

}  // namespace

TEST_CASE("activations: the catalogue has exactly these") {
    const std::set<std::string> expected{"linear",
                                         "step",
                                         "sign",
                                         "sigmoid",
                                         "hard_sigmoid",
                                         "log_sigmoid",
                                         "generalized_logistic",
                                         "tanh",
                                         "scaled_tanh",
                                         "hard_tanh",
                                         "arctan",
                                         "softsign",
                                         "algebraic",
                                         "gudermannian",
                                         "erf",
                                         "relu",
                                         "relu6",
                                         "leaky_relu",
                                         "prelu",
                                         "noisy_relu",
                                         "rrelu",
                                         "elu",
                                         "selu",
                                         "celu",
                                         "gelu",
                                         "softplus",
                                         "squareplus",
                                         "silu",
                                         "hard_swish",
                                         "mish",
                                         "gaussian",
                                         "sine",
                                         "bent_identity",
                                         "complementary_log_log",
                                         "softmax",
                                         "log_softmax",
                                         "sparsemax",
                                         "maxout"};
    CHECK(expected.size() == 38);
    const auto names = activation_names().names();
    CHECK(names.size() == expected.size());
    CHECK(std::set<std::string>(names.begin(), names.end()) == expected);
    CHECK(activations<float>().names() == names);
}

TEST_CASE("activations: every entry says what it is, where it is from, and what is wrong with it") {
    const std::set<std::string_view> initializers{"glorot_uniform", "he_uniform", "lecun_uniform",
                                                  "lecun_normal", "siren"};
    for (const auto* entry : activation_names().entries()) {
        CAPTURE(entry->name);
        const auto activation = activations<double>().make(entry->name);
        CHECK(activation->name() == entry->name);
        for (const std::string& line : {entry->help, entry->formula, entry->source,
                                        std::string(activation->traits().weakness)}) {
            CAPTURE(line);
            CHECK(!line.empty());
            for (const char c : line) CHECK((c >= ' ' && c <= '~'));
        }
        CHECK(initializers.contains(activation->traits().initializer));
        for (const auto& option : entry->options) {
            CAPTURE(option.name);
            CHECK(!option.help.empty());
        }
    }
}

TEST_CASE("activations: impossible options are refused") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(problem({"sine", {{"omega", 0.0}}}).find("'omega' must be at least") !=
          std::string::npos);
    CHECK(problem({"softmax", {{"temperature", 0.0}}}).find("'temperature'") != std::string::npos);
    CHECK(problem({"silu", {{"beta", -1.0}}}).find("'beta'") != std::string::npos);
    CHECK(problem({"celu", {{"alpha", 0.0}}}).find("'alpha'") != std::string::npos);
    CHECK(problem({"maxout", {{"pieces", std::int64_t{1}}}}).find("'pieces'") != std::string::npos);
    CHECK(problem({"gelu", {{"approximation", "tan"}}}).find("tanh") != std::string::npos);
    CHECK(problem({"step", {{"surrogate", "relu"}}}).find("straight_through") != std::string::npos);
    CHECK(problem({"prelu", {{"per", "sample"}}}).find("unit") != std::string::npos);
    CHECK(problem({"rrelu", {{"lower", 0.5}}}) ==
          "rrelu: option 'lower' must not be greater than option 'upper'");
    CHECK(problem({"generalized_logistic", {{"lower", 1.0}}}) ==
          "generalized_logistic: option 'lower' must be less than option 'upper'");
    for (const auto* entry : activation_names().entries()) {
        CAPTURE(entry->name);
        for (const auto& option : entry->options) {
            if (option.kind != OptionKind::number) continue;
            CAPTURE(option.name);
            CHECK(problem({entry->name, {{option.name, nan}}}) != "");
            CHECK(problem({entry->name, {{option.name, infinity}}}) != "");
        }
    }
}

TEST_CASE("activations: the scale of logits is 1/temperature for softmax, else 1") {
    CHECK(activations<float>().make({"softmax", {{"temperature", 4.0}}})->logit_scale() == 0.25);
    for (const auto& name : activation_names().names()) {
        CAPTURE(name);
        CHECK(activations<float>().make(name)->logit_scale() == 1);
    }
}

TEST_CASE("activations: only maxout has more than one z for each unit") {
    for (const auto& name : activation_names().names()) {
        CAPTURE(name);
        CHECK(activations<float>().make(name)->pieces() == (name == "maxout" ? 2 : 1));
    }
    CHECK(activations<float>().make({"maxout", {{"pieces", std::int64_t{5}}}})->pieces() == 5);
}

TEST_CASE("activations: prelu alone adds parameters, and only where they are wanted") {
    for (const auto& name : activation_names().names()) {
        CAPTURE(name);
        Parameters<float> parameters;
        activations<float>().make(name)->bind(Shape(7), "layers.0.", parameters);
        CHECK(parameters.size() == (name == "prelu" ? 1 : 0));
    }
}
