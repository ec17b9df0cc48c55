// An optimizer of your own, named in a JSON config.
#include <cstdlib>
#include <iostream>

#include <mlp/mlp.h>

/// Signum (Bernstein et al. 2018): every parameter takes a step of the same size, in the direction
/// of the sign of its averaged gradient: m ← β m + (1 − β) g, w ← w − η sign(m).
struct Signum {
    double learning_rate = 1e-3;
    double beta = 0.9;

    static constexpr std::string_view name = "signum";
    static constexpr std::string_view help = "steps of one size, by the sign of the momentum";
    static mlp::Options<Signum> options() {
        return {{"learning_rate", &Signum::learning_rate, mlp::positive, "step size"},
                {"beta", &Signum::beta, mlp::half_open(0, 1), "decay of the mean of gradients"}};
    }

    /// How many numbers it remembers for each parameter: m. They start at 0.
    int slots() const { return 1; }
    /// Comes before step t = 1, 2, ...: what is the same for all parameters, in double.
    void begin(mlp::Index) {}
    /// Moves a range of parameters w against their gradients g.
    template <class T>
    void step(const mlp::StepSlice<T>& range, mlp::Index, T) const {
        T* m = range.slot(0);
        for (mlp::Index i = 0; i < range.size; ++i) {
            m[i] = T(beta) * m[i] + T(1 - beta) * range.g[i];
            range.w[i] -= T(learning_rate) * T((m[i] > 0) - (m[i] < 0));
        }
    }
};

int main() {
    mlp::Extensions extensions;
    extensions.add(mlp::optimizer_extension<Signum>());

    const char* json = R"({
      "name": "xor",
      "data": {"type": "inline", "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [0, 1, 1, 0]},
      "network": {"layers": [{"units": 8, "activation": "tanh"}, {"activation": "sigmoid"}]},
      "loss": "binary_cross_entropy",
      "optimizer": {"type": "signum", "learning_rate": 0.02},
      "training": {"epochs": 300, "batch_size": 4}
    })";
    mlp::Experiment<float> experiment(mlp::parse_experiment(json, {}, extensions));
    experiment.train({});
    const double loss = experiment.score(experiment.train_samples()).front().second;
    std::cout << "loss " << loss << '\n';
    return loss < 0.1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
