#pragma once

#include "mlp/core/random.h"
#include "mlp/nn/layer.h"

#include <vector>

namespace mlp {

/// Every buffer of one pass through a network, for batches of up to `capacity` samples. Made by
/// Network::make_workspace(); after that a pass needs no others (Eigen's product of large matrices
/// takes scratch memory of its own). One thread, one workspace.
template <class T>
struct Workspace {
    Index capacity = 0;
    Matrix<T> x;       ///< inputs × capacity: a batch gathered from a data set
    Matrix<T> target;  ///< outputs × capacity: what the outputs should be
    Vector<T> weight;  ///< capacity: how much each sample counts; all 1 at first
    Vector<T> share;   ///< capacity: the same, divided by their sum over the batch
    std::vector<LayerBuffers<T>> layers;    ///< one a layer
    Random random{0, RandomStream::noise};  ///< the noise of training passes
};

}  // namespace mlp
