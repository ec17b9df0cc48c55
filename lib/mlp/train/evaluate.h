#pragma once

#include "mlp/data/dataset.h"
#include "mlp/nn/network.h"
#include "mlp/nn/objective.h"
#include "mlp/train/confusion.h"
#include "mlp/train/metric.h"

namespace mlp {

/// Throws InputError unless these are samples that the network can take: at least one, with the
/// right numbers of features and targets, all rows within the data.
template <class T>
void check_fit(const Network<T>& network, const Subset<T>& samples);

/// Judges a network on samples in batches of the workspace's capacity, without changing it.
/// The subset must not be empty (see check_fit()).
template <class T>
Scores evaluate(const Network<T>& network, const Objective<T>& objective, const Subset<T>& samples,
                ScoreBoard<T>& board, Workspace<T>& workspace);
/// The same; the scores stay on the board.
template <class T>
void evaluate_to_board(const Network<T>& network, const Objective<T>& objective,
                       const Subset<T>& samples, ScoreBoard<T>& board, Workspace<T>& workspace);

/// All that judging a network on samples tells.
struct Evaluation {
    Index samples = 0;
    Scores scores;
    ConfusionMatrix confusion;  ///< of no classes where the targets are numbers
};

/// As evaluate(), and in the same pass counts which classes are taken for which.
template <class T>
Evaluation evaluate_in_detail(const Network<T>& network, const Objective<T>& objective,
                              const Subset<T>& samples, ScoreBoard<T>& board,
                              Workspace<T>& workspace);

/// How many samples to put through a network at once: `wanted`, or fewer where their buffers would
/// take more than 256 MB; at least one.
template <class T>
Index affordable_batch(const Network<T>& network, Index wanted);

/// The outputs (outputs × samples) of a network for inputs (features × samples). Throws InputError
/// if the number of features is not that of the network's inputs.
template <class T>
Matrix<T> predict(const Network<T>& network, ConstView<T> inputs);
template <class T>
Matrix<T> predict(const Network<T>& network, const Matrix<T>& inputs) {
    return predict(network, view(inputs));
}

}  // namespace mlp
