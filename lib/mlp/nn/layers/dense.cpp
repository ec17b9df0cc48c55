#include "mlp/nn/layers/dense.h"

namespace mlp {

Options<DenseOptions> DenseOptions::options() {
    Options<DenseOptions> options{
        {"units", &DenseOptions::units, between(1, 1e7),
         "outputs; the last layer's default comes from the data"},
        {"activation", &DenseOptions::activation, &activation_names, "f in a = f(W x + b)"},
        {"dropout", &DenseOptions::dropout, half_open(0, 1),
         "share of the outputs that are dropped while training"}};
    add_to(options);
    return options;
}

template <class T>
Dense<T>::Dense(DenseOptions options)
    : options_(std::move(options)), stage_(options_.activation, options_.dropout) {
    if (!options_.units) throw InputError("dense: option 'units' is missing");
    options_.complete(stage_.f().traits());
}

template <class T>
void Dense<T>::bind(const Shape& input, const std::string& prefix, Parameters<T>& parameters) {
    this->input_ = input;
    this->output_ = *options_.units;
    const Index rows = *options_.units * stage_.pieces();
    weights_.bind({rows, input.size()}, {input.size(), *options_.units}, options_.bias, prefix,
                  parameters);
    stage_.bind(this->output_, prefix, parameters);
}

template <class T>
void Dense<T>::initialize(Parameters<T>& parameters, Random& random) const {
    weights_.initialize(options_, parameters, random);
    stage_.initialize(parameters);
}

template <class T>
LayerBuffers<T> Dense<T>::make_buffers(Index max_samples) const {
    return stage_.make_buffers(max_samples);
}

template <class T>
void Dense<T>::forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                       const Pass& pass) const {
    const ConstView<T> w = weights_.weight().in(parameters);
    View<T> z = stage_.z(buffers, x.cols());
    if (weights_.bias()) {
        // Starting from the bias spares a pass over Z: Z = b, then Z += W·X.
        z.colwise() = weights_.bias()->in(parameters).col(0);
        z.noalias() += w * x;
    } else {
        z.noalias() = w * x;
    }
    stage_.forward(parameters, buffers, x.cols(), pass);
}

template <class T>
void Dense<T>::backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                        GradientAt at, VectorView<T> gradients, View<T> dx) const {
    const View<T> dz = stage_.backward(parameters, buffers, x.cols(), at, gradients);
    const Block& weight = weights_.weight();
    weight.in(gradients).noalias() = dz * x.transpose();
    if (weights_.bias()) weights_.bias()->in(gradients).noalias() = dz.rowwise().sum();
    if (dx.size() > 0) dx.noalias() = weight.in(parameters).transpose() * dz;
}

template class Dense<float>;
template class Dense<double>;

}  // namespace mlp
