#pragma once

#include "training.h"

#include <cstddef>
#include <vector>

namespace mlp::bench {

/// The same training in plain loops, as one writes it first: what the library's speed is held
/// against, on the same machine and in the same process, and what its numbers are checked by.
///
/// It knows the activations tanh, sigmoid and relu, softmax at the end with the loss cross_entropy,
/// anything else at the end with mse, and the optimizers sgd and adam without further options.
template <class T>
class NaiveNetwork {
  public:
    /// It starts from these parameters: those of the library's network, in their order.
    NaiveNetwork(const TrainingTask& task, ConstVectorView<T> parameters);

    /// One step on a batch. x: inputs × samples; target: outputs × samples. Returns the batch's
    /// loss as it was before.
    T step(const Matrix<T>& x, const Matrix<T>& target);

  private:
    struct Layer {
        std::size_t inputs, units;
        std::size_t weight, bias;  ///< where they begin among the parameters
        T (*value)(T z);
        T (*slope)(T a);
        std::vector<T> a, delta;  ///< samples × units
    };

    void forward(const T* x, std::size_t samples);
    T loss(const T* target, std::size_t samples);
    void backward(const T* x, std::size_t samples);
    void update();

    std::vector<Layer> layers_;
    std::vector<T> w_, gradient_;
    std::vector<T> m_, v_;  ///< adam's moments; empty with sgd
    bool softmax_ = false;
    T rate_;
    int steps_ = 0;
};

}  // namespace mlp::bench
