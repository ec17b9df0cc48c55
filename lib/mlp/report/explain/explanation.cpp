#include "mlp/report/explain/explanation.h"

#include "mlp/report/explain/explanation_layer.h"
#include "mlp/report/explain/explanation_loss.h"
#include "mlp/report/explain/explanation_network.h"
#include "mlp/report/explain/explanation_pass.h"
#include "mlp/report/explain/explanation_terms.h"
#include "mlp/train/judging.h"

#include <utility>

#include <fmt/format.h>

namespace mlp {
namespace {

/// One name an output.
std::vector<std::string> output_names(const Targets& targets, Index outputs) {
    if (!targets.classification()) return targets.names;
    if (outputs == 1) return {targets.classes.back()};
    return targets.classes;
}

template <class T>
void explain_outputs(const ExplainedModel<T>& model, const Vector<double>& a,
                     const std::vector<std::string>& names, const Vector<double>* target,
                     Index most, Explanation& explanation) {
    const auto& targets = model.targets;
    for (const Index k : most_telling(a, target, most)) {
        const auto place = static_cast<std::size_t>(k);
        ExplainedOutput output{names[place], a[k]};
        if (target != nullptr) output.target = (*target)[k];
        if (!targets.scaling.empty() && !targets.scaling[place].is_identity())
            output.unscaled = targets.scaling[place].invert(a[k]);
        explanation.outputs.push_back(std::move(output));
    }
    explanation.outputs_left_out = a.size() - static_cast<Index>(explanation.outputs.size());
    if (!targets.classification()) return;
    const Judging judging =
        make_judging(model.network, losses<T>().traits(model.loss),
                     static_cast<Index>(targets.classes.size()), targets.scaling);
    const Index best = class_of(ConstView<double>(a.data(), a.size(), 1), judging.decision);
    ExplainedClass answer{targets.classes[static_cast<std::size_t>(best)]};
    if (a.size() == 1) answer.decision = judging.decision;
    if (judging.probabilities)
        answer.probability = a.size() > 1 ? a[best] : best == 1 ? a[0] : 1 - a[0];
    explanation.answer = std::move(answer);
}

/// A layer whose way back is not the derivative of its way forward, or is different every time.
void check_differentiable(const Network<double>& network, Explanation& explanation) {
    network.check_trainable();
    for (std::size_t i = 0; i < network.layers().size(); ++i) {
        const LayerTraits traits = network.layers()[i]->traits();
        if (traits.noisy || traits.mixes_samples) {
            throw InputError(
                fmt::format("{} is different in training, so its gradients cannot be explained\n"
                            "  help: leave --target out",
                            network.layer_name(i)));
        }
        if (traits.exact_gradient) continue;
        explanation.notes.push_back(
            fmt::format("layers.{} passes back a surrogate of its gradient, as in training", i));
    }
}

}  // namespace

template <class T>
Explanation explain(const ExplainedModel<T>& model, const RawData& raw,
                    const std::optional<TargetOfExplanation>& target,
                    const ExplanationLimits& limits) {
    Explanation explanation;
    auto [network, notes] = prediction_network(model.network);
    explanation.notes = std::move(notes);
    Vector<double> x(model.preprocessing.inputs());
    model.preprocessing.apply(raw, 0, x.data());
    explain_inputs(model.preprocessing, raw, x, limits, explanation);

    NetworkPass pass(network, x);
    const Vector<double>& a = pass.layers().back().a;
    const auto names = output_names(model.targets, a.size());
    auto shown = target;
    if (shown) shown->values = targets_in_formula(model.loss, target->values);
    const Vector<double>* wanted = target ? &target->values : nullptr;
    explain_outputs(model, a, names, wanted, limits.outputs, explanation);
    if (target) {
        check_differentiable(network, explanation);
        const Objective<double> objective(model.loss, network);
        ExplainedTarget explained = explained_loss(model.loss, a.size());
        explained.given = target->given;
        explained.value = pass.backward(objective, target->values);
        explained.learning_rate = target->learning_rate;
        const bool fused = objective.gradient_at() == GradientAt::logits;
        const auto& last = pass.layers().back();
        // The δ of a last layer that is not dense is not kept.
        const Vector<double>& gradient = fused ? last.delta : last.gradient;
        if (gradient.size() == a.size())
            explained.derivative =
                derivative_text(explained.loss, fused, gradient, a, shown->values);
        explanation.target = std::move(explained);
    }
    const ExplainedPass sample{network, pass,   model.preprocessing.input_names(),
                               names,   limits, shown ? &*shown : nullptr};
    const auto choices = model.network.describe();
    for (std::size_t i = 0; i < choices.size(); ++i)
        explanation.layers.push_back(explain_layer(sample, i, choices[i]));
    if (target) {
        network.parameters().values() -= target->learning_rate * pass.gradients();
        NetworkPass after(network, x);
        explanation.target->after =
            after.backward(Objective<double>(model.loss, network), target->values);
    }
    return explanation;
}

#define MLP_INSTANTIATE(T)                                                  \
    template Explanation explain(const ExplainedModel<T>&, const RawData&,  \
                                 const std::optional<TargetOfExplanation>&, \
                                 const ExplanationLimits&);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
