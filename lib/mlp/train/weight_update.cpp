#include "mlp/train/weight_update.h"

#include "mlp/train/penalty.h"

#include <cmath>
#include <utility>

namespace mlp {

template <class T>
WeightUpdate<T>::WeightUpdate(Parameters<T>& parameters, Optimizer<T>& optimizer,
                              const TrainingOptions& options)
    : parameters_(parameters), optimizer_(optimizer), options_(options) {
    std::vector<ParameterRange> ranges;
    for (const auto& block : parameters.blocks()) {
        ranges.push_back({block.offset, block.size(), decays(block, options)});
        if (block.role == Role::weight) weights_.push_back(block);
    }
    optimizer.set_ranges(std::move(ranges));
}

template <class T>
bool WeightUpdate<T>::take(BatchLoss<T>& batch, T weight, bool last, Diagnostics<T>* looking,
                           Team* team) {
    if (options_.accumulate_batches > 1) {
        accumulate(weight);
        if (++batches_ < options_.accumulate_batches && !last) return false;
        parameters_.gradients() = sum_ * (sum_weight_ > 0 ? 1 / sum_weight_ : T(0));
        sum_weight_ = 0;
        batches_ = 0;
    }
    if (looking != nullptr) looking->before_update();
    clip();
    step(batch, team);
    limit_norms();
    if (looking != nullptr) looking->after_update();
    average();
    return true;
}

template <class T>
void WeightUpdate<T>::step(BatchLoss<T>& batch, Team* team) {
    const auto w = parameters_.values();
    const auto g = std::as_const(parameters_).gradients();
    if (team == nullptr || !optimizer_.has_parts()) return optimizer_.step(w, g, &batch);
    optimizer_.begin_step(w.size());
    team->run([&](int member) { optimizer_.step_part(w, g, Part{member, team->members()}); });
}

template <class T>
void WeightUpdate<T>::accumulate(T weight) {
    if (batches_ == 0) sum_.setZero(parameters_.size());
    sum_ += weight * parameters_.gradients();
    sum_weight_ += weight;
}

/// As PyTorch's clip_grad_norm_ and clip_grad_value_ (Pascanu, Mikolov and Bengio 2013). NaN stays.
template <class T>
void WeightUpdate<T>::clip() {
    auto gradient = parameters_.gradients().array();
    if (options_.gradient_clip_norm) {
        const T longest = T(*options_.gradient_clip_norm);
        const T norm = std::sqrt(gradient.square().sum());
        if (norm > longest) gradient *= longest / (norm + T(1e-6));
    }
    if (options_.gradient_clip_value) {
        const T largest = T(*options_.gradient_clip_value);
        for (T& g : parameters_.gradients())
            g = g > largest ? largest : g < -largest ? -largest : g;
    }
}

/// Srivastava et al. 2014, section 5.1: the weights into a unit are one row of its block.
template <class T>
void WeightUpdate<T>::limit_norms() {
    if (!options_.max_norm) return;
    const T longest = T(*options_.max_norm);
    for (const auto& block : weights_) {
        View<T> w = parameters_.value(block);
        for (Index unit = 0; unit < w.rows(); ++unit) {
            const T norm = w.row(unit).norm();
            if (norm > longest) w.row(unit) *= longest / norm;
        }
    }
}

/// Polyak and Juditsky 1992, with an exponential window: v ← d v + (1 − d) w. The first step starts
/// it at w.
template <class T>
void WeightUpdate<T>::average() {
    if (!options_.average_weights) return;
    const auto w = std::as_const(parameters_).values();
    if (average_.size() == 0) {
        average_ = w;
    } else {
        average_ += T(1 - *options_.average_weights) * (w - average_);
    }
}

template <class T>
void WeightUpdate<T>::swap_average() {
    if (average_.size() > 0) parameters_.values().swap(average_);
}

template class WeightUpdate<float>;
template class WeightUpdate<double>;

}  // namespace mlp
