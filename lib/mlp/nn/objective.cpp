#include "mlp/nn/objective.h"

#include "mlp/core/text.h"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

namespace mlp {
namespace {

/// How a loss is fused with this activation, if it is.
std::optional<Link> link_between(const LossTraits& loss, std::string_view activation) {
    for (const Link link : {Link::sigmoid, Link::softmax}) {
        const auto& fused = loss.fused_with;
        if (link_name(link) != activation) continue;
        if (std::find(fused.begin(), fused.end(), activation) != fused.end()) return link;
    }
    return std::nullopt;
}

/// "'sigmoid' or 'softmax'"
std::string alternatives(const ActivationNames& names) {
    std::vector<std::string> quoted;
    for (const auto name : names) {
        if (!name.empty()) quoted.push_back(fmt::format("'{}'", name));
    }
    return join(quoted, " or ");
}

/// "between 0 and 1", "of at least 0"
std::string in_words(const Range& range) {
    if (range.max == infinity) return fmt::format("of at least {:g}", range.min);
    if (range.min == -infinity) return fmt::format("of at most {:g}", range.max);
    return fmt::format("between {:g} and {:g}", range.min, range.max);
}

}  // namespace

template <class T>
Mismatch mismatch(const Loss<T>& loss, const Activation<T>* last) {
    const LossTraits& traits = loss.traits();
    const std::string activation(last != nullptr ? last->name() : "");
    const std::string described =
        last != nullptr ? "the last activation is " + activation
                        : "the last layer does not end with an activation (dropout is none)";
    const bool one_of_few = !traits.only_with.front().empty();
    const auto& good = one_of_few ? traits.only_with : traits.fused_with;
    const std::string remedy =
        good.front().empty()
            ? "choose another loss or another last activation"
            : fmt::format("use {} as the activation of the last layer", alternatives(good));
    // Unused places of `good` are empty, like the name of no activation.
    const bool is_good =
        last != nullptr && std::find(good.begin(), good.end(), activation) != good.end();
    if (one_of_few && !is_good) {
        return {fmt::format("{} goes with {} outputs only, but {}", loss.name(), alternatives(good),
                            described),
                remedy};
    }
    if (one_of_few || link_between(traits, activation)) return {};
    const Range wants = loss.outputs();
    const Range gives = last != nullptr ? last->range() : any_number;
    if (gives.min < wants.min || gives.max > wants.max) {
        return {
            fmt::format("{} needs outputs {}, but {}", loss.name(), in_words(wants),
                        last != nullptr ? described + ", which does not keep to that" : described),
            remedy};
    }
    return {};
}

Mismatch mismatch(const Choice& loss, const Choice& last_activation) {
    const auto last = activations<double>().make(last_activation);
    return mismatch(*losses<double>().make(loss), last.get());
}

template <class T>
Objective<T>::Objective(const Choice& loss, const Network<T>& network)
    : loss_(losses<T>().make(loss)) {
    const Activation<T>* last = network.output_activation();
    const auto wrong = mismatch(*loss_, last);
    if (!wrong.problem.empty()) throw InputError(wrong.problem + "; " + wrong.remedy);
    if (last == nullptr) return;
    if (const auto link = link_between(loss_->traits(), last->name())) {
        fused_ = true;
        link_ = *link;
        logit_scale_ = T(last->logit_scale());
    }
}

template <class T>
T Objective<T>::evaluate(Workspace<T>& workspace, Index samples) const {
    T total_weight = 0;
    for (Index i = 0; i < samples; ++i) total_weight += workspace.weight[i];
    evaluate_share(workspace, samples, total_weight);
    return static_cast<T>(add_losses(0, workspace, samples));
}

template <class T>
void Objective<T>::evaluate_share(Workspace<T>& workspace, Index samples, T total_weight) const {
    auto& last = workspace.layers.back();
    // A batch of samples that do not count has the loss 0.
    const T scale = total_weight > 0 ? 1 / total_weight : T(0);
    for (Index i = 0; i < samples; ++i) workspace.share[i] = workspace.weight[i] * scale;
    for (Index first = 0; first < samples; first += block) {
        const Index count = std::min(block, samples - first);
        const auto columns = [first, count](Matrix<T>& m) -> View<T> {
            return {m.data() + first * m.rows(), m.rows(), count};
        };
        const ConstView<T> a = constant(columns(last.a));
        const ConstView<T> target = constant(columns(workspace.target));
        const ConstVectorView<T> share(workspace.share.data() + first, count);
        const View<T> delta = columns(last.delta);
        workspace.losses[first / block] =
            fused_ ? loss_->at_logits(link_, logit_scale_, constant(columns(last.z)), a, target,
                                      share, delta)
                   : loss_->at_output(a, target, share, delta);
    }
}

template <class T>
double Objective<T>::add_losses(double sum, const Workspace<T>& workspace, Index samples) {
    for (Index i = 0; i * block < samples; ++i) sum += workspace.losses[i];
    return sum;
}

#define MLP_INSTANTIATE(T)                                            \
    template Mismatch mismatch(const Loss<T>&, const Activation<T>*); \
    template class Objective<T>;
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
