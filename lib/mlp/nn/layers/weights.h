#pragma once

#include "mlp/core/parameters.h"
#include "mlp/nn/activation.h"
#include "mlp/nn/initializer.h"

#include <optional>
#include <string>
#include <utility>

namespace mlp {

/// The options of layers that have weights and biases.
struct WeightOptions {
    bool bias = true;
    std::optional<Choice> initializer;       ///< none: the one that suits the activation
    std::optional<Choice> bias_initializer;  ///< none: the one that goes with the initializer

    /// Chooses what is left open.
    void complete(const ActivationTraits& activation) {
        if (!initializer) initializer = Choice(std::string(activation.initializer));
        if (!bias_initializer) {
            bias_initializer =
                Choice(std::string(initializers().traits(*initializer).bias_initializer));
        }
    }

    /// The rows for the table of a struct derived from this.
    template <class S>
    static void add_to(Options<S>& options) {
        options.emplace_back("bias", &S::bias, anything, "whether there is a b");
        options.emplace_back("initializer", &S::initializer, &initializer_names,
                             "first weights; default: what suits the activation");
        options.emplace_back("bias_initializer", &S::bias_initializer, &initializer_names,
                             "first biases; default: zeros, or what belongs to the initializer");
    }
};

/// A matrix of weights and, unless it is without, the biases: where they stand in the arenas.
template <class T>
class Weights {
  public:
    /// `shape`: of the weights in files, outputs first.
    void bind(const std::vector<Index>& shape, Fan fan, bool with_bias, const std::string& prefix,
              Parameters<T>& parameters) {
        fan_ = fan;
        fan_.is_first = parameters.size() == 0;
        weight_ = parameters.add_tensor(prefix + "weight", shape);
        if (with_bias) bias_ = parameters.add_vector(prefix + "bias", Role::bias, {shape.front()});
    }

    void initialize(const WeightOptions& options, Parameters<T>& parameters, Random& random) const {
        initializers().make(*options.initializer)->fill(parameters.value(weight_), fan_, random);
        if (!bias_) return;
        Fan fan = fan_;
        fan.is_bias = true;
        initializers().make(*options.bias_initializer)->fill(parameters.value(*bias_), fan, random);
    }

    /// As numbers for an Operation: one for each output, zeros where there is no bias.
    Vector<double> bias_numbers(ConstVectorView<T> parameters) const {
        if (!bias_) return Vector<double>::Zero(weight_.rows);
        return bias_->in(parameters).col(0).template cast<double>();
    }

    const Block& weight() const { return weight_; }
    const std::optional<Block>& bias() const { return bias_; }

  private:
    Fan fan_;
    Block weight_;
    std::optional<Block> bias_;
};

}  // namespace mlp
