#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"

#include <array>
#include <string_view>

namespace mlp {

/// One column of a batch: the outputs, or the targets, of one sample.
template <class T>
using Sample = Eigen::Map<Eigen::Array<T, Eigen::Dynamic, 1>>;
template <class T>
using ConstSample = Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, 1>>;

/// The activation that a loss is differentiated together with.
enum class Link { sigmoid, softmax };
/// "sigmoid", "softmax"
std::string_view link_name(Link link);

/// How a class is written as targets: `yes` for its own output, `no` for all others. The middle
/// between the two is where a single output decides.
struct ClassCode {
    double no = 0;
    double yes = 1;
    double middle() const { return (no + yes) / 2; }
};

/// Names of activations; unused places are empty.
using ActivationNames = std::array<std::string_view, 3>;

struct LossTraits {
    /// Whether the target is a class: each sample belongs to one, and a numeric target column holds
    /// class names.
    bool classification;
    /// The values that a target can have.
    Range targets;
    /// The activations that it is differentiated together with, from z.
    ActivationNames fused_with{};
    /// The only last activations that it is defined for; none: any that keeps to outputs().
    ActivationNames only_with{};
    ClassCode classes{};
};

/// How wrong the outputs are, as a weighted mean over the samples of a batch:
///   L = Σ over samples n of s_n ℓ(a_n, t_n), where the s_n, the `shares`, have the sum 1.
/// Without weights all s_n are 1/N. All matrices are outputs × samples. Threads: const and free of
/// state.
template <class T>
class Loss {
  public:
    using Traits = LossTraits;
    virtual ~Loss() = default;

    virtual std::string_view name() const = 0;
    virtual const Traits& traits() const = 0;
    /// The outputs that it can judge with these options, unless it is fused with their activation.
    virtual Range outputs() const = 0;

    /// Returns L, in double so that a large batch of floats loses nothing; writes delta = ∂L/∂a.
    virtual double at_output(ConstView<T> a, ConstView<T> target, ConstVectorView<T> shares,
                             View<T> delta) const = 0;

    /// The same from the logits, where a = link(scale · z): returns L; writes delta = ∂L/∂z.
    /// Nothing overflows or cancels on the way through the activation.
    virtual double at_logits(Link link, T scale, ConstView<T> z, ConstView<T> a,
                             ConstView<T> target, ConstVectorView<T> shares,
                             View<T> delta) const = 0;
};

/// All losses by name.
template <class T>
const Catalogue<Loss<T>>& losses();
const CatalogueInfo& loss_names();

}  // namespace mlp
