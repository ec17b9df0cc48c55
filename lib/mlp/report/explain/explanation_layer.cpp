#include "mlp/report/explain/explanation_layer.h"

#include "mlp/nn/layer_activation.h"
#include "mlp/report/explain/explanation_loss.h"
#include "mlp/report/explain/explanation_terms.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace mlp {

double ExplainedShares::of(double z) const { return std::exp(scale * (z - shift)); }

namespace {

/// The activation of a layer as it was chosen: its name, options and formula.
void describe_activation(const Choice& layer, ExplainedLayer& explained) {
    const auto chosen = activation_of(layer);
    if (!chosen) return;
    const Choice& choice = *chosen;
    const EntryInfo entry = activation_names().meant_by(choice);
    explained.activation = entry.name;
    explained.formula = entry.formula;
    explained.options = option_text(choice, entry);
}

class Explainer {
  public:
    explicit Explainer(const ExplainedPass& sample)
        : network_(sample.network),
          pass_(sample.pass),
          limits_(sample.limits),
          target_(sample.target),
          inputs_(sample.inputs),
          outputs_(sample.outputs) {}

    ExplainedLayer layer(std::size_t i, const Choice& choice) const {
        const auto& layer = *network_.layers()[i];
        const auto& pass = pass_.layers()[i];
        ExplainedLayer explained;
        explained.name = fmt::format("layers.{}", i);
        explained.type = choice.type.empty() ? layer_names().default_type() : choice.type;
        explained.input_shape = layer.input_shape().text();
        explained.output_shape = layer.output_shape().text();
        describe_activation(choice, explained);
        const Index shown = std::min(limits_.terms, pass.a.size());
        explained.outputs.assign(pass.a.begin(), pass.a.begin() + shown);
        explained.outputs_left_out = pass.a.size() - shown;
        if (target_ != nullptr) explained.gradients = block_gradients(i);
        explained.from = gradient_from(i);
        if (!is_dense(layer)) return explained;

        const Activation<double>& f = *layer.activation();
        explained.elementwise = f.traits().elementwise;
        if (f.name() == "softmax") explained.shares = shares(f.logit_scale(), pass.z);
        const bool last = i + 1 == network_.layers().size();
        const Vector<double>* wanted = last && target_ != nullptr ? &target_->values : nullptr;
        for (const Index unit : most_telling(pass.a, wanted, limits_.neurons)) {
            explained.neurons.push_back(neuron(i, unit));
            if (last) explained.neurons.back().name = outputs_[static_cast<std::size_t>(unit)];
            if (wanted != nullptr) explained.neurons.back().target = (*wanted)[unit];
        }
        explained.neurons_left_out = pass.a.size() - static_cast<Index>(explained.neurons.size());
        return explained;
    }

  private:
    static ExplainedShares shares(double scale, const Vector<double>& z) {
        ExplainedShares shares{scale, 0, 0};
        constexpr double largest_exponent = 20;  // e^20 is 4.9e8
        if (scale * z.cwiseAbs().maxCoeff() > largest_exponent) shares.shift = z.maxCoeff();
        for (const double number : z) shares.sum += shares.of(number);
        return shares;
    }

    std::vector<ExplainedBlock> block_gradients(std::size_t i) const {
        std::vector<ExplainedBlock> blocks;
        for (const auto& block : network_.blocks_of(i)) {
            if (block.role == Role::statistic) continue;
            blocks.push_back({block.name, block.size(),
                              pass_.gradients().segment(block.offset, block.size()).norm()});
        }
        return blocks;
    }

    GradientFrom gradient_from(std::size_t i) const {
        if (i + 1 < network_.layers().size()) {
            return is_dense(*network_.layers()[i + 1]) ? GradientFrom::dense_layer
                                                       : GradientFrom::other_layer;
        }
        return pass_.layers()[i].gradient.size() == 0 ? GradientFrom::fused_loss
                                                      : GradientFrom::loss;
    }

