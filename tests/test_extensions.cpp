#include "mlp/mlp.h"
#include "mlp/nn/loss_of.h"
#include "mlp/optim/optimizer_of.h"

#include "support.h"

#include <cmath>

#include <doctest/doctest.h>

// Variants that a program adds to the library's catalogues, and names in JSON.

using namespace mlp;
using namespace mlp::test;

namespace {

/// f(x) = a x / (1 + |a x|), a softsign of any steepness.
struct SteepSoftsign {
    double steepness = 1;

    static constexpr std::string_view name = "steep_softsign";
    static constexpr std::string_view help = "a softsign of any steepness";
    static constexpr ActivationTraits traits{Smoothness::c1,   true,       false, true, true, true,
                                             "glorot_uniform", "saturates"};
    static Options<SteepSoftsign> options() {
        return {{"steepness", &SteepSoftsign::steepness, positive, "slope at 0"}};
    }
    Range range() const { return between(-1, 1); }
    template <class T>
    T value(T x) const {
        return T(steepness) * x / (1 + std::abs(T(steepness) * x));
    }
    template <class T>
    T slope(T x) const {
        const T d = 1 + std::abs(T(steepness) * x);
        return T(steepness) / (d * d);
    }
};

/// The mean of the fourth powers of the errors.
struct FourthPower {
    static constexpr std::string_view name = "fourth_power";
    static constexpr std::string_view help = "large errors count a great deal";
    static constexpr LossTraits traits{.classification = false, .targets = any_number};
    static Options<FourthPower> options() { return {}; }
    Range outputs() const { return any_number; }
    template <class T>
    T value(T a, T t) const {
        return std::pow(a - t, T(4));
    }
    template <class T>
    T slope(T a, T t) const {
        return 4 * std::pow(a - t, T(3));
    }
};

/// Steps of one length, in the direction of the sign of the gradient.
struct SignDescent {
    double learning_rate = 0.01;

    static constexpr std::string_view name = "sign_descent";
    static constexpr std::string_view help = "steps of one length";
    static Options<SignDescent> options() {
        return {{"learning_rate", &SignDescent::learning_rate, positive, "step size"}};
    }
    int slots() const { return 0; }
    template <class T>
    void step(const StepSlice<T>& s, Index, T) const {
        for (Index i = 0; i < s.size; ++i) s.w[i] -= T(learning_rate) * sign(s.g[i]);
    }
};

Extensions extensions() {
    Extensions result;
    result.add(activation_extension<SteepSoftsign>());
    result.add(loss_extension<FourthPower>());
    result.add(optimizer_extension<SignDescent>());
    return result;
}

const std::string xor_json = R"({
  "name": "xor",
  "data": {"type": "inline", "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [0, 1, 1, 0]},
  "network": {"layers": [
    {"units": 6, "activation": {"type": "steep_softsign", "steepness": 2}},
    {"units": 1, "activation": "sigmoid"}]},
  "loss": "binary_cross_entropy",
  "optimizer": {"type": "adam", "learning_rate": 0.1},
  "training": {"epochs": 400, "batch_size": 4}
})";

double score(const Scores& scores, const std::string& name) {
    for (const auto& [candidate, value] : scores) {
        if (candidate == name) return value;
    }
    FAIL("no score " << name);
    return 0;
}

}  // namespace

TEST_CASE_TEMPLATE("extensions: an activation of one's own trains XOR from JSON by its name", T,
                   float, double) {
    Experiment<T> experiment(parse_experiment(xor_json, {}, extensions()));
    experiment.train({});
    const auto scores = experiment.score(experiment.train_samples());
    CHECK(score(scores, "accuracy") == 1);
    CHECK(score(scores, "loss") < 0.05);

    // The resolved config and the model file name it, and are read with the same extensions.
    const std::string resolved = write_experiment(experiment.config());
    CHECK(resolved.find("steep_softsign") != std::string::npos);
    CHECK_NOTHROW(parse_experiment(resolved, {}, extensions()));
    const TemporaryDirectory directory;
    const auto path = directory.path() / "model.safetensors";
    save_model(path, experiment.model());
    const auto again = std::get<Model<T>>(load_model(path, extensions()));
    CHECK(again.predict(Matrix<double>::Ones(2, 1)) ==
          experiment.model().predict(Matrix<double>::Ones(2, 1)));
    CHECK(message_of([&] { load_model(path); }).find("unknown activation 'steep_softsign'") !=
          std::string::npos);
}

TEST_CASE("extensions: their gradients can be checked like any other") {
    auto config = parse_experiment(xor_json, {"loss=fourth_power"}, extensions());
    Experiment<double> experiment(std::move(config));
    const auto checks = experiment.check_gradients(4);
    CHECK(checks.size() == 4);
    for (const auto& check : checks) CHECK(check.passed());
}

TEST_CASE("extensions: a loss and an optimizer of one's own") {
    Experiment<double> experiment(parse_experiment(
        xor_json,
        {"loss=fourth_power", R"(optimizer={"type": "sign_descent", "learning_rate": 0.02})"},
        extensions()));
    const double before = score(experiment.score(experiment.train_samples()), "loss");
    experiment.train({});
    CHECK(score(experiment.score(experiment.train_samples()), "loss") < before / 100);
}

TEST_CASE("extensions: options are checked, and names suggested, as for the library's own") {
    const auto refusal = [](const std::string& assignment) {
        return message_of([&] { parse_experiment(xor_json, {assignment}, extensions()); });
    };
    CHECK(refusal("network.layers.0.activation.steepness=0").find("must be greater than 0") !=
          std::string::npos);
    CHECK(refusal("network.layers.0.activation=steep_softsgn")
              .find("did you mean 'steep_softsign'") != std::string::npos);
    CHECK(refusal("network.layers.0.activation.steep=1").find("unknown key 'steep'") !=
          std::string::npos);
    // An activation is no loss.
    CHECK(refusal("loss=steep_softsign").find("unknown loss 'steep_softsign'") !=
          std::string::npos);
}

TEST_CASE("extensions: without them the name is unknown") {
    CHECK(message_of([] {
              parse_experiment(xor_json);
          }).find("unknown activation 'steep_softsign'") != std::string::npos);
}

TEST_CASE("extensions: in code, a choice carries its own") {
    Choice mine("steep_softsign");
    mine.extension = activation_extension<SteepSoftsign>();
    Network<float> network(2, {dense(3, mine), dense(1, "sigmoid")});
    CHECK(network.layers()[0]->activation()->name() == "steep_softsign");
    CHECK(Network<float>(2, network.describe()).layer_name(0) == network.layer_name(0));
}
