#pragma once

#include "mlp/nn/layers/dense.h"
#include "mlp/report/explain/explanation.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace mlp::test {

inline doctest::Approx about(double value) { return doctest::Approx(value).epsilon(1e-12); }

/// A network with all else that an explanation is made of.
template <class T = double>
struct Explained {
    Network<T> network;
    Preprocessing preprocessing;
    Targets targets;
    Choice loss;

    ExplainedModel<T> model() const { return {network, preprocessing, targets, loss}; }
    void set(const std::string& name, const Matrix<T>& values) {
        for (const auto& block : network.parameters().blocks()) {
            if (block.name == name) network.parameters().value(block) = values;
        }
    }
};

inline std::vector<std::string> x_names(Index n) {
    std::vector<std::string> names;
    for (Index i = 1; i <= n; ++i) names.push_back("x" + std::to_string(i));
    return names;
}

/// Numbers in, numbers out, nothing scaled.
template <class T = double>
Explained<T> explained(const Shape& input, const std::vector<Choice>& layers, const Choice& loss) {
    Network<T> network(input, layers);
    Random random(5, RandomStream::weights);
    network.initialize(random);
    Targets targets;
    for (Index k = 0; k < network.outputs(); ++k) targets.names.push_back("y" + std::to_string(k));
    return {std::move(network), Preprocessing::none(x_names(input.size())), targets, loss};
}

/// One sample of numbers.
inline RawData raw_sample(const Preprocessing& preprocessing, const std::vector<double>& numbers) {
    RawData raw;
    raw.inputs.names = preprocessing.column_names();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        raw.inputs.cells.emplace_back(raw.inputs.names[i]);
        raw.inputs.cells.back().add_number(numbers[i]);
    }
    return raw;
}

inline TargetOfExplanation target(const std::vector<double>& values, double rate = 0.1,
                                  const std::string& given = "1") {
    return {given, ConstVectorView<double>(values.data(), static_cast<Index>(values.size())), rate};
}

/// XOR by two relu units and a linear one: all its numbers are short.
inline Explained<> xor_by_hand() {
    auto xor_ = explained<>(2, {dense(2, "relu"), dense(1, "linear")}, "mse");
    xor_.set("layers.0.weight", (Matrix<double>(2, 2) << 1, 1, 1, 1).finished());
    xor_.set("layers.0.bias", (Matrix<double>(2, 1) << 0, -0.5).finished());
    xor_.set("layers.1.weight", (Matrix<double>(1, 2) << 1, -2).finished());
    xor_.set("layers.1.bias", (Matrix<double>(1, 1) << 0.25).finished());
    return xor_;
}

/// z = 0.5 + 0.2 + 0.1, and a sigmoid: the class "1" with probability 0.69.
inline Explained<> one_neuron() {
    auto neuron = explained<>(3, {dense(1, "sigmoid")}, "binary_cross_entropy");
    neuron.set("layers.0.weight", (Matrix<double>(1, 3) << 0.5, 0.4, -0.1).finished());
    neuron.set("layers.0.bias", (Matrix<double>(1, 1) << 0).finished());
    neuron.targets = {{"y"}, {"0", "1"}};
    return neuron;
}
inline const std::vector<double> one_neuron_sample{1, 0.5, -1};

/// Three classes with awkward names, 20 inputs, 12 hidden units.
inline Explained<> many_units(const Choice& hidden = "tanh") {
    auto model = explained<>(20, {dense(12, hidden), dense(3, "softmax")}, "cross_entropy");
    model.targets = {{"kind"}, {"a_b & 50%", "c|d`e \u00fc\u0142\u0127\u65e5", "#{f}^~\\<$>\""}};
    return model;
}
inline std::vector<double> many_numbers() {
    std::vector<double> numbers;
    for (int i = 0; i < 20; ++i) numbers.push_back(0.1 * i - 0.7);
    return numbers;
}

}  // namespace mlp::test
