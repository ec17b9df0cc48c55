#include "mlp/train/penalty.h"

namespace mlp {

template <class T>
Penalty<T>::Penalty(const Parameters<T>& parameters, const TrainingOptions& options)
    : l1_(T(options.l1)), l2_(T(options.l2)) {
    if (options.l1 == 0 && options.l2 == 0) return;
    for (const auto& block : parameters.blocks()) {
        if (decays(block, options)) blocks_.push_back(block);
    }
}

template <class T>
T Penalty<T>::value(ConstVectorView<T> w) const {
    T sum = 0;
    for (const auto& block : blocks_) {
        const auto values = block.in(w).array();
        sum += l1_ * values.abs().sum() + l2_ / 2 * values.square().sum();
    }
    return sum;
}

template <class T>
void Penalty<T>::add_gradient(ConstVectorView<T> w, VectorView<T> gradient) const {
    for (const auto& block : blocks_) {
        const auto values = block.in(w).array();
        block.in(gradient).array() += l1_ * values.sign() + l2_ * values;
    }
}

template class Penalty<float>;
template class Penalty<double>;

}  // namespace mlp
