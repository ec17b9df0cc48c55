#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"

#include <string_view>

namespace mlp {

/// What an activation promises; true of every entry by test.
struct ActivationTraits {
    std::string_view formula;
    Range range;  ///< of f, over all finite inputs
    /// The initializer family that keeps the variance of signals through many such layers: "glorot"
    /// (Glorot and Bengio 2010) or "he" (He et al. 2015, for those that cut off one side).
    std::string_view initializer;
    /// Whether z must be kept beside a, because f′ is computed from it or a loss is fused with this
    /// activation. Otherwise f′ follows from a alone, and a layer computes a in the place of z.
    bool needs_z;
};

/// The nonlinearity of a layer: a = f(z), over a whole batch (units × samples).
/// Threads: const and free of state, so one object serves all.
template <class T>
class Activation {
  public:
    using Traits = ActivationTraits;
    virtual ~Activation() = default;

    virtual std::string_view name() const = 0;
    virtual const Traits& traits() const = 0;

    /// a = f(z). The two may be the same memory.
    virtual void forward(ConstView<T> z, View<T> a) const = 0;

    /// In: delta = ∂L/∂a. Out: delta = ∂L/∂z, by the chain rule. For f that work element by
    /// element, that is ∂L/∂a ⊙ f′(z). z is read only if traits().needs_z.
    virtual void backward(ConstView<T> z, ConstView<T> a, View<T> delta) const = 0;
};

/// All activations by name. T is float or double; both have the same entries.
template <class T>
const Catalogue<Activation<T>>& activations();

/// Names, options and help of the same, for configs.
const CatalogueInfo& activation_names();

}  // namespace mlp
