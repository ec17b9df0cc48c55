#include "mlp/nn/layers/activation_layer.h"

#include <fmt/format.h>

namespace mlp {

template <class T>
void ActivationLayer<T>::bind(const Shape& input, const std::string& prefix,
                              Parameters<T>& parameters) {
    const Index pieces = stage_.pieces();
    if (input.channels % pieces != 0) {
        throw InputError(
            fmt::format("{} takes the largest of {} pieces, but {} inputs cannot be "
                        "divided by {}",
                        stage_.f().name(), pieces, input.channels, pieces));
    }
    this->input_ = input;
    this->output_ = input;
    this->output_.channels /= pieces;
    stage_.bind(this->output_, prefix, parameters);
}

template class ActivationLayer<float>;
template class ActivationLayer<double>;

}  // namespace mlp
