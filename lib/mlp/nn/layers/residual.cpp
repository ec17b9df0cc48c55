#include "mlp/nn/layers/residual.h"

#include "mlp/nn/layers/conv2d.h"
#include "mlp/nn/layers/dense.h"

#include <fmt/format.h>

namespace mlp {
namespace {

/// The layer that brings an input to the shape of an output.
Choice projection_choice(const Shape& input, const Shape& output) {
    if (!input.is_image || !output.is_image) {
        return {"dense", {{"units", output.size()}, {"bias", false}}};
    }
    const auto stride = [](Index from, Index to) { return (from + to - 1) / to; };
    return {"conv2d",
            {{"filters", output.channels},
             {"kernel", Integers{1}},
             {"stride",
              Integers{stride(input.height, output.height), stride(input.width, output.width)}},
             {"bias", false}}};
}

}  // namespace

template <class T>
void Residual<T>::bind(const Shape& input, const std::string& prefix, Parameters<T>& parameters) {
    chain_ = std::make_unique<Chain<T>>(input, options_.layers, prefix, parameters);
    this->input_ = input;
    this->output_ = chain_->output_shape();
    if (this->output_ == input) return;
    projection_ = mlp::layers<T>().make(projection_choice(input, this->output_));
    projection_->bind(input, prefix + "projection.", parameters);
    if (projection_->output_shape() != this->output_) {
        throw InputError(fmt::format("no stride brings its input of {} to the {} of its layers",
                                     input.text(), this->output_.text()));
    }
}

template <class T>
void Residual<T>::initialize(Parameters<T>& parameters, Random& random) const {
    chain_->initialize(parameters, random);
    if (projection_) projection_->initialize(parameters, random);
}

template <class T>
Choice Residual<T>::describe() const {
    ResidualOptions complete;
    complete.layers = chain_->describe();
    return to_choice(complete);
}

template <class T>
Operations Residual<T>::operations(ConstVectorView<T> parameters) const {
    operation::Residual step{chain_->operations(parameters), {}};
    if (projection_) step.projection = projection_->operations(parameters);
    return {{std::move(step), this->outputs()}};
}

template <class T>
LayerBuffers<T> Residual<T>::make_buffers(Index max_samples) const {
    auto buffers = output_buffers<T>(this->outputs(), max_samples);
    buffers.inner = chain_->make_buffers(max_samples);
    if (projection_) {
        buffers.inner.push_back(projection_->make_buffers(max_samples));
        buffers.own.push_back(Matrix<T>::Zero(this->inputs(), max_samples));  // Pᵀ δ
    }
    return buffers;
}

template <class T>
void Residual<T>::forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                          const Pass& pass) const {
    const ConstView<T> f = chain_->forward(parameters, x, buffers.inner, pass);
    if (projection_) {
        projection_->forward(parameters, x, buffers.inner.back(), pass);
        first_columns(buffers.a, x.cols()) = f + first_columns(buffers.inner.back().a, x.cols());
    } else {
        first_columns(buffers.a, x.cols()) = f + x;
    }
}

template <class T>
void Residual<T>::backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                           GradientAt, VectorView<T> gradients, View<T> dx) const {
    const View<T> delta = first_columns(buffers.delta, x.cols());
    auto& last = buffers.inner[chain_->layers().size() - 1];
    first_columns(last.delta, x.cols()) = delta;
    chain_->backward(parameters, x, buffers.inner, GradientAt::output, gradients, dx);
    if (!projection_) {
        if (dx.size() > 0) dx += delta;
        return;
    }
    auto& projected = buffers.inner.back();
    first_columns(projected.delta, x.cols()) = delta;
    if (dx.size() == 0) {
        projection_->backward(parameters, x, projected, GradientAt::output, gradients, dx);
        return;
    }
    const View<T> through = first_columns(buffers.own[0], x.cols());
    projection_->backward(parameters, x, projected, GradientAt::output, gradients, through);
    dx += through;
}

template <class T>
void Residual<T>::update_statistics(const LayerBuffers<T>& buffers, Index samples,
                                    Parameters<T>& parameters) const {
    chain_->update_statistics(buffers.inner, samples, parameters);
}

template class Residual<float>;
template class Residual<double>;

}  // namespace mlp
