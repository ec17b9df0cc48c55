#pragma once

#include "mlp/core/random.h"
#include "mlp/nn/activation.h"
#include "mlp/nn/activation_curve.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mlp::test {

/// An activation with what a layer would give it: units, and parameters at their first values.
template <class T>
class BoundActivation {
  public:
    BoundActivation(const Choice& choice, const Shape& units)
        : activation(activations<T>().make(choice)), units_(units.size()) {
        activation->bind(units, "", parameters);
        parameters.allocate();
        activation->initialize(parameters);
    }

    Matrix<T> forward(const Matrix<T>& z, const Pass& pass = {}) const {
        Matrix<T> a(units_, z.cols());
        activation->forward(parameters.values(), view(z), view(a), pass);
        return a;
    }
    /// ∂L/∂z for a = f(z) and delta = ∂L/∂a. The gradients of the parameters are then in
    /// `parameters`.
    Matrix<T> backward(const Matrix<T>& z, const Matrix<T>& a, Matrix<T> delta) {
        Matrix<T> dz(z.rows(), z.cols());
        const bool in_place = activation->pieces() == 1;
        activation->backward(std::as_const(parameters).values(), view(z), view(a), view(delta),
                             in_place ? view(delta) : view(dz), parameters.gradients());
        return in_place ? delta : dz;
    }

    std::unique_ptr<Activation<T>> activation;
    Parameters<T> parameters;

  private:
    Index units_;
};

/// The catalogue with other options than the defaults.
inline std::vector<Choice> other_options() {
    return {{"generalized_logistic",
             {{"lower", -2.0}, {"upper", 3.0}, {"growth", 2.0}, {"q", 0.5}, {"nu", 3.0}}},
            // In float64, 1.7 + (3.9 - 1.7) is more than 3.9.
            {"generalized_logistic", {{"lower", 1.7}, {"upper", 3.9}}},
            {"leaky_relu", {{"alpha", 0.2}}},
            {"leaky_relu", {{"alpha", 0.0}}},
            {"prelu", {{"alpha", 0.1}}},
            {"prelu", {{"per", "unit"}}},
            {"noisy_relu", {{"stddev", 0.5}}},
            {"rrelu", {{"lower", 0.2}, {"upper", 0.4}}},
            {"rrelu", {{"lower", 0.0}, {"upper", 0.0}}},
            {"elu", {{"alpha", 0.7}}},
            {"elu", {{"alpha", 0.0}}},
            {"celu", {{"alpha", 1.3}}},
            {"softplus", {{"beta", 2.5}}},
            {"squareplus", {{"b", 0.5}}},
            {"gelu", {{"approximation", "tanh"}}},
            {"silu", {{"beta", 1.5}}},
            {"sine", {{"omega", 3.0}}},
            {"softmax", {{"temperature", 0.7}}},
            {"maxout", {{"pieces", std::int64_t{3}}}}};
}

/// Every entry with its default options, then those above.
inline std::vector<Choice> all_choices() {
    std::vector<Choice> choices;
    for (const auto& name : activation_names().names()) choices.emplace_back(name);
    for (auto& choice : other_options()) choices.push_back(std::move(choice));
    return choices;
}

/// "elu (alpha 0.7)", to say where a test failed.
inline std::string text(const Choice& choice) {
    std::string options;
    for (const auto& [name, value] : choice.options) {
        options += " " + name;
        if (const auto* number = std::get_if<double>(&value)) {
            options += " " + std::to_string(*number);
        }
        if (const auto* word = std::get_if<std::string>(&value)) options += " " + *word;
    }
    return choice.type + options;
}

/// low, low + step, ..., high. Exact if all three are multiples of the same power of 2.
inline std::vector<double> grid(double low, double high, double step) {
    std::vector<double> x;
    for (double at = low; at <= high; at += step) x.push_back(at);
    return x;
}

/// A unit as a function of one z of its own. Where it also depends on other z, these are 0.3, −0.2,
/// ...
inline ActivationCurve unit_curve(const Choice& choice, const std::vector<double>& x) {
    const auto& traits = activations<double>().traits(choice);
    if (traits.elementwise) return activation_curve(choice, x);

    const Index pieces = activations<double>().make(choice)->pieces();
    const Index units = pieces > 1 ? 1 : 3;
    BoundActivation<double> activation(choice, Shape(units));
    Matrix<double> z(pieces * units, static_cast<Index>(x.size()));
    for (Index row = 1; row < z.rows(); ++row) {
        z.row(row).setConstant(0.8 - 0.5 * static_cast<double>(row));
    }
    z.row(0) = Eigen::Map<const Vector<double>>(x.data(), z.cols()).transpose();
    const Matrix<double> a = activation.forward(z);
    Matrix<double> delta = Matrix<double>::Zero(units, z.cols());
    delta.row(0).setOnes();
    const Matrix<double> dz = activation.backward(z, a, delta);

    ActivationCurve curve{x, {}, {}};
    for (Index i = 0; i < z.cols(); ++i) {
        curve.y.push_back(a(0, i));
        curve.dy.push_back(dz(0, i));
    }
    return curve;
}

}  // namespace mlp::test
