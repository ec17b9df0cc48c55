#pragma once

#include "mlp/nn/initializer.h"

#include <cmath>

namespace mlp::initializer {

/// The degree-th root of x ≥ 1, by bisection between 1 and 1 + (x − 1)/degree with nothing but
/// products, which are the same on every machine; std::pow is not.
inline double root(double x, Index degree) {
    const auto power = [degree](double base) {
        double result = 1;
        for (Index n = degree; n > 0; n /= 2, base *= base) {
            if (n % 2 == 1) result *= base;
        }
        return result;
    };
    double low = 1;
    double high = 1 + (x - 1) / static_cast<double>(degree);
    for (;;) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) return power(high) <= x ? high : low;
        (power(middle) <= x ? low : high) = middle;
    }
}

/// Spreads the steep parts of the units evenly over inputs in [−1, 1]: the weights of each unit are
/// a random direction of length β = 0.7 units^(1/inputs), its bias is uniform in ±β.
struct NguyenWidrow {
    static constexpr std::string_view name = "nguyen_widrow";
    static constexpr std::string_view help =
        "spreads tanh units over inputs in [-1, 1]: for small networks with one hidden layer";
    static constexpr std::string_view formula =
        "|w of a unit| = b = 0.7 units^(1 / inputs), biases U(-b, b)";
    static constexpr std::string_view source = "Nguyen and Widrow 1990";
    static constexpr InitializerTraits traits{.bias_initializer = "nguyen_widrow"};
    static Options<NguyenWidrow> options() { return {}; }

    void fill(Matrix<double>& w, const Fan& fan, Random& random) const {
        const double beta = 0.7 * root(static_cast<double>(fan.outputs), fan.inputs);
        for (Index row = 0; row < w.rows(); ++row) {
            if (fan.is_bias) {
                w(row, 0) = random.uniform(-beta, beta);
            } else {
                fill_unit(w, row, beta, random);
            }
        }
    }

  private:
    static void fill_unit(Matrix<double>& w, Index row, double length, Random& random) {
        double square = 0;
        while (square == 0) {  // again, should all be 0
            for (Index col = 0; col < w.cols(); ++col) {
                w(row, col) = random.uniform(-1, 1);
                square += w(row, col) * w(row, col);
            }
        }
        const double scale = length / std::sqrt(square);
        for (Index col = 0; col < w.cols(); ++col) w(row, col) *= scale;
    }
};

}  // namespace mlp::initializer
