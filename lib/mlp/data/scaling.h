#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/data/number_facts.h"
#include "mlp/data/number_transform.h"

namespace mlp {

struct ScalerTraits {
    bool sorted;  ///< whether fit() needs all numbers, not only their moments
};

/// How a number column is brought into a range that networks like.
class Scaler {
  public:
    using Traits = ScalerTraits;
    virtual ~Scaler() = default;
    virtual std::string_view name() const = 0;
    /// A column that never changes gets scale 1.
    virtual NumberTransform fit(const NumberFacts& facts) const = 0;
};

/// All scalers by name.
const Catalogue<Scaler>& scalers();
const CatalogueInfo& scaler_names();

}  // namespace mlp
