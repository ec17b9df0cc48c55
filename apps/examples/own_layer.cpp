// A layer of your own, with weights that are learnt, named in a JSON config.
#include <iostream>

#include <mlp/mlp.h>

struct GainOptions {
    static constexpr std::string_view name = "gain";
    static constexpr std::string_view help = "a learnt factor for each feature";
    static mlp::Options<GainOptions> options() { return {}; }
};

/// a = g ⊙ x (Touvron et al. 2021). ∂L/∂g = Σ δ ⊙ x over the samples, ∂L/∂x = g ⊙ δ.
template <class T>
struct Gain : mlp::Layer<T> {
    explicit Gain(const GainOptions&) {}
    // Numbers stand in arenas that the network owns; the layer knows where its own begin.
    void bind(const mlp::Shape& input, const std::string& prefix, mlp::Parameters<T>& p) override {
        this->input_ = this->output_ = input;
        gain = p.add_vector(prefix + "weight", mlp::Role::bias, {input.size()});
    }
    void initialize(mlp::Parameters<T>& p, mlp::Random&) const override {
        p.value(gain).setConstant(T(0.5));
    }
    mlp::LayerBuffers<T> make_buffers(mlp::Index max_samples) const override {
        return mlp::output_buffers<T>(this->outputs(), max_samples);
    }
    void forward(mlp::ConstVectorView<T> p, mlp::ConstView<T> x, mlp::LayerBuffers<T>& buffers,
                 const mlp::Pass&) const override {
        buffers.a.leftCols(x.cols()) = gain.in(p).col(0).asDiagonal() * x;
    }
    // buffers.delta holds δ = ∂L/∂a; dx is empty where nobody wants it.
    void backward(mlp::ConstVectorView<T> p, mlp::ConstView<T> x, mlp::LayerBuffers<T>& buffers,
                  mlp::GradientAt, mlp::VectorView<T> gradients, mlp::View<T> dx) const override {
        const auto delta = buffers.delta.leftCols(x.cols());
        gain.in(gradients).col(0) = delta.cwiseProduct(x).rowwise().sum();
        if (dx.size() > 0) dx = gain.in(p).col(0).asDiagonal() * delta;
    }
    mlp::Block gain;
};

int main() {
    mlp::Extensions extensions;
    extensions.add(mlp::layer_extension<GainOptions, Gain>());
    const char* json = R"({
      "name": "xor",
      "data": {"type": "inline", "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [0, 1, 1, 0]},
      "network": {"layers": [{"units": 8, "activation": "tanh"}, "gain", {"activation": "sigmoid"}]},
      "loss": "binary_cross_entropy",
      "optimizer": {"type": "adam", "learning_rate": 0.05},
      "training": {"epochs": 300, "batch_size": 4}
    })";
    mlp::Experiment<double> experiment(mlp::parse_experiment(json, {}, extensions));
    bool right = true;
    for (const auto& check : experiment.check_gradients(4)) right &= check.passed();
    experiment.train({});
    const double loss = experiment.score(experiment.train_samples()).front().second;
    std::cout << "gradients right: " << right << ", loss " << loss << '\n';
    return right && loss < 0.1 ? 0 : 1;
}
