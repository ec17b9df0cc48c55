// An activation of your own, named in a JSON config. Nothing of the library is changed.
#include <cmath>
#include <cstdlib>
#include <iostream>

#include <mlp/mlp.h>

/// f(x) = x cos x, the "growing cosine unit" (Noel et al. 2021).
struct GrowingCosine {
    static constexpr std::string_view name = "growing_cosine";
    static constexpr std::string_view help = "oscillates with growing height";
    static constexpr std::string_view formula = "x cos x";
    static constexpr mlp::ActivationTraits traits{.smoothness = mlp::Smoothness::smooth,
                                                  .monotonic = false,
                                                  .derivative_monotonic = false,
                                                  .identity_near_0 = true,
                                                  .elementwise = true,
                                                  .needs_z = true,
                                                  .initializer = "glorot_uniform",
                                                  .weakness = "many local minima"};
    static mlp::Options<GrowingCosine> options() { return {}; }
    mlp::Range range() const { return mlp::any_number; }

    template <class T>
    T value(T x) const {
        return x * std::cos(x);
    }
    template <class T>
    T slope(T x) const {
        return std::cos(x) - x * std::sin(x);
    }
};

int main() {
    mlp::Extensions extensions;
    extensions.add(mlp::activation_extension<GrowingCosine>());

    const char* json = R"({
      "name": "xor",
      "data": {"type": "inline", "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [0, 1, 1, 0]},
      "network": {"layers": [
        {"units": 4, "activation": "growing_cosine"}, {"units": 1, "activation": "sigmoid"}]},
      "loss": "binary_cross_entropy",
      "optimizer": {"type": "adam", "learning_rate": 0.1},
      "training": {"epochs": 300, "batch_size": 4}
    })";
    mlp::Experiment<float> experiment(mlp::parse_experiment(json, {}, extensions));
    experiment.train({});
    bool learnt = true;
    for (const auto& [name, value] : experiment.score(experiment.train_samples())) {
        std::cout << name << ' ' << value << '\n';  // loss close to 0, accuracy 1
        learnt = learnt && (name == "accuracy" ? value == 1 : value < 0.1);
    }
    return learnt ? EXIT_SUCCESS : EXIT_FAILURE;
}
