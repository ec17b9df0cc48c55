#pragma once

#include "mlp/core/options.h"
#include "mlp/data/dataset.h"
#include "mlp/data/preprocessing.h"
#include "mlp/nn/network.h"

#include <limits>
#include <optional>
#include <string>
#include <vector>

/// What a network computes from one sample, as one would write it out by hand: every weighted sum
/// and activation and, given a target, the chain rule back through every weight
/// (Rumelhart, Hinton and Williams 1986, "Learning representations by back-propagating errors",
/// Nature 323). For a neuron with z = Σ w x + b and a = f(z), with L the loss:
///   δ = ∂L/∂z = f′(z) ∂L/∂a, where ∂L/∂a is the sum of w δ over the neurons that a is an input of
///   ∂L/∂w = δ x,  ∂L/∂b = δ,  and a step of plain gradient descent is w ← w − rate · ∂L/∂w
namespace mlp {

/// How much of a large network is written out. What is left out is counted, and summed up.
struct ExplanationLimits {
    Index terms = 8;  ///< of each sum those with the largest |w x|, of a list of numbers the first
    Index neurons = 8;   ///< of each layer those with the largest |a|, and that of the target
    Index outputs = 32;  ///< of the network: the same

    static ExplanationLimits none() {
        constexpr Index all = std::numeric_limits<Index>::max();
        return {all, all, all};
    }
};

/// A product that is part of a sum.
struct ExplainedTerm {
    Index index = 0;   ///< of the input, or of the neuron, that `value` belongs to
    std::string name;  ///< of the same
    double weight = 0;
    double value = 0;
    double product() const { return weight * value; }
};

struct ExplainedSum {
    std::vector<ExplainedTerm> terms;  ///< by index
    Index left_out = 0;                ///< smaller terms
    double left_out_sum = 0;           ///< of their products
    std::optional<double> bias{};
    double total = 0;
};

/// A parameter and what one step makes of it.
struct ExplainedStep {
    Index index = 0;   ///< of the input that a weight multiplies
    std::string name;  ///< of the same; "bias"
    double value = 0;
    double x = 1;  ///< what it multiplies
    double gradient = 0;
    double updated = 0;
};

/// A row of the weights.
struct ExplainedRow {
    ExplainedSum z;
    // With a target:
    double delta = 0;                  ///< ∂L/∂z
    std::vector<ExplainedStep> steps;  ///< the weights with the largest |∂L/∂w|, by index
    Index left_out = 0;                ///< weights with smaller ones
    double left_out_norm = 0;          ///< of their gradients
    std::optional<ExplainedStep> bias{};
};

struct ExplainedNeuron {
    Index unit = 0;
    std::string name;                ///< of the output that it is; empty in hidden layers
    std::vector<ExplainedRow> rows;  ///< one; maxout has as many as pieces
    double a = 0;
    // With a target:
    std::optional<double> target{};  ///< what the loss compares a with; of an output
    double gradient = 0;  ///< ∂L/∂a; not known where the loss is fused with the activation
    std::optional<ExplainedSum> from_next{};  ///< ∂L/∂a as a sum of w δ, if the next layer is dense
    std::optional<double> slope{};            ///< f′(z), where δ = f′(z) ∂L/∂a
};

/// Of a softmax: the neurons' shares e^(scale (z − shift)) have this sum over the layer. The shift
/// is 0 unless e^z would be too large to be written down; it changes nothing.
struct ExplainedShares {
    double scale = 1;
    double shift = 0;
    double sum = 0;
    double of(double z) const;
};

/// The gradient of a tensor of parameters.
struct ExplainedBlock {
    std::string name;  ///< "layers.0.weight"
    Index size = 0;
    double norm = 0;  ///< Euclidean
};

/// Where ∂L/∂a of a layer, or δ, comes from.
enum class GradientFrom {
    fused_loss,   ///< δ from loss and activation, differentiated together
    loss,         ///< ∂L/∂a from the loss
    dense_layer,  ///< ∂L/∂a from the weights and δ of the next layer
    other_layer,  ///< ∂L/∂a from a next layer that is not written out
};

struct ExplainedLayer {
    std::string name;  ///< "layers.0"
    std::string type;  ///< "dense"
    std::string input_shape;
    std::string output_shape;
    std::string activation;  ///< empty if there is none
    std::string options;     ///< of the activation: "alpha = 0.01"
    std::string formula;     ///< of the activation
    bool elementwise = true;
    std::vector<double> outputs;  ///< the first of a
    Index outputs_left_out = 0;
    std::vector<ExplainedNeuron> neurons;  ///< of a dense layer, by unit; others have none
    Index neurons_left_out = 0;
    std::optional<ExplainedShares> shares{};
    // With a target:
    GradientFrom from = GradientFrom::other_layer;
    std::vector<ExplainedBlock> gradients;

    bool written_out() const { return !neurons.empty(); }
};

struct ExplainedInput {
    std::string name;
    std::string given;  ///< the cell of its column; empty if it is computed from several
    double value = 0;
    /// What made `value` of the number given, if that is all that was done.
    std::optional<NumberTransform> transform{};
};

struct ExplainedOutput {
    std::string name;  ///< of the class (of a single output: the second of two) or the target
    double value = 0;
    std::optional<double> unscaled{};  ///< in the units of the target, if that was scaled
    std::optional<double> target{};    ///< what it should be, as `value` is
};

/// The class that the outputs say.
struct ExplainedClass {
    std::string name;
    std::optional<double> probability{};
    /// Of a single output: above it, it is the second class.
    std::optional<double> decision{};
};

/// What a target adds, besides the gradients in the layers.
struct ExplainedTarget {
    std::string given;  ///< "setosa", "1.5"
    std::string loss;
    std::string options;  ///< of the loss: "gamma = 2"
    std::string formula;
    std::vector<std::string> notes;  ///< what else it takes to compute L, in sentences
    double value = 0;                ///< L
    double learning_rate = 0;
    double after = 0;  ///< L after the step of all parameters
    /// How ∂L/∂a of the last layer (where fused: δ) follows from output and target; empty where
    /// there is no short formula.
    std::string derivative{};
};

struct Explanation {
    std::string model;               ///< what it is called in headings
    std::vector<std::string> notes;  ///< what to know of how it was computed, in sentences
    std::vector<ExplainedInput> inputs;
    Index inputs_left_out = 0;
    bool preprocessed = false;  ///< whether inputs differ from what was given
    std::vector<ExplainedLayer> layers;
    std::vector<ExplainedOutput> outputs;  ///< in order
    Index outputs_left_out = 0;
    std::optional<ExplainedClass> answer{};  ///< for classes
    std::optional<ExplainedTarget> target{};
};

/// A trained network and what is known of its data. Not owned.
template <class T>
struct ExplainedModel {
    const Network<T>& network;
    const Preprocessing& preprocessing;
    const Targets& targets;
    const Choice& loss;
};

struct TargetOfExplanation {
    std::string given;
    Vector<double> values;  ///< one an output, scaled and coded as the network learnt them
    double learning_rate = 0.1;
};

/// Computes everything in double, from the network's own layers, as at prediction: no dropout, no
/// noise, running statistics. raw: one sample with the columns of the preprocessing. Throws
/// InputError at a cell that cannot be used and, given a target, where no gradient passes.
template <class T>
Explanation explain(const ExplainedModel<T>& model, const RawData& raw,
                    const std::optional<TargetOfExplanation>& target,
                    const ExplanationLimits& limits = {});

}  // namespace mlp
