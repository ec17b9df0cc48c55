// An optimizer of your own, named in a JSON config.
#include <cmath>
#include <cstdlib>
#include <iostream>

#include <mlp/mlp.h>

/// AdaBelief (Zhuang et al. 2020): Adam that divides not by the size of the gradients, but by how
/// far they are from what was expected; so it takes large steps where gradients agree.
///   m ← β₁m + (1−β₁)g,  s ← β₂s + (1−β₂)(g−m)² + ε
///   w ← w − η · m/(1−β₁ᵗ) / (√(s/(1−β₂ᵗ)) + ε)
struct AdaBelief {
    double learning_rate = 1e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;

    static constexpr std::string_view name = "adabelief";
    static constexpr std::string_view help = "adam that trusts gradients that agree";
    static mlp::Options<AdaBelief> options() {
        return {
            {"learning_rate", &AdaBelief::learning_rate, mlp::positive, "step size"},
            {"beta1", &AdaBelief::beta1, mlp::half_open(0, 1), "decay of the mean of gradients"},
            {"beta2", &AdaBelief::beta2, mlp::half_open(0, 1), "decay of their variance"},
            {"epsilon", &AdaBelief::epsilon, mlp::positive, "keeps the division finite"}};
    }

    /// How many numbers it remembers for each parameter: m and s. They start at 0.
    int slots() const { return 2; }

    /// Comes before step t = 1, 2, ...: what is the same for all parameters, in double.
    void begin(mlp::Index t) {
        step_size_ = learning_rate / (1 - std::pow(beta1, static_cast<double>(t)));
        inverse_root_ = 1 / std::sqrt(1 - std::pow(beta2, static_cast<double>(t)));
    }
    /// Moves a range of parameters w against their gradients g.
    template <class T>
    void step(const mlp::StepSlice<T>& range, mlp::Index, T) const {
        T* m = range.slot(0);
        T* s = range.slot(1);
        for (mlp::Index i = 0; i < range.size; ++i) {
            const T g = range.g[i];
            m[i] = T(beta1) * m[i] + T(1 - beta1) * g;
            s[i] = T(beta2) * s[i] + T(1 - beta2) * (g - m[i]) * (g - m[i]) + T(epsilon);
            range.w[i] -= T(step_size_) * m[i] / (std::sqrt(s[i]) * T(inverse_root_) + T(epsilon));
        }
    }

  private:
    double step_size_ = 0;     ///< η / (1−β₁ᵗ)
    double inverse_root_ = 0;  ///< 1 / √(1−β₂ᵗ)
};

int main() {
    mlp::Extensions extensions;
    extensions.add(mlp::optimizer_extension<AdaBelief>());

    const char* json = R"({
      "name": "xor",
      "data": {"type": "inline", "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [0, 1, 1, 0]},
      "network": {"layers": [{"units": 8, "activation": "tanh"}, {"activation": "sigmoid"}]},
      "loss": "binary_cross_entropy",
      "optimizer": {"type": "adabelief", "learning_rate": 0.05},
      "training": {"epochs": 300, "batch_size": 4}
    })";
    mlp::Experiment<float> experiment(mlp::parse_experiment(json, {}, extensions));
    experiment.train({});
    bool learnt = true;
    for (const auto& [name, value] : experiment.score(experiment.train_samples())) {
        std::cout << name << ' ' << value << '\n';
        learnt = learnt && (name == "accuracy" ? value == 1 : value < 0.1);
    }
    return learnt ? EXIT_SUCCESS : EXIT_FAILURE;
}
