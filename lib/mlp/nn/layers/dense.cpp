#include "mlp/nn/layers/dense.h"

#include "mlp/nn/backend.h"
#include "mlp/nn/products/product.h"

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
    : options_(std::move(options)),
      stage_(options_.activation, options_.dropout),
      backend_(&native_backend<T>()) {
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
Operations Dense<T>::operations(ConstVectorView<T> parameters) const {
    const Block& weight = weights_.weight();
    Operations result;
    result.push_back({operation::Affine{weight.in(parameters).template cast<double>(),
                                        weights_.bias_numbers(parameters)},
                      weight.rows});
    append(result, stage_.f().operations(parameters, this->output_));
    return result;
}

template <class T>
LayerBuffers<T> Dense<T>::make_buffers(Index max_samples) const {
    return stage_.make_buffers(max_samples);
}

template <class T>
void Dense<T>::forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                       const Pass& pass) const {
    const auto& bias = weights_.bias();
    const ConstVectorView<T> b(bias ? bias->in(parameters).data() : nullptr, bias ? bias->rows : 0);
    backend_->forward(weights_.weight().in(parameters), b, x, stage_.z(buffers, x.cols()));
    stage_.forward(parameters, buffers, x.cols(), pass);
}

template <class T>
void Dense<T>::backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                        GradientAt at, VectorView<T> gradients, View<T> dx) const {
    const View<T> dz = stage_.backward(parameters, buffers, x.cols(), at, gradients);
    if (dx.size() > 0) backend_->backward(weights_.weight().in(parameters), constant(dz), dx);
    write_gradient(x, buffers, Part{}, false, gradients);
}

template <class T>
void Dense<T>::backward_samples(ConstVectorView<T> parameters, ConstView<T> x,
                                LayerBuffers<T>& buffers, GradientAt at, View<T> dx) const {
    const View<T> dz = stage_.backward(parameters, buffers, x.cols(), at, {nullptr, 0});
    if (dx.size() > 0) backend_->backward(weights_.weight().in(parameters), constant(dz), dx);
}

/// A part is some inputs' columns of ∂L/∂W; ∂L/∂b goes with the first.
template <class T>
void Dense<T>::write_gradient(ConstView<T> x, LayerBuffers<T>& buffers, Part part, bool add,
                              VectorView<T> gradients) const {
    constexpr Index whole_tiles = 8;
    const ConstView<T> dz = constant(stage_.dz(buffers, x.cols()));
    const Block& weight = weights_.weight();
    const Index first = part.begin(weight.cols, whole_tiles);
    const Index last = part.end(weight.cols, whole_tiles);
    if (first < last) backend_->gradient(dz, x, first, last, add, weight.in(gradients));
    if (part.index > 0 || !weights_.bias()) return;
    product::sum_columns(dz, add, weights_.bias()->in(gradients).data());
}

template class Dense<float>;
template class Dense<double>;

}  // namespace mlp
