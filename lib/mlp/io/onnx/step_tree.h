#pragma once

#include "mlp/io/onnx/onnx_chain.h"

#include <cstddef>
#include <vector>

namespace mlp::onnx {

/// The steps that were found in a graph, each behind another or behind the input, which is step 0.
class StepTree {
  public:
    /// `inputs`: numbers of a sample; 0: not known.
    void set_inputs(Index inputs) { steps_.front().units = inputs; }

    /// A new step behind another; returns its number.
    std::size_t add(std::size_t parent, ChainStep step);
    /// The weights of a step with another bias, as a new step beside it.
    std::size_t with_bias(std::size_t step, Vector<double> bias);

    const ChainStep& operator[](std::size_t step) const { return steps_[step].step; }
    /// Outputs of a step; 0: not known.
    Index units(std::size_t step) const { return steps_[step].units; }
    /// The steps from the input to this one, this included.
    std::vector<ChainStep> chain_to(std::size_t step) const;

  private:
    struct Node {
        ChainStep step{};
        std::size_t parent = 0;
        Index units = 0;
    };
    std::vector<Node> steps_{1};
};

}  // namespace mlp::onnx
