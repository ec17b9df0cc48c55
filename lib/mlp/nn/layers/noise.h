#pragma once

#include "mlp/nn/layers/activation_stage.h"

#include <cmath>

/// Layers that disturb what passes while training, and do nothing after.
namespace mlp {

/// Srivastava et al. 2014.
struct Dropout {
    double rate = 0.5;

    static constexpr std::string_view name = "dropout";
    static constexpr std::string_view help = "drops a random share of its inputs while training";
    static constexpr std::string_view formula =
        "a = x m / (1 - rate), m is 0 with chance rate, else 1";
    static constexpr std::string_view source =
        "Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014";
    static Options<Dropout> options() {
        return {{"rate", &Dropout::rate, half_open(0, 1), "share that is dropped"}};
    }

    /// Writes a, and da/dx into `slope`.
    template <class T>
    void disturb(ConstView<T> x, View<T> a, View<T> slope, Random& random) const {
        draw_mask(slope, rate, random);
        a = x.cwiseProduct(slope);
    }
};

/// Klambauer et al. 2017, section 3: dropped units take the value that selu tends to on the left,
/// α′ = −λα, and a linear map brings mean and variance back: a = A (x m + α′ (1 − m)) + B with
///   q = 1 − rate,  A = (q + α′² q rate)^(−1/2),  B = −A α′ rate
struct AlphaDropout {
    double rate = 0.5;

    static constexpr std::string_view name = "alpha_dropout";
    static constexpr std::string_view help = "dropout that keeps mean and variance; for selu";
    static constexpr std::string_view formula =
        "a = A (x m - 1.7581 (1 - m)) + B, with A and B that keep mean 0 and variance 1";
    static constexpr std::string_view source = "Klambauer, Unterthiner, Mayr and Hochreiter 2017";
    static Options<AlphaDropout> options() {
        return {{"rate", &AlphaDropout::rate, half_open(0, 1), "share that is dropped"}};
    }

    template <class T>
    void disturb(ConstView<T> x, View<T> a, View<T> slope, Random& random) const {
        constexpr double low = -1.7580993408473766;  // −λα of selu
        const double keep = 1 - rate;
        const double scale = 1 / std::sqrt(keep + low * low * keep * rate);
        const double shift = -scale * low * rate;
        for (Index i = 0; i < x.size(); ++i) {
            const bool dropped = random.uniform() < rate;
            slope.data()[i] = T(dropped ? 0 : scale);
            a.data()[i] = slope.data()[i] * x.data()[i] + T(dropped ? scale * low + shift : shift);
        }
    }
};

/// Sietsma and Dow 1991; Bishop 1995 shows that it acts as a penalty on large weights.
struct GaussianNoise {
    double stddev = 0.1;

    static constexpr std::string_view name = "gaussian_noise";
    static constexpr std::string_view help = "adds normal noise while training";
    static constexpr std::string_view formula = "a = x + n, n normal with mean 0";
    static constexpr std::string_view source = "Sietsma and Dow 1991; Bishop 1995";
    static Options<GaussianNoise> options() {
        return {{"stddev", &GaussianNoise::stddev, at_least(0), "standard deviation of the noise"}};
    }

    template <class T>
    void disturb(ConstView<T> x, View<T> a, View<T> slope, Random& random) const {
        slope.setOnes();
        for (Index i = 0; i < x.size(); ++i) {
            a.data()[i] = x.data()[i] + T(stddev * random.normal());
        }
    }
};

/// The layer of such a struct: own[0] of the buffers is the slope da/dx.
template <class T, class S>
class Noise final : public Layer<T> {
  public:
    explicit Noise(const S& s) : s_(s) {}

    void bind(const Shape& input, const std::string&, Parameters<T>&) override {
        this->input_ = this->output_ = input;
    }
    LayerTraits traits() const override { return {.noisy = true}; }
    Choice describe() const override { return to_choice(s_); }
    Operations operations(ConstVectorView<T>) const override { return {}; }
    LayerBuffers<T> make_buffers(Index max_samples) const override {
        auto buffers = output_buffers<T>(this->outputs(), max_samples);
        buffers.own.push_back(Matrix<T>::Zero(this->outputs(), max_samples));
        return buffers;
    }

    void forward(ConstVectorView<T>, ConstView<T> x, LayerBuffers<T>& buffers,
                 const Pass& pass) const override {
        const View<T> a = first_columns(buffers.a, x.cols());
        if (pass.training) {
            s_.disturb(x, a, first_columns(buffers.own[0], x.cols()), *pass.random);
        } else {
            first_columns(buffers.a, x.cols()) = x;
        }
    }
    void backward(ConstVectorView<T>, ConstView<T> x, LayerBuffers<T>& buffers, GradientAt,
                  VectorView<T>, View<T> dx) const override {
        if (dx.size() == 0) return;
        dx = first_columns(buffers.delta, x.cols())
                 .cwiseProduct(first_columns(buffers.own[0], x.cols()));
    }

  private:
    S s_;
};

}  // namespace mlp
