#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"
#include "mlp/core/random.h"

#include <string_view>

namespace mlp {

struct InitializerTraits {
    /// The initializer of the biases that go with weights of this one.
    std::string_view bias_initializer = "zeros";
};

/// What a tensor of weights connects.
struct Fan {
    Index inputs = 0;       ///< fan-in: numbers that a unit sees
    Index outputs = 0;      ///< fan-out: units that a number reaches
    bool is_bias = false;   ///< whether it is the biases of those units, outputs × 1
    bool is_first = false;  ///< whether its inputs are the data
};

/// Where the weights start. Numbers are drawn in double and in a fixed order (all inputs of unit 0,
/// then of unit 1, ...), so float and double networks start from the same point.
class Initializer {
  public:
    using Traits = InitializerTraits;
    virtual ~Initializer() = default;

    /// Fills w: outputs × inputs, or outputs × 1 of biases.
    virtual void fill(Matrix<double>& w, const Fan& fan, Random& random) const = 0;

    /// The same for a view of any number type. Allocates a matrix of its size.
    template <class T>
    void fill(View<T> w, const Fan& fan, Random& random) const {
        Matrix<double> drawn(w.rows(), w.cols());
        fill(drawn, fan, random);
        w = drawn.cast<T>();
    }
};

/// All initializers by name.
const Catalogue<Initializer>& initializers();
const CatalogueInfo& initializer_names();

}  // namespace mlp
