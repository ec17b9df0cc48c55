#include "mlp/train/judging.h"

#include <utility>

namespace mlp {
namespace {

/// Whether the outputs lie between 0 and 1 and are one distribution over the classes: a single one,
/// or those of an activation that sees all of them together (softmax).
template <class T>
bool gives_distribution(const Network<T>& network) {
    const Activation<T>* last = network.output_activation();
    if (last == nullptr || last->pieces() > 1) return false;
    const Range range = last->range();
    const bool together = !last->traits().elementwise || network.outputs() == 1;
    return together && range.min >= 0 && range.max <= 1;
}

}  // namespace

template <class T>
Judging make_judging(const Network<T>& network, const LossTraits& loss, Index classes,
                     std::vector<NumberTransform> targets) {
    // A probability is learnt only from a loss to which no is 0 and yes is 1.
    const bool as_probabilities = loss.classes.no == 0 && loss.classes.yes == 1;
    return {loss.classes.middle(), classes > 0 && as_probabilities && gives_distribution(network),
            classes, std::move(targets)};
}

template Judging make_judging(const Network<float>&, const LossTraits&, Index,
                              std::vector<NumberTransform>);
template Judging make_judging(const Network<double>&, const LossTraits&, Index,
                              std::vector<NumberTransform>);

}  // namespace mlp
