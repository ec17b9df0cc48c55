#pragma once

#include "mlp/nn/activation.h"
#include "mlp/nn/activations/elementwise.h"
#include "mlp/nn/pass.h"

/// Straight lines with a kink at 0: positive inputs pass, negative ones are held back. At the kink
/// itself f′ is that of the negative side.
namespace mlp::activation {

struct Relu {
    static constexpr std::string_view name = "relu";
    static constexpr std::string_view help = "rectified linear unit: fast and the usual first try";
    static constexpr std::string_view formula = "max(0, z)";
    static constexpr std::string_view source =
        "Nair and Hinton 2010; Glorot, Bordes and Bengio 2011";
    static constexpr ActivationTraits traits{.smoothness = Smoothness::c0,
                                             .monotonic = true,
                                             .derivative_monotonic = true,
                                             .identity_near_0 = false,
                                             .elementwise = true,
                                             .needs_z = false,
                                             .initializer = "he_uniform",
                                             .weakness = "units can die: no gradient below 0"};
    static Options<Relu> options() { return {}; }
    Range range() const { return at_least(0); }
    Formula symbolic(const Formula& z) const { return maximum(z, 0); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        each(a, z, [](T x) { return x < 0 ? T(0) : x; });
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        each(delta, delta, a, [](T d, T y) { return y > 0 ? d : T(0); });
    }
};

struct Relu6 {
    static constexpr std::string_view name = "relu6";
    static constexpr std::string_view help = "relu that is cut off at 6, for few-bit numbers";
    static constexpr std::string_view formula = "min(max(0, z), 6)";
    static constexpr std::string_view source = "Krizhevsky 2010";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::c0,
        .monotonic = true,
        .derivative_monotonic = false,
        .identity_near_0 = false,
        .elementwise = true,
        .needs_z = false,
        .initializer = "he_uniform",
        .weakness = "units can die: no gradient below 0 and above 6"};
    static Options<Relu6> options() { return {}; }
    Range range() const { return between(0, 6); }
    Formula symbolic(const Formula& z) const { return minimum(maximum(z, 0), 6); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        each(a, z, [](T x) { return x < 0 ? T(0) : x > 6 ? T(6) : x; });
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        each(delta, delta, a, [](T d, T y) { return y > 0 && y < 6 ? d : T(0); });
    }
};

struct LeakyRelu {
    double alpha = 0.01;

    static constexpr std::string_view name = "leaky_relu";
    static constexpr std::string_view help = "relu that still learns on the negative side";
    static constexpr std::string_view formula = "z if z > 0, else alpha z";
    static constexpr std::string_view source = "Maas, Hannun and Ng 2013";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::c0,
        .monotonic = true,
        .derivative_monotonic = true,
        .identity_near_0 = false,
        .elementwise = true,
        .needs_z = false,
        .initializer = "he_uniform",
        .weakness = "learns slowly below 0, and alpha is one more thing to choose"};
    static Options<LeakyRelu> options() {
        return {{"alpha", &LeakyRelu::alpha, slope_range, "slope for negative inputs"}};
    }
    Range range() const { return alpha > 0 ? any_number : at_least(0); }
    Formula symbolic(const Formula& z) const { return if_less(z, 0, alpha * z, z); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        each(a, z, [slope = T(alpha)](T x) { return x < 0 ? slope * x : x; });
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        each(delta, delta, a, [slope = T(alpha)](T d, T y) { return y > 0 ? d : slope * d; });
    }
};

/// The noise of the paper has the variance σ(z); here it is the same for all z.
struct NoisyRelu {
    double stddev = 0.1;

    static constexpr std::string_view name = "noisy_relu";
    static constexpr std::string_view help = "relu of inputs with noise in training: regularises";
    static constexpr std::string_view formula = "max(0, z + e), e ~ N(0, stddev^2) in training";
    static constexpr std::string_view source = "Nair and Hinton 2010 (there the variance varies)";
    static constexpr ActivationTraits traits = Relu::traits;
    static Options<NoisyRelu> options() {
        return {{"stddev", &NoisyRelu::stddev, slope_range,
                 "standard deviation of the noise that training adds to inputs"}};
    }
    Range range() const { return at_least(0); }
    Formula symbolic(const Formula& z) const { return Relu().symbolic(z); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a, const Pass& pass) const {
        if (!pass.training) return Relu().f<T>(z, a);
        each(a, z, [&](T x) {
            const T noisy = x + T(stddev * pass.random->normal());
            return noisy < 0 ? T(0) : noisy;
        });
    }
    template <class T>
    void df(ConstArrayView<T> z, ConstArrayView<T> a, ArrayView<T> delta) const {
        Relu().df<T>(z, a, delta);
    }
};

/// Each number of each sample draws a slope of its own in training.
struct RRelu {
    double lower = 1.0 / 8;
    double upper = 1.0 / 3;

    static constexpr std::string_view name = "rrelu";
    static constexpr std::string_view help = "leaky_relu with random slopes in training";
    static constexpr std::string_view formula =
        "z if z > 0, else s z, s ~ U(lower, upper) in training, else (lower + upper) / 2";
    static constexpr std::string_view source = "Xu, Wang, Chen and Li 2015";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::c0,
        .monotonic = true,
        .derivative_monotonic = true,
        .identity_near_0 = false,
        .elementwise = true,
        .needs_z = true,
        .initializer = "he_uniform",
        .weakness = "noise makes the loss of training restless and runs need more epochs"};
    static Options<RRelu> options() {
        return {{"lower", &RRelu::lower, slope_range, "least slope for negative inputs"},
                {"upper", &RRelu::upper, slope_range, "greatest slope for negative inputs"}};
    }
    std::string_view problem() const {
        return lower <= upper ? "" : "option 'lower' must not be greater than option 'upper'";
    }
    Range range() const { return upper > 0 ? any_number : at_least(0); }
    Formula symbolic(const Formula& z) const { return LeakyRelu{mean()}.symbolic(z); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a, const Pass& pass) const {
        if (!pass.training) return LeakyRelu{mean()}.f<T>(z, a);
        each(a, z, [&](T x) { return x < 0 ? T(pass.random->uniform(lower, upper)) * x : x; });
    }
    /// The slope that was drawn is a/z. At 0, where that is lost, it is the mean one.
    template <class T>
    void df(ConstArrayView<T> z, ConstArrayView<T> a, ArrayView<T> delta) const {
        delta *= (z == T(0)).select(T(mean()), a / z);
    }

  private:
    double mean() const { return (lower + upper) / 2; }
};

}  // namespace mlp::activation
