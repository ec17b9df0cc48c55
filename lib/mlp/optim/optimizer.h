#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"

#include <string>
#include <vector>

namespace mlp {

struct OptimizerTraits {};

/// Moves parameters along their gradients. It sees one flat vector of parameters, one of gradients
/// and its own step counter, nothing of layers. Not shared between threads.
template <class T>
class Optimizer {
  public:
    using Traits = OptimizerTraits;
    virtual ~Optimizer() = default;

    /// One update of w in place from the gradient g of the same size. Every call must have the same
    /// size; the first one allocates the optimizer's memory, all zeros.
    virtual void step(VectorView<T> w, ConstVectorView<T> g) = 0;

    /// Updates so far.
    virtual Index steps() const = 0;
    virtual double learning_rate() const = 0;
    virtual void set_learning_rate(double rate) = 0;
};

/// All optimizers by name.
template <class T>
const Catalogue<Optimizer<T>>& optimizers();
const CatalogueInfo& optimizer_names();

}  // namespace mlp
