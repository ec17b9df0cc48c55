#pragma once

#include "mlp/report/explain/explanation.h"

#include <string>

/// The words and numbers that explanations for people share.
namespace mlp {

/// Four decimals, or where they would not say enough four digits and an exponent.
std::string four_digits(double number);
/// The same with six: for parameters, whose steps are small.
std::string six_digits(double number);

/// "run/model.safetensors by hand: in float64, shown with 4 digits"
std::string title_text(const Explanation& explanation);
/// Six digits.
std::string loss_text(double loss);
/// What the x of a layer are: "input", "a of layers.0"
std::string source_text(const Explanation& explanation, std::size_t layer);
/// "softmax with temperature = 0.5"
std::string activation_text(const ExplainedLayer& layer);
/// "focal with gamma = 2"
std::string loss_name_text(const ExplainedTarget& target);
/// "dense, 2 -> 4, tanh"
std::string layer_text(const ExplainedLayer& layer);
/// "neuron 0 (setosa)"
std::string neuron_text(const ExplainedNeuron& neuron);
/// "(5.1 - 5.843) * 1.208"; empty if the number was taken as it is.
std::string scaling_text(const ExplainedInput& input);
/// "0.1200, 1.3000, ... and 62 more"
std::string numbers_text(const std::vector<double>& first, Index left_out);
/// "56 smaller terms, together"
std::string left_out_text(Index count);
/// "e^z", "e^(0.5 z)", "e^(z - 60.1)": what the neurons of a softmax have shares by.
std::string share_text(const ExplainedShares& shares);
/// Where δ of the neurons of a layer comes from, or that of its output.
std::string origin_text(const Explanation& explanation, std::size_t layer);
/// Whether the gradient of this tensor stands beside the weights of the layer's neurons.
bool is_written_out(const ExplainedLayer& layer, const ExplainedBlock& block);
/// What a step is.
std::string step_text(const ExplainedTarget& target);
/// What the outputs say: "class 'setosa', with probability 0.9731"
std::string answer_text(const Explanation& explanation);
/// "0.3711 before, 0.3322 after: it fell"
std::string outcome_text(const ExplainedTarget& target);

}  // namespace mlp
