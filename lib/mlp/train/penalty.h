#pragma once

#include "mlp/core/parameters.h"
#include "mlp/train/training_options.h"

#include <utility>
#include <vector>

namespace mlp {

/// l1 Σ|w| + l2/2 Σ w² over the weights, and over biases if asked (Goodfellow, Bengio and Courville
/// 2016, ch. 7.1). At w = 0 the derivative of |w| is taken as 0.
template <class T>
class Penalty {
  public:
    Penalty(const Parameters<T>& parameters, const TrainingOptions& options);

    T value(ConstVectorView<T> w) const;
    void add_gradient(ConstVectorView<T> w, VectorView<T> gradient) const;

  private:
    T l1_;
    T l2_;
    std::vector<Block> blocks_;  ///< that it acts on; none if there is no penalty
};

/// Whether weight decay and penalties act on a block.
inline bool decays(const Block& block, const TrainingOptions& options) {
    return block.role == Role::weight || (block.role == Role::bias && options.decay_biases);
}

}  // namespace mlp
