#pragma once

#include "mlp/core/options.h"

#include <vector>

namespace mlp::test {

/// Activations with other options than their defaults.
inline std::vector<Choice> activations_with_options() {
    return {
        {"leaky_relu", {{"alpha", 0.3}}},
        {"rrelu", {{"lower", 0.2}, {"upper", 0.4}}},
        {"elu", {{"alpha", 0.4}}},
        {"celu", {{"alpha", 2.5}}},
        {"softplus", {{"beta", 3.0}}},
        {"squareplus", {{"b", 0.5}}},
        {"gelu", {{"approximation", "tanh"}}},
        {"silu", {{"beta", 1.7}}},
        {"sine", {{"omega", 5.0}}},
        {"softmax", {{"temperature", 2.0}}},
        {"maxout", {{"pieces", std::int64_t{4}}}},
        {"prelu", {{"per", "unit"}, {"alpha", 0.1}}},
        {"generalized_logistic",
         {{"lower", -1.0}, {"upper", 3.0}, {"growth", 0.7}, {"q", 2.0}, {"nu", 0.3}}},
    };
}

}  // namespace mlp::test
