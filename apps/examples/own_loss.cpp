// A loss of your own, named in a JSON config.
#include <cmath>
#include <cstdlib>
#include <iostream>

#include <mlp/mlp.h>

/// The squared error, which counts `level` times where the output is too low and 1 - level times
/// where it is too high (Newey and Powell 1987). Level 0.5 is half of mse; with 0.9, too low counts
/// nine times as much: for stocks, staff and reserves.
struct Expectile {
    double level = 0.5;

    static constexpr std::string_view name = "expectile";
    static constexpr std::string_view help = "too little and too much cost differently";
    static constexpr mlp::LossTraits traits{.classification = false, .targets = mlp::any_number};
    static mlp::Options<Expectile> options() {
        return {{"level", &Expectile::level, mlp::open(0, 1), "weight of too low outputs"}};
    }

    template <class T>
    T value(T a, T t) const {
        return weight(a, t) * (a - t) * (a - t);
    }
    /// The derivative of value() by the output a.
    template <class T>
    T slope(T a, T t) const {
        return 2 * weight(a, t) * (a - t);
    }
    template <class T>
    T weight(T a, T t) const {
        return T(a < t ? level : 1 - level);
    }
};

int main() {
    mlp::Extensions extensions;
    extensions.add(mlp::loss_extension<Expectile>());

    const char* json = R"({
      "name": "demand",
      "data": {"type": "generator", "make": {"type": "sine", "noise": 0.3}},
      "network": {"layers": [{"units": 8, "activation": "tanh"}, {"activation": "linear"}]},
      "loss": {"type": "expectile", "level": 0.9},
      "optimizer": "lbfgs",
      "training": {"epochs": 300, "batch_size": 200}
    })";
    mlp::Experiment<double> experiment(mlp::parse_experiment(json, {}, extensions));
    experiment.train({});

    const auto& data = *experiment.train_samples().data;
    const auto outputs = mlp::predict(experiment.model().network, data.inputs);
    const auto errors = (data.targets - outputs).array().eval();
    // At the minimum the slopes cancel, level · missing = (1 − level) · too many: the ratio is 9.
    const double ratio = (-errors).max(0.0).sum() / errors.max(0.0).sum();
    std::cout << "too many for each one missing: " << ratio << '\n';
    return std::abs(ratio - 9) < 0.5 ? EXIT_SUCCESS : EXIT_FAILURE;
}
