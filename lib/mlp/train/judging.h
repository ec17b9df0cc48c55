#pragma once

#include "mlp/core/matrix.h"
#include "mlp/data/number_transform.h"
#include "mlp/nn/loss.h"
#include "mlp/nn/network.h"

#include <vector>

namespace mlp {

/// How the outputs of a network are to be read when they are judged.
struct Judging {
    /// A single output says yes above it.
    double decision = 0.5;
    /// Whether the outputs are probabilities of the classes; a single one is that of yes.
    bool probabilities = false;
    /// How many classes there are; 0 where the targets are numbers.
    Index classes = 0;
    /// How each target was scaled for the network; empty: not at all.
    std::vector<NumberTransform> targets{};
};

template <class T>
Judging make_judging(const Network<T>& network, const LossTraits& loss, Index classes,
                     std::vector<NumberTransform> targets = {});

/// The class that the outputs of one sample (outputs × 1) say, or its targets: the largest output
/// or, with a single one, whether it is above `decision`.
template <class T>
Index class_of(ConstView<T> output, T decision) {
    if (output.rows() == 1) return output(0, 0) > decision ? 1 : 0;
    Index best = 0;
    output.col(0).maxCoeff(&best);
    return best;
}

/// The same for one sample of a batch (outputs × samples).
template <class T>
Index class_of(ConstView<T> outputs, Index sample, T decision) {
    return class_of(ConstView<T>(outputs.data() + sample * outputs.rows(), outputs.rows(), 1),
                    decision);
}

}  // namespace mlp