    ExplainedNeuron neuron(std::size_t i, Index unit) const {
        const auto& pass = pass_.layers()[i];
        const auto w = network_.parameters().value(*block_of(network_, i, "weight"));
        ExplainedNeuron neuron;
        neuron.unit = unit;
        neuron.a = pass.a[unit];
        for (Index row = unit; row < w.rows(); row += pass.a.size()) {
            neuron.rows.push_back(target_ == nullptr ? forward_row(i, row) : both_ways(i, row));
        }
        if (target_ == nullptr || pass.gradient.size() == 0) return neuron;
        neuron.gradient = pass.gradient[unit];
        if (pass.slope.size() > 0) neuron.slope = pass.slope[unit];
        if (gradient_from(i) == GradientFrom::dense_layer) {
            const auto next = network_.parameters().value(*block_of(network_, i + 1, "weight"));
            neuron.from_next = explained_sum(next.col(unit), pass_.layers()[i + 1].delta,
                                             row_names(i + 1), limits_.terms);
            neuron.from_next->total = neuron.gradient;
        }
        return neuron;
    }

    /// Of the inputs of a layer; empty inside the network.
    std::vector<std::string> x_names(std::size_t i) const {
        return i == 0 ? inputs_ : std::vector<std::string>{};
    }

    /// What the rows of a layer's weights belong to.
    std::vector<std::string> row_names(std::size_t i) const {
        const auto& pass = pass_.layers()[i];
        std::vector<std::string> names;
        for (Index row = 0; row < pass.z.size(); ++row)
            names.push_back(fmt::format("neuron {}", row % pass.a.size()));
        return names;
    }

    ExplainedRow forward_row(std::size_t i, Index row) const {
        const auto& pass = pass_.layers()[i];
        const auto w = network_.parameters().value(*block_of(network_, i, "weight"));
        ExplainedRow explained;
        explained.z = explained_sum(w.row(row), pass.x, x_names(i), limits_.terms);
        if (const Block* bias = block_of(network_, i, "bias"))
            explained.z.bias = network_.parameters().value(*bias)(row, 0);
        explained.z.total = pass.z[row];
        return explained;
    }

    ExplainedRow both_ways(std::size_t i, Index row) const {
        ExplainedRow explained = forward_row(i, row);
        const double rate = target_->learning_rate;
        const auto& pass = pass_.layers()[i];
        const Block& weight = *block_of(network_, i, "weight");
        const auto w = network_.parameters().value(weight);
        const ConstVectorView<double> arena(pass_.gradients().data(), pass_.gradients().size());
        const Vector<double> gradient = weight.in(arena).row(row);
        explained.delta = pass.delta[row];
        double squares = gradient.squaredNorm();
        for (const Index k : largest(gradient, limits_.terms)) {
            explained.steps.push_back({k, name_at(x_names(i), k), w(row, k), pass.x[k], gradient[k],
                                       w(row, k) - rate * gradient[k]});
            squares -= gradient[k] * gradient[k];
        }
        explained.left_out = gradient.size() - static_cast<Index>(explained.steps.size());
        if (explained.left_out > 0) explained.left_out_norm = std::sqrt(std::max(0.0, squares));
        if (const Block* block = block_of(network_, i, "bias")) {
            const double b = network_.parameters().value(*block)(row, 0);
            const double g = block->in(arena)(row, 0);
            explained.bias = {0, "bias", b, 1, g, b - rate * g};
        }
        return explained;
    }

    const Network<double>& network_;
    const NetworkPass& pass_;
    const ExplanationLimits& limits_;
    const TargetOfExplanation* target_;
    const std::vector<std::string>& inputs_;
    const std::vector<std::string>& outputs_;
};

}  // namespace

ExplainedLayer explain_layer(const ExplainedPass& sample, std::size_t i, const Choice& choice) {
    return Explainer(sample).layer(i, choice);
}

}  // namespace mlp
