#pragma once

#include "mlp/nn/activation.h"
#include "mlp/nn/activations/elementwise.h"

#include <cmath>

/// S-shaped functions between 0 and 1 (generalized_logistic: between any two numbers).
namespace mlp::activation {

struct Sigmoid {
    static constexpr std::string_view name = "sigmoid";
    static constexpr std::string_view help = "the logistic function: the probability of a yes";
    static constexpr std::string_view formula = "1 / (1 + e^-z)";
    static constexpr std::string_view source = "Rumelhart, Hinton and Williams 1986";
    static constexpr ActivationTraits traits{
        .smoothness = Smoothness::smooth,
        .monotonic = true,
        .derivative_monotonic = false,
        .identity_near_0 = false,
        .elementwise = true,
        .needs_z = true,  // cross entropies are computed from z
        .initializer = "glorot_uniform",
        .weakness = "saturates: gradients vanish for large |z|, and outputs are all positive"};
    static Options<Sigmoid> options() { return {}; }
    Range range() const { return between(0, 1); }
    Formula symbolic(const Formula& z) const { return sigmoid(z); }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        a = z.logistic();
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        delta *= a * (T(1) - a);
    }
};

struct HardSigmoid {
    static constexpr std::string_view name = "hard_sigmoid";
    static constexpr std::string_view help = "a sigmoid of straight lines: cheap gates";
    static constexpr std::string_view formula = "min(max(z + 3, 0), 6) / 6";
    static constexpr std::string_view source = "Howard et al. 2019 (MobileNetV3)";
    static constexpr ActivationTraits traits{.smoothness = Smoothness::c0,
                                             .monotonic = true,
                                             .derivative_monotonic = false,
                                             .identity_near_0 = false,
                                             .elementwise = true,
                                             .needs_z = false,
                                             .initializer = "glorot_uniform",
                                             .weakness = "saturates: no gradient where |z| >= 3"};
    static Options<HardSigmoid> options() { return {}; }
    Range range() const { return between(0, 1); }
    Formula symbolic(const Formula& z) const { return minimum(maximum(z + 3, 0), 6) / 6; }

    template <class T>
    void f(ConstArrayView<T> z, ArrayView<T> a) const {
        each(a, z, [](T x) { return x < -3 ? T(0) : x > 3 ? T(1) : (x + 3) / 6; });
    }
    template <class T>
    void df(ConstArrayView<T>, ConstArrayView<T> a, ArrayView<T> delta) const {
        each(delta, delta, a, [](T d, T y) { return y <= 0 || y >= 1 ? T(0) : d / 6; });
    }
};

/// Richards' curve l + (u − l) (1 + q e⁻ᵍᶻ)^(−1/ν), computed as l + (u − l) p with
/// p = exp(−ln(1 + eᵗ)/ν) and t = ln q − g z, where nothing overflows.
struct GeneralizedLogistic {
    double lower = 0;
    double upper = 1;
    double growth = 1;
    double q = 1;
    double nu = 1;

    static constexpr std::string_view name = "generalized_logistic";
    static constexpr std::string_view help = "Richards' growth curve: a sigmoid of any proportions";
    static constexpr std::string_view formula =
        "lower + (upper - lower) / (1 + q e^(-growth z))^(1/nu)";
    static constexpr std::string_view source = "Richards 1959";
    static constexpr ActivationTraits traits = Sigmoid::traits;
    static Options<GeneralizedLogistic> options() {
        constexpr Range level = between(-1e6, 1e6);
        return {{"lower", &GeneralizedLogistic::lower, level, "where it levels off on the left"},
                {"upper", &GeneralizedLogistic::upper, level, "where it levels off on the right"},
                {"growth", &GeneralizedLogistic::growth, scale_range, "how fast it rises"},
                {"q", &GeneralizedLogistic::q, scale_range, "shifts it: larger is further right"},
                {"nu", &GeneralizedLogistic::nu, scale_range,
                 "skews it: the steepest part is nearer to upper above 1, to lower below 1"}};
    }
    std::string_view problem() const {
        return lower < upper ? "" : "option 'lower' must be less than option 'upper'";
    }
    Range range() const { return between(lower, upper); }
    Formula symbolic(const Formula& z) const {
        const Formula p = exp(-softplus(std::log(q) - growth * z) / nu);
        return lower + (upper - lower) * p;
    }

    template <class T>
    T value(T x) const {
        const T y = T(lower) + T(upper - lower) * fraction(exponent(x));
        return y > T(upper) ? T(upper) : y;  // rounding could overshoot
    }
    template <class T>
    T slope(T x) const {
        const T t = exponent(x);
        return T(upper - lower) * (T(growth / nu) * fraction(t) / (1 + std::exp(-t)));
    }

  private:
    template <class T>
    T exponent(T x) const {
        return T(std::log(q)) - T(growth) * x;
    }
    template <class T>
    T fraction(T t) const {
        const T softplus = (t < 0 ? T(0) : t) + std::log1p(std::exp(-std::abs(t)));
        return std::exp(-softplus / T(nu));
    }
};

/// The inverse of the complementary log-log link of statistics.
struct ComplementaryLogLog {
    static constexpr std::string_view name = "complementary_log_log";
    static constexpr std::string_view help = "skew sigmoid: leaves 0 slowly, reaches 1 fast";
    static constexpr std::string_view formula = "1 - e^(-e^z)";
    static constexpr std::string_view source = "Gomes and Ludermir 2008";
    static constexpr ActivationTraits traits = Sigmoid::traits;
    static Options<ComplementaryLogLog> options() { return {}; }
    Range range() const { return between(0, 1); }
    Formula symbolic(const Formula& z) const { return -expm1(-exp(z)); }

    template <class T>
    T value(T x) const {
        return -std::expm1(-std::exp(x));
    }
    template <class T>
    T slope(T x) const {
        return std::exp(x - std::exp(x));
    }
};

}  // namespace mlp::activation
