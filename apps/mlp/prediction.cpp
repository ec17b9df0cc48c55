#include "prediction.h"

#include "mlp/nn/loss.h"

namespace mlp::app {

template <class T>
T decision_of(const Model<T>& model) {
    return T(losses<T>().make(model.loss)->traits().classes.middle());
}

template <class T>
bool gives_probabilities(const Model<T>& model) {
    const Activation<T>* activation = model.network.output_activation();
    if (activation == nullptr || activation->pieces() > 1) return false;
    const Range range = activation->range();
    const bool one_sum = !activation->traits().elementwise || model.network.outputs() == 1;
    return one_sum && range.min >= 0 && range.max <= 1;
}

template float decision_of(const Model<float>&);
template double decision_of(const Model<double>&);
template bool gives_probabilities(const Model<float>&);
template bool gives_probabilities(const Model<double>&);

}  // namespace mlp::app
