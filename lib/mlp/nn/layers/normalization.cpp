#include "mlp/nn/layers/normalization.h"

#include <cmath>

namespace mlp {
namespace {

/// The numbers of one channel in a batch: plane × samples.
template <class Batch>
auto channel(Batch& batch, const Shape& shape, Index c, Index samples) {
    return batch.block(c * shape.plane(), 0, shape.plane(), samples).array();
}

// Columns of a batch_norm's second own buffer: what it measured of each channel.
enum Measured { mean_column, variance_column, scale_column, measured_columns };

}  // namespace

template <class T>
void BatchNorm<T>::bind(const Shape& input, const std::string& prefix, Parameters<T>& parameters) {
    this->input_ = this->output_ = input;
    const std::vector<Index> shape{input.channels};
    weight_ = parameters.add_vector(prefix + "weight", Role::bias, shape);
    bias_ = parameters.add_vector(prefix + "bias", Role::bias, shape);
    running_mean_ = parameters.add_vector(prefix + "running_mean", Role::statistic, shape);
    running_variance_ = parameters.add_vector(prefix + "running_var", Role::statistic, shape);
}

template <class T>
void BatchNorm<T>::initialize(Parameters<T>& parameters, Random&) const {
    parameters.value(weight_).setOnes();
    parameters.value(bias_).setZero();
    parameters.value(running_mean_).setZero();
    parameters.value(running_variance_).setOnes();
}

/// After training a line a = s x + t: s = γ/√(σ² + ε), t = β − s μ.
template <class T>
Operations BatchNorm<T>::operations(ConstVectorView<T> parameters) const {
    const Index plane = this->input_.plane();
    const auto number = [&](const Block& block, Index c) {
        return static_cast<double>(block.in(parameters)(c, 0));
    };
    Vector<double> scale(this->outputs());
    Vector<double> shift(this->outputs());
    for (Index c = 0; c < this->input_.channels; ++c) {
        const double s =
            number(weight_, c) / std::sqrt(number(running_variance_, c) + options_.epsilon);
        scale.segment(c * plane, plane).setConstant(s);
        shift.segment(c * plane, plane)
            .setConstant(number(bias_, c) - s * number(running_mean_, c));
    }
    const Formula line = Formula::variable() * Formula::parameter(0) + Formula::parameter(1);
    return {{operation::Elementwise{line, {scale, shift}}, this->outputs()}};
}

template <class T>
LayerBuffers<T> BatchNorm<T>::make_buffers(Index max_samples) const {
    auto buffers = output_buffers<T>(this->outputs(), max_samples);
    buffers.own.push_back(Matrix<T>::Zero(this->outputs(), max_samples));  // x̂
    buffers.own.push_back(Matrix<T>::Zero(this->input_.channels, measured_columns));
    return buffers;
}

template <class T>
void BatchNorm<T>::forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                           const Pass& pass) const {
    const Shape& shape = this->input_;
    const ConstView<T> gamma = weight_.in(parameters);
    const ConstView<T> beta = bias_.in(parameters);
    for (Index c = 0; c < shape.channels; ++c) {
        const auto in = channel(x, shape, c, x.cols());
        T mean = running_mean_.in(parameters)(c, 0);
        T variance = running_variance_.in(parameters)(c, 0);
        if (pass.training) {
            mean = in.mean();
            variance = (in - mean).square().mean();
        }
        const T scale = 1 / std::sqrt(variance + T(options_.epsilon));
        if (pass.training) {
            buffers.own[1].row(c) << mean, variance, scale;
            channel(buffers.own[0], shape, c, x.cols()) = (in - mean) * scale;
        }
        channel(buffers.a, shape, c, x.cols()) = (in - mean) * (scale * gamma(c, 0)) + beta(c, 0);
    }
}

