#pragma once

#include "mlp/nn/objective.h"

#include <string>
#include <vector>

namespace mlp {

/// How the gradient of one tensor of parameters compares with central differences.
struct TensorCheck {
    std::string name;
    Index checked = 0;  ///< numbers that were compared
    Index at_kinks =
        0;  ///< of these, where the loss has a kink, so that any slope between is right
    double largest = 0;      ///< the largest difference, relative to the gradient or, if that is
                             ///< less, to a hundredth of the loss
    double gradient = 0;     ///< there: what backpropagation gives
    double difference = 0;   ///< there: what central differences give
    Index row = 0, col = 0;  ///< where that is in the tensor
    bool skipped = false;    ///< behind a surrogate gradient, which is no derivative
    bool passed() const;
};

/// Compares backpropagation with central differences, (L(w + h) − L(w − h)) / 2h, for up to 100
/// numbers of every tensor, spread evenly. The batch stands in the workspace: x, target and weight
/// of its first `samples` columns. Layers are in training; noise is the same in all passes. (Press
/// et al., Numerical Recipes, 3rd ed., 5.7; Goodfellow, Bengio and Courville 2016, ch. 11.5.) The
/// network's parameters are as before when it returns.
std::vector<TensorCheck> check_gradients(Network<double>& network,
                                         const Objective<double>& objective,
                                         Workspace<double>& workspace, Index samples);

}  // namespace mlp
