#pragma once

#include "mlp/core/matrix.h"
#include "mlp/train/confusion.h"

#include <string>
#include <vector>

namespace mlp {

/// What a trained network makes of samples, sample by sample.
struct Outcome {
    std::string part;                  ///< which samples: "test", "validation" or "train"
    std::vector<std::string> targets;  ///< names of the target columns
    std::vector<std::string> classes;  ///< in the order of the outputs; empty for numbers
    /// outputs × samples. Of numbers: in the units of the targets. Of classes: the larger, the more
    /// it is that class; with a single output for two classes, the second one.
    Matrix<double> outputs;
    Matrix<double> actual;         ///< targets × samples, in their units; empty for classes
    std::vector<Index> labels;     ///< the class of each sample; empty for numbers
    std::vector<Index> predicted;  ///< the class that the network says; empty for numbers
    bool probabilities = false;    ///< whether the outputs are those of the classes

    Index samples() const { return outputs.cols(); }
    bool classification() const { return !classes.empty(); }
    /// "1 test sample", "30 training samples"
    std::string named_samples() const;
    /// Of classes only.
    ConfusionMatrix confusion() const;
    /// How much each sample is of class k, for ranking: its own output or, with a single one, that
    /// output for the second class and its negative for the first.
    std::vector<double> scores(Index k) const;
};

}  // namespace mlp
