#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"
#include "mlp/core/random.h"

namespace mlp {

struct InitializerTraits {};

/// Where the weights start. Numbers are drawn in double and in a fixed order (all inputs of unit 0,
/// then of unit 1, ...), so float and double networks start from the same point.
class Initializer {
  public:
    using Traits = InitializerTraits;
    virtual ~Initializer() = default;

    /// The next number for a tensor that connects `inputs` (fan-in) to `outputs` (fan-out) units.
    virtual double draw(Random& random, double inputs, double outputs) const = 0;

    /// Fills w (outputs × inputs; for biases outputs × 1, with the fans of their layer).
    template <class T>
    void fill(View<T> w, Index inputs, Index outputs, Random& random) const {
        for (Index row = 0; row < w.rows(); ++row) {
            for (Index col = 0; col < w.cols(); ++col) {
                w(row, col) = static_cast<T>(
                    draw(random, static_cast<double>(inputs), static_cast<double>(outputs)));
            }
        }
    }
};

/// All initializers by name.
const Catalogue<Initializer>& initializers();
const CatalogueInfo& initializer_names();

}  // namespace mlp
