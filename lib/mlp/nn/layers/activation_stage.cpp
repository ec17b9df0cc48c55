#include "mlp/nn/layers/activation_stage.h"

#include <fmt/format.h>

namespace mlp {

template <class T>
void ActivationStage<T>::check_trainable() const {
    if (f_->trainable()) return;
    const std::string_view name = f_->name();
    throw InputError(fmt::format(
        "the derivative of {0} is 0 everywhere, so nothing is learnt through it; choose "
        "a surrogate gradient, such as {{\"type\": \"{0}\", \"surrogate\": "
        "\"straight_through\"}}",
        name));
}

template <class T>
LayerBuffers<T> ActivationStage<T>::make_buffers(Index max_samples) const {
    auto buffers = output_buffers<T>(units_, max_samples);
    if (has_own_z()) buffers.z.setZero(pieces() * units_, max_samples);
    if (dropout_ > 0) {
        buffers.own.assign(2, Matrix<T>::Zero(units_, max_samples));  // h and the mask
    }
    return buffers;
}

template <class T>
View<T> ActivationStage<T>::z(LayerBuffers<T>& buffers, Index samples) const {
    return first_columns(buffers.z.size() > 0 ? buffers.z : h(buffers), samples);
}

template <class T>
void ActivationStage<T>::forward(ConstVectorView<T> parameters, LayerBuffers<T>& buffers,
                                 Index samples, const Pass& pass) const {
    const bool drops = dropout_ > 0 && pass.training;
    const View<T> out = first_columns(drops ? h(buffers) : buffers.a, samples);
    f_->forward(parameters, constant(z(buffers, samples)), out, pass);
    if (!drops) return;
    const View<T> mask = first_columns(buffers.own[1], samples);
    draw_mask(mask, dropout_, *pass.random);
    first_columns(buffers.a, samples) = out.cwiseProduct(mask);
}

template <class T>
View<T> ActivationStage<T>::backward(ConstVectorView<T> parameters, LayerBuffers<T>& buffers,
                                     Index samples, GradientAt at, VectorView<T> gradients) const {
    const View<T> delta = first_columns(buffers.delta, samples);
    if (at == GradientAt::logits) return delta;
    if (dropout_ > 0) array(delta) *= array(first_columns(buffers.own[1], samples));
    const View<T> to = dz(buffers, samples);
    f_->backward(parameters, constant(z(buffers, samples)),
                 constant(first_columns(h(buffers), samples)), delta, to, gradients);
    return to;
}

template class ActivationStage<float>;
template class ActivationStage<double>;

}  // namespace mlp
