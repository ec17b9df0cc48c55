#pragma once

#include "mlp/core/random.h"
#include "mlp/nn/layer.h"

#include <vector>

namespace mlp {

/// Every buffer of one pass through a network, for batches of up to `capacity` samples. Made by
/// Network::make_workspace(); after that a pass needs no others. One thread, one workspace.
template <class T>
struct Workspace {
    Index capacity = 0;
    Matrix<T> x;            ///< inputs × capacity: a batch gathered from a data set
    Matrix<T> target;       ///< outputs × capacity: what the outputs should be
    Vector<T> weight;       ///< capacity: how much each sample counts; all 1 at first
    Vector<T> share;        ///< capacity: the same, divided by their sum over the batch
    Vector<double> losses;  ///< of blocks of samples; see Objective::evaluate_share()
    std::vector<LayerBuffers<T>> layers;    ///< one a layer
    Random random{0, RandomStream::noise};  ///< the noise of training passes
};

}  // namespace mlp
