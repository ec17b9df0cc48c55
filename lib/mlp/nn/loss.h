#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"

#include <string_view>

namespace mlp {

struct LossTraits {
    /// Whether the target is a class: each sample belongs to one, and a numeric target column holds
    /// class names.
    bool classification;
    /// The outputs that the loss can take.
    Range outputs;
    /// The values that a target can have.
    Range targets;
    /// The activation that the loss is differentiated together with, from z; empty if none.
    std::string_view fused_with;
    /// Whether the loss is defined with that activation only.
    bool fused_only;
};

/// How wrong the outputs are: the mean over the batch, and its gradient, already divided by what
/// the mean is taken over. All matrices are outputs × samples. Threads: const and free of state.
template <class T>
class Loss {
  public:
    using Traits = LossTraits;
    virtual ~Loss() = default;

    virtual const Traits& traits() const = 0;

    /// Returns L(a, target); writes delta = ∂L/∂a.
    virtual T at_output(ConstView<T> a, ConstView<T> target, View<T> delta) const = 0;

    /// The same from the logits, for the activation that the loss is fused with, where a = f(z):
    /// returns L; writes delta = ∂L/∂z. Nothing overflows or cancels on the way through f.
    virtual T at_logits(ConstView<T> z, ConstView<T> a, ConstView<T> target,
                        View<T> delta) const = 0;
};

/// All losses by name.
template <class T>
const Catalogue<Loss<T>>& losses();
const CatalogueInfo& loss_names();

}  // namespace mlp
