#include "prediction.h"

namespace mlp::app {

template <class T>
std::size_t predicted_class(ConstView<T> output) {
    if (output.rows() == 1) return output(0, 0) > T(0.5) ? 1 : 0;
    Index best = 0;
    output.col(0).maxCoeff(&best);
    return static_cast<std::size_t>(best);
}

template <class T>
bool gives_probabilities(const Model<T>& model) {
    const auto& activation = model.network.output_activation();
    return activation.name() == "softmax" ||
           (activation.name() == "sigmoid" && model.network.outputs() == 1);
}

template std::size_t predicted_class(ConstView<float>);
template std::size_t predicted_class(ConstView<double>);
template bool gives_probabilities(const Model<float>&);
template bool gives_probabilities(const Model<double>&);

}  // namespace mlp::app
