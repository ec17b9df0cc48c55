#pragma once

#include "mlp/core/random.h"
#include "mlp/io/model.h"

#include <string>
#include <utility>
#include <vector>

namespace mlp::test {

inline Choice layer(const std::string& type, OptionValues options = {}) {
    return {type, std::move(options)};
}

inline Choice dense(Index units, const Choice& activation) {
    return layer("dense", {{"units", units}, {"activation", std::vector<Choice>{activation}}});
}

inline Choice activation_layer(const Choice& activation) {
    return layer("activation", {{"activation", std::vector<Choice>{activation}}});
}

template <class T>
Matrix<T> random_numbers(Index rows, Index columns, double low, double high) {
    Random random(7, RandomStream::weights);
    Matrix<T> m(rows, columns);
    for (Index i = 0; i < m.size(); ++i) m.data()[i] = static_cast<T>(random.uniform(low, high));
    return m;
}

/// A network all of whose parameters are drawn at random.
template <class T>
Network<T> random_network(const Shape& input, const std::vector<Choice>& layers) {
    Network<T> network(input, layers);
    Random random(3, RandomStream::weights);
    network.initialize(random);
    // Also those that start as zeros or ones; upwards, for there are variances.
    auto values = network.parameters().values();
    for (Index i = 0; i < values.size(); ++i)
        values[i] += static_cast<T>(random.uniform(0.02, 0.3));
    return network;
}

inline std::vector<std::string> numbered(const std::string& name, Index count) {
    std::vector<std::string> names;
    for (Index i = 0; i < count; ++i) names.push_back(name + std::to_string(i));
    return names;
}

/// Such a network that takes its inputs as they are and gives numbers.
template <class T>
Model<T> random_model(const Shape& input, const std::vector<Choice>& layers) {
    Network<T> network = random_network<T>(input, layers);
    const Index outputs = network.outputs();
    return {std::move(network),
            Preprocessing::none(numbered("x", input.size())),
            {numbered("y", outputs)},
            "mse"};
}

}  // namespace mlp::test
