#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"
#include "mlp/core/parameters.h"
#include "mlp/nn/operation.h"
#include "mlp/nn/pass.h"
#include "mlp/nn/shape.h"

#include <string>
#include <string_view>

namespace mlp {

/// How often a function can be differentiated with a continuous result.
enum class Smoothness {
    discontinuous,  ///< the function itself jumps
    c0,             ///< continuous, with kinks
    c1,             ///< the derivative is continuous, the second one is not
    smooth,         ///< C-infinity
};

/// What an activation promises with its default options; true of every entry by test.
struct ActivationTraits {
    Smoothness smoothness;
    bool monotonic;             ///< f never falls
    bool derivative_monotonic;  ///< f′ never falls, or never rises
    bool identity_near_0;       ///< f(0) = 0, f′(0) = 1 and f′ is continuous there
    /// Whether each unit is computed by itself. Otherwise all units of a sample together (softmax).
    bool elementwise;
    /// Whether z must be kept beside a, because f′ is computed from it or a loss is fused with this
    /// activation. Otherwise f′ follows from a alone, and a layer computes a in the place of z.
    bool needs_z;
    /// The initializer that keeps the variance of signals through many such layers.
    std::string_view initializer;
    std::string_view weakness;  ///< the one thing to know before choosing it
};

/// The nonlinearity of a layer: a = f(z), over a whole batch (units × samples).
///
/// Most are functions of one number without memory: structs that activation_of.h turns into this.
/// Threads: const and free of state after bind(), so one object serves all.
template <class T>
class Activation {
  public:
    using Traits = ActivationTraits;
    virtual ~Activation() = default;

    virtual std::string_view name() const = 0;
    virtual const Traits& traits() const = 0;
    /// The values of f, over all finite inputs, with these options.
    virtual Range range() const = 0;

    /// Whether f′ is good for anything. It is 0 everywhere for steps, unless a surrogate is chosen.
    virtual bool trainable() const { return true; }
    /// Whether backward() gives the derivative of forward(), and not a surrogate of it.
    virtual bool exact_gradient() const { return true; }
    /// Whether it draws from Pass::random while training.
    virtual bool noisy() const { return false; }
    /// Rows of z for each row of a: 1, but for maxout.
    virtual Index pieces() const { return 1; }
    /// c where f(z) is the plain form of this activation at c·z (softmax with a temperature).
    /// Losses that are fused with the plain form need it.
    virtual double logit_scale() const { return 1; }

    /// Adds the activation's own parameters for units of this shape, where it has any.
    virtual void bind(const Shape& /*units*/, const std::string& /*prefix*/,
                      Parameters<T>& /*parameters*/) {}
    virtual void initialize(Parameters<T>& /*parameters*/) const {}

    /// f as it is after training, for units of this shape, for export. Throws InputError if that
    /// cannot be said.
    virtual Operations operations(ConstVectorView<T> /*parameters*/, const Shape& /*units*/) const {
        throw InputError("its activation '" + std::string(name()) +
                         "' cannot be exported: it does not say its formula, by symbolic()");
    }

    /// a = f(z). z: pieces()·units × samples; a: units × samples; the two may be the same memory if
    /// !traits().needs_z.
    virtual void forward(ConstVectorView<T> parameters, ConstView<T> z, View<T> a,
                         const Pass& pass) const = 0;

    /// After forward(). delta: ∂L/∂a, units × samples. Writes dz = ∂L/∂z, of the shape of z, by the
    /// chain rule: for f that work element by element, that is ∂L/∂a ⊙ f′(z). Writes (does not add)
    /// the gradients of its own parameters. dz is the memory of delta where pieces() is 1, and else
    /// may be that of z. z is read only if traits().needs_z.
    virtual void backward(ConstVectorView<T> parameters, ConstView<T> z, ConstView<T> a,
                          View<T> delta, View<T> dz, VectorView<T> gradients) const = 0;
};

/// All activations by name. T is float or double; both have the same entries.
template <class T>
const Catalogue<Activation<T>>& activations();

/// Names, options and help of the same, for configs.
const CatalogueInfo& activation_names();

}  // namespace mlp