template <class T>
void BatchNorm<T>::backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                            GradientAt, VectorView<T> gradients, View<T> dx) const {
    const Shape& shape = this->input_;
    const T m = static_cast<T>(shape.plane() * x.cols());
    for (Index c = 0; c < shape.channels; ++c) {
        const auto delta = channel(buffers.delta, shape, c, x.cols());
        const auto normalized = channel(buffers.own[0], shape, c, x.cols());
        const T d_gamma = (delta * normalized).sum();
        const T d_beta = delta.sum();
        weight_.in(gradients)(c, 0) = d_gamma;
        bias_.in(gradients)(c, 0) = d_beta;
        if (dx.size() == 0) continue;
        const T factor = weight_.in(parameters)(c, 0) * buffers.own[1](c, scale_column);
        channel(dx, shape, c, x.cols()) = factor * (delta - (d_beta + normalized * d_gamma) / m);
    }
}

template <class T>
void BatchNorm<T>::update_statistics(const LayerBuffers<T>& buffers, Index samples,
                                     Parameters<T>& parameters) const {
    const T m = static_cast<T>(this->input_.plane() * samples);
    if (m < 2) return;
    const T share = T(options_.momentum);
    auto mean = parameters.value(running_mean_).col(0).array();
    auto variance = parameters.value(running_variance_).col(0).array();
    mean += share * (buffers.own[1].col(mean_column).array() - mean);
    variance += share * (buffers.own[1].col(variance_column).array() * (m / (m - 1)) - variance);
}

template <class T>
void LayerNorm<T>::bind(const Shape& input, const std::string& prefix, Parameters<T>& parameters) {
    this->input_ = this->output_ = input;
    std::vector<Index> shape{input.channels};
    if (input.is_image) shape = {input.channels, input.height, input.width};
    weight_ = parameters.add_vector(prefix + "weight", Role::bias, shape);
    bias_ = parameters.add_vector(prefix + "bias", Role::bias, shape);
}

template <class T>
void LayerNorm<T>::initialize(Parameters<T>& parameters, Random&) const {
    parameters.value(weight_).setOnes();
    parameters.value(bias_).setZero();
}

template <class T>
Operations LayerNorm<T>::operations(ConstVectorView<T> parameters) const {
    return {{operation::LayerNorm{weight_.in(parameters).col(0).template cast<double>(),
                                  bias_.in(parameters).col(0).template cast<double>(),
                                  options_.epsilon},
             this->outputs()}};
}

template <class T>
LayerBuffers<T> LayerNorm<T>::make_buffers(Index max_samples) const {
    auto buffers = output_buffers<T>(this->outputs(), max_samples);
    buffers.own.push_back(Matrix<T>::Zero(this->outputs(), max_samples));  // x̂
    buffers.own.push_back(Matrix<T>::Zero(1, max_samples));                // 1/√(σ² + ε)
    return buffers;
}

template <class T>
void LayerNorm<T>::forward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                           const Pass&) const {
    const auto gamma = weight_.in(parameters).col(0).array();
    const auto beta = bias_.in(parameters).col(0).array();
    for (Index n = 0; n < x.cols(); ++n) {
        const auto in = x.col(n).array();
        auto normalized = buffers.own[0].col(n).array();
        const T mean = in.mean();
        const T scale = 1 / std::sqrt((in - mean).square().mean() + T(options_.epsilon));
        buffers.own[1](0, n) = scale;
        normalized = (in - mean) * scale;
        buffers.a.col(n).array() = gamma * normalized + beta;
    }
}

template <class T>
void LayerNorm<T>::backward(ConstVectorView<T> parameters, ConstView<T> x, LayerBuffers<T>& buffers,
                            GradientAt, VectorView<T> gradients, View<T> dx) const {
    const View<T> delta = first_columns(buffers.delta, x.cols());
    const View<T> normalized = first_columns(buffers.own[0], x.cols());
    weight_.in(gradients) = delta.cwiseProduct(normalized).rowwise().sum();
    bias_.in(gradients) = delta.rowwise().sum();
    if (dx.size() == 0) return;
    const auto gamma = weight_.in(parameters).col(0).array();
    for (Index n = 0; n < x.cols(); ++n) {
        const auto g = gamma * delta.col(n).array();
        const auto hat = normalized.col(n).array();
        const T mean = g.mean();
        const T along = (g * hat).mean();
        dx.col(n).array() = (g - mean - hat * along) * buffers.own[1](0, n);
    }
}

template class BatchNorm<float>;
template class BatchNorm<double>;
template class LayerNorm<float>;
template class LayerNorm<double>;

}  // namespace mlp
