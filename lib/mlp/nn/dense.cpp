#include "mlp/nn/dense.h"

namespace mlp {

Options<DenseOptions> DenseOptions::options() {
    return {
        {"units", &DenseOptions::units, between(1, 1e7),
         "outputs; the last layer's default comes from the data"},
        {"activation", &DenseOptions::activation, &activation_names, "f in a = f(W x + b)"},
        {"initializer", &DenseOptions::initializer, &initializer_names,
         "first weights; default: he_uniform for relu and its kin, else glorot_uniform"},
        {"bias_initializer", &DenseOptions::bias_initializer, &initializer_names, "first biases"}};
}

template <class T>
Dense<T>::Dense(DenseOptions options)
    : options_(std::move(options)), activation_(activations<T>().make(options_.activation)) {
    if (!options_.units) throw InputError("dense: option 'units' is missing");
    if (!options_.initializer) {
        options_.initializer = std::string(activation_->traits().initializer) + "_uniform";
    }
}

template <class T>
void Dense<T>::bind(Index inputs, const std::string& prefix, Parameters<T>& parameters) {
    inputs_ = inputs;
    weight_ = parameters.add_matrix(prefix + "weight", outputs(), inputs);
    bias_ = parameters.add_vector(prefix + "bias", outputs());
}

template <class T>
void Dense<T>::initialize(Parameters<T>& parameters, Random& random) const {
    const auto weights = initializers().make(*options_.initializer);
    const auto biases = initializers().make(options_.bias_initializer);
    weights->fill(parameters.value(weight_), inputs_, outputs(), random);
    biases->fill(parameters.value(bias_), inputs_, outputs(), random);
}

template <class T>
LayerBuffers<T> Dense<T>::make_buffers(Index max_samples) const {
    LayerBuffers<T> buffers;
    buffers.a.setZero(outputs(), max_samples);
    buffers.delta.setZero(outputs(), max_samples);
    if (activation_->traits().needs_z) buffers.z.setZero(outputs(), max_samples);
    return buffers;
}

template <class T>
void Dense<T>::forward(ConstVectorView<T> parameters, ConstView<T> x,
                       LayerBuffers<T>& buffers) const {
    const ConstView<T> w = weight_.in(parameters);
    const ConstView<T> b = bias_.in(parameters);
    View<T> z = first_columns(pre_activation(buffers), x.cols());
    // Starting from the bias spares a pass over Z: Z = b, then Z += W·X.
    z.colwise() = b.col(0);
    z.noalias() += w * x;
    activation_->forward(constant(z), first_columns(buffers.a, x.cols()));
}

template <class T>
void Dense<T>::backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                        GradientAt at, VectorView<T> gradients, View<T> dx) const {
    View<T> delta = first_columns(buffers.delta, x.cols());
    if (at == GradientAt::output) {
        const ConstView<T> z = constant(first_columns(pre_activation(buffers), x.cols()));
        const ConstView<T> a = constant(first_columns(buffers.a, x.cols()));
        activation_->backward(z, a, delta);
    }
    View<T> dw = weight_.in(gradients);
    View<T> db = bias_.in(gradients);
    dw.noalias() = delta * x.transpose();
    db.noalias() = delta.rowwise().sum();
    if (dx.size() > 0) dx.noalias() = weight_.in(parameters).transpose() * delta;
}

template class Dense<float>;
template class Dense<double>;

}  // namespace mlp
