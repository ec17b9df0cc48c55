#include "naive_network.h"

#include <algorithm>
#include <cmath>

namespace mlp::bench {
namespace {

template <class T>
struct NaiveActivation {
    const char* name;
    T (*value)(T z);
    T (*slope)(T a);
};

template <class T>
const NaiveActivation<T> naive_activations[] = {
    {"tanh", [](T z) { return std::tanh(z); }, [](T a) { return 1 - a * a; }},
    {"sigmoid", [](T z) { return 1 / (1 + std::exp(-z)); }, [](T a) { return a * (1 - a); }},
    {"relu", [](T z) { return z > 0 ? z : T(0); }, [](T a) { return a > 0 ? T(1) : T(0); }},
    {"softmax", [](T z) { return std::exp(z); }, nullptr},  // and divided by the sum
};

}  // namespace

template <class T>
NaiveNetwork<T>::NaiveNetwork(const TrainingTask& task, ConstVectorView<T> parameters)
    : w_(parameters.begin(), parameters.end()),
      gradient_(w_.size()),
      softmax_(task.network.layers.back().activation == "softmax"),
      rate_(static_cast<T>(optimizers<T>().make(task.optimizer)->learning_rate())) {
    if (task.optimizer.type == "adam") m_ = v_ = std::vector<T>(w_.size());
    auto inputs = static_cast<std::size_t>(task.network.inputs);
    std::size_t begin = 0;
    for (const auto& shape : task.network.layers) {
        const auto units = static_cast<std::size_t>(shape.units);
        const auto* f =
            std::ranges::find(naive_activations<T>, shape.activation, &NaiveActivation<T>::name);
        layers_.push_back(
            {inputs, units, begin, begin + inputs * units, f->value, f->slope, {}, {}});
        begin += (inputs + 1) * units;
        inputs = units;
    }
}

template <class T>
T NaiveNetwork<T>::step(const Matrix<T>& x, const Matrix<T>& target) {
    const auto samples = static_cast<std::size_t>(x.cols());
    for (auto& layer : layers_) {
        layer.a.resize(samples * layer.units);
        layer.delta.resize(samples * layer.units);
    }
    forward(x.data(), samples);
    const T result = loss(target.data(), samples);
    backward(x.data(), samples);
    update();
    return result;
}

template <class T>
void NaiveNetwork<T>::forward(const T* x, std::size_t samples) {
    for (auto& layer : layers_) {
        for (std::size_t n = 0; n < samples; ++n) {
            T* a = &layer.a[n * layer.units];
            for (std::size_t j = 0; j < layer.units; ++j) a[j] = w_[layer.bias + j];
            for (std::size_t i = 0; i < layer.inputs; ++i) {
                const T* w = &w_[layer.weight + i * layer.units];
                for (std::size_t j = 0; j < layer.units; ++j)
                    a[j] += w[j] * x[n * layer.inputs + i];
            }
            for (std::size_t j = 0; j < layer.units; ++j) a[j] = layer.value(a[j]);
        }
        x = layer.a.data();
    }
}

/// Leaves the gradient at z, before the activation, in the last layer's delta.
template <class T>
T NaiveNetwork<T>::loss(const T* target, std::size_t samples) {
    Layer& last = layers_.back();
    const T count = static_cast<T>(samples);
    const T outputs = static_cast<T>(last.units);
    T sum = 0;
    for (std::size_t n = 0; n < samples; ++n) {
        T* a = &last.a[n * last.units];
        T* delta = &last.delta[n * last.units];
        const T* t = &target[n * last.units];
        T total = 0;
        for (std::size_t j = 0; j < last.units; ++j) total += a[j];
        for (std::size_t j = 0; j < last.units; ++j) {
            if (softmax_) {
                a[j] /= total;
                delta[j] = (a[j] - t[j]) / count;
                if (t[j] > 0) sum -= t[j] * std::log(a[j]) / count;
            } else {
                const T error = a[j] - t[j];
                delta[j] = 2 * error * last.slope(a[j]) / (count * outputs);
                sum += error * error / (count * outputs);
            }
        }
    }
    return sum;
}

template <class T>
void NaiveNetwork<T>::backward(const T* x, std::size_t samples) {
    std::fill(gradient_.begin(), gradient_.end(), T(0));
    for (std::size_t l = layers_.size(); l-- > 0;) {
        const Layer& layer = layers_[l];
        const T* input = l > 0 ? layers_[l - 1].a.data() : x;
        for (std::size_t n = 0; n < samples; ++n) {
            const T* delta = &layer.delta[n * layer.units];
            for (std::size_t j = 0; j < layer.units; ++j) gradient_[layer.bias + j] += delta[j];
            for (std::size_t i = 0; i < layer.inputs; ++i) {
                T* g = &gradient_[layer.weight + i * layer.units];
                const T in = input[n * layer.inputs + i];
                for (std::size_t j = 0; j < layer.units; ++j) g[j] += delta[j] * in;
            }
            for (std::size_t i = 0; l > 0 && i < layer.inputs; ++i) {
                const T* w = &w_[layer.weight + i * layer.units];
                T sum = 0;
                for (std::size_t j = 0; j < layer.units; ++j) sum += w[j] * delta[j];
                Layer& before = layers_[l - 1];
                const std::size_t at = n * layer.inputs + i;
                before.delta[at] = sum * before.slope(before.a[at]);
            }
        }
    }
}

template <class T>
void NaiveNetwork<T>::update() {
    ++steps_;
    const T b1 = T(0.9);
    const T b2 = T(0.999);
    const T c1 = 1 - std::pow(b1, static_cast<T>(steps_));
    const T c2 = 1 - std::pow(b2, static_cast<T>(steps_));
    for (std::size_t i = 0; i < w_.size(); ++i) {
        if (m_.empty()) {
            w_[i] -= rate_ * gradient_[i];
            continue;
        }
        m_[i] = b1 * m_[i] + (1 - b1) * gradient_[i];
        v_[i] = b2 * v_[i] + (1 - b2) * gradient_[i] * gradient_[i];
        w_[i] -= rate_ * (m_[i] / c1) / (std::sqrt(v_[i] / c2) + T(1e-8));
    }
}

template class NaiveNetwork<float>;
template class NaiveNetwork<double>;

}  // namespace mlp::bench
