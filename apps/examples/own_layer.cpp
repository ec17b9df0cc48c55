// A layer of your own, with weights that are learnt, named in a JSON config. Its gradient is
// checked against central differences.
#include <cmath>
#include <cstdlib>
#include <iostream>

#include <mlp/mlp.h>

/// What a config can say about it.
struct RmsNormOptions {
    double epsilon = 1e-6;

    static constexpr std::string_view name = "rms_norm";
    static constexpr std::string_view help = "every sample gets root mean square 1";
    static mlp::Options<RmsNormOptions> options() {
        return {{"epsilon", &RmsNormOptions::epsilon, mlp::positive, "added to the mean square"}};
    }
};

/// Root mean square layer normalization (Zhang and Sennrich 2019): a cheaper layer_norm. For each
/// sample, with r² = mean(x²) + ε, and one weight g a feature:
///   a = g x/r,  ∂L/∂g = Σ over samples of δ x/r,  ∂L/∂x = h − x mean(h x)/r² with h = g δ/r
template <class T>
class RmsNorm : public mlp::Layer<T> {
  public:
    explicit RmsNorm(const RmsNormOptions& options) : options_(options) {}

    // Numbers stand in arenas that the network owns; the layer knows where its own begin.
    void bind(const mlp::Shape& input, const std::string& prefix,
              mlp::Parameters<T>& parameters) override {
        this->input_ = this->output_ = input;
        weight_ = parameters.add_vector(prefix + "weight", mlp::Role::bias, {input.size()});
    }
    void initialize(mlp::Parameters<T>& parameters, mlp::Random&) const override {
        parameters.value(weight_).setOnes();
    }

    // A layer that needs more on the way back than its input and output keeps it in `own` of these.
    mlp::LayerBuffers<T> make_buffers(mlp::Index max_samples) const override {
        return mlp::output_buffers<T>(this->outputs(), max_samples);
    }

    // A batch is features × samples, so a sample is a column.
    void forward(mlp::ConstVectorView<T> parameters, mlp::ConstView<T> x,
                 mlp::LayerBuffers<T>& buffers, const mlp::Pass&) const override {
        const auto g = weight_.in(parameters).col(0);
        for (mlp::Index n = 0; n < x.cols(); ++n) {
            buffers.a.col(n) = g.cwiseProduct(x.col(n)) / r(x, n);
        }
    }
    // buffers.delta holds ∂L/∂a.
    void backward(mlp::ConstVectorView<T> parameters, mlp::ConstView<T> x,
                  mlp::LayerBuffers<T>& buffers, mlp::GradientAt, mlp::VectorView<T> gradients,
                  mlp::View<T> dx) const override {
        const auto g = weight_.in(parameters).col(0);
        auto dg = weight_.in(gradients).col(0);
        dg.setZero();
        for (mlp::Index n = 0; n < x.cols(); ++n) {
            const T scale = 1 / r(x, n);
            dg += scale * buffers.delta.col(n).cwiseProduct(x.col(n));
            if (dx.size() == 0) continue;  // it is the first layer: nobody asks
            dx.col(n) = scale * g.cwiseProduct(buffers.delta.col(n));
            const T along = dx.col(n).dot(x.col(n)) / T(x.rows());
            dx.col(n) -= scale * scale * along * x.col(n);
        }
    }

  private:
    T r(const mlp::ConstView<T>& x, mlp::Index n) const {
        return std::sqrt(x.col(n).squaredNorm() / T(x.rows()) + T(options_.epsilon));
    }

    RmsNormOptions options_;
    mlp::Block weight_;
};

int main() {
    mlp::Extensions extensions;
    extensions.add(mlp::layer_extension<RmsNormOptions, RmsNorm>());

    const char* json = R"({
      "name": "xor",
      "data": {"type": "inline", "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [0, 1, 1, 0]},
      "network": {"layers": [
        {"units": 8, "activation": "tanh"},
        {"type": "residual", "layers": ["rms_norm", {"units": 8, "activation": "tanh"}]},
        {"units": 1, "activation": "sigmoid"}]},
      "loss": "binary_cross_entropy",
      "optimizer": {"type": "adam", "learning_rate": 0.05},
      "training": {"epochs": 200, "batch_size": 4}
    })";
    bool right = true;
    mlp::Experiment<double> experiment(mlp::parse_experiment(json, {}, extensions));
    for (const auto& check : experiment.check_gradients(4)) {
        std::cout << check.name << (check.passed() ? ": gradient right\n" : ": gradient WRONG\n");
        right = right && check.passed();
    }
    experiment.train({});
    for (const auto& [name, value] : experiment.score(experiment.train_samples())) {
        std::cout << name << ' ' << value << '\n';  // loss close to 0, accuracy 1
        if (name == "accuracy") right = right && value == 1;
    }
    return right ? EXIT_SUCCESS : EXIT_FAILURE;
}
