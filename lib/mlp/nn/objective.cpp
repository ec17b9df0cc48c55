#include "mlp/nn/objective.h"

#include <fmt/format.h>

namespace mlp {

Mismatch mismatch(const Choice& loss, const Choice& last_activation) {
    const auto& wants = losses<double>().traits(loss);
    const auto& gives = activations<double>().traits(last_activation);
    const std::string remedy =
        fmt::format("use '{}' as the activation of the last layer", wants.fused_with);
    if (wants.fused_only && last_activation.type != wants.fused_with) {
        return {fmt::format("{} goes with {} outputs only, but the last activation is {}",
                            loss.type, wants.fused_with, last_activation.type),
                remedy};
    }
    if (gives.range.min < wants.outputs.min || gives.range.max > wants.outputs.max) {
        return {
            fmt::format("{} needs outputs between {:g} and {:g}, which the last activation, {}, "
                        "does not keep to",
                        loss.type, wants.outputs.min, wants.outputs.max, last_activation.type),
            remedy};
    }
    return {};
}

template <class T>
Objective<T>::Objective(const Choice& loss, const Network<T>& network)
    : loss_(losses<T>().make(loss)), at_(GradientAt::output) {
    const std::string activation(network.output_activation().name());
    const auto wrong = mismatch(loss, activation);
    if (!wrong.problem.empty()) throw InputError(wrong.problem + "; " + wrong.remedy);
    if (activation == loss_->traits().fused_with) at_ = GradientAt::logits;
}

template <class T>
T Objective<T>::evaluate(Workspace<T>& workspace, Index samples) const {
    auto& last = workspace.layers.back();
    const ConstView<T> a = constant(first_columns(last.a, samples));
    const ConstView<T> target = constant(first_columns(workspace.target, samples));
    View<T> delta = first_columns(last.delta, samples);
    if (at_ == GradientAt::output) return loss_->at_output(a, target, delta);
    return loss_->at_logits(constant(first_columns(last.z, samples)), a, target, delta);
}

template class Objective<float>;
template class Objective<double>;

}  // namespace mlp
