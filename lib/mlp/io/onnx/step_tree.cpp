#include "mlp/io/onnx/step_tree.h"

#include <algorithm>
#include <utility>

namespace mlp::onnx {

std::size_t StepTree::add(std::size_t parent, ChainStep step) {
    const Index outputs = step.weight ? step.weight->rows() : units(parent);
    steps_.push_back({std::move(step), parent, outputs});
    return steps_.size() - 1;
}

std::size_t StepTree::with_bias(std::size_t step, Vector<double> bias) {
    Node node = steps_[step];
    node.step.bias = std::move(bias);
    steps_.push_back(std::move(node));
    return steps_.size() - 1;
}

std::vector<ChainStep> StepTree::chain_to(std::size_t step) const {
    std::vector<ChainStep> chain;
    for (; step != 0; step = steps_[step].parent) chain.push_back(steps_[step].step);
    std::ranges::reverse(chain);
    return chain;
}

}  // namespace mlp::onnx
