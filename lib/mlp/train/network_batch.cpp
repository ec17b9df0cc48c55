#include "mlp/train/network_batch.h"

#include <cmath>
#include <utility>

namespace mlp {

template <class T>
T NetworkBatch<T>::begin(Index samples) {
    samples_ = samples;
    noise_ = workspace_.random;
    return forward();
}

template <class T>
T NetworkBatch<T>::forward() {
    workspace_.random = noise_;
    network_.forward_training(inputs(), workspace_);
    return objective_.evaluate(workspace_, samples_);
}

template <class T>
ConstView<T> NetworkBatch<T>::outputs() const {
    return constant(first_columns(workspace_.layers.back().a, samples_));
}

template <class T>
void NetworkBatch<T>::backward() {
    auto& parameters = network_.parameters();
    network_.backward(inputs(), workspace_, objective_.gradient_at(), parameters.gradients());
    add_penalties();
}

template <class T>
void NetworkBatch<T>::add_penalties() {
    auto& parameters = network_.parameters();
    penalty_.add_gradient(std::as_const(parameters).values(), parameters.gradients());
}

template <class T>
T NetworkBatch<T>::loss() {
    return forward() + penalty_.value(std::as_const(network_).parameters().values());
}

template <class T>
T NetworkBatch<T>::loss_and_gradient() {
    const T value = loss();
    backward();
    return value;
}

/// With the shares s of the samples and K outputs, the mean squared error is the sum of the squares
/// of r = √(s/K) (a − t), so a row of J is √(s/K) times the gradient of one output of one sample:
/// backpropagation from a δ that is 1 there and 0 elsewhere.
template <class T>
T NetworkBatch<T>::add_normal_equations(Matrix<T>& jtj, Vector<T>& jtr) {
    const T value = loss();  // also computes the shares
    if (!one_sample_) one_sample_ = network_.make_workspace(1);
    auto& parameters = network_.parameters();
    auto& last = one_sample_->layers.back();
    const Index outputs = network_.outputs();
    for (Index n = 0; n < samples_; ++n) {
        const ConstView<T> x(workspace_.x.col(n).data(), network_.inputs(), 1);
        const T factor = std::sqrt(workspace_.share[n] / static_cast<T>(outputs));
        for (Index k = 0; k < outputs; ++k) {
            network_.forward_training(x, *one_sample_);
            const T residual = factor * (last.a(k, 0) - workspace_.target(k, n));
            last.delta.setZero();
            last.delta(k, 0) = factor;
            network_.backward(x, *one_sample_, GradientAt::output, parameters.gradients());
            const auto row = std::as_const(parameters).gradients();
            jtj.template selfadjointView<Eigen::Lower>().rankUpdate(row);
            jtr += residual * row;
        }
    }
    jtj.template triangularView<Eigen::StrictlyUpper>() = jtj.transpose();
    return value;
}

template class NetworkBatch<float>;
template class NetworkBatch<double>;

}  // namespace mlp
