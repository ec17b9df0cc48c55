#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/formula.h"

#include <memory>
#include <string>
#include <string_view>

namespace mlp {

struct ExtraFeatureTraits {
    bool of_pairs;  ///< of every two number columns, or of every one
};

/// A further input that is computed from one or two number columns, before they are scaled. Such
/// features let a small network see curves that it would have to learn otherwise, as in TensorFlow
/// Playground (Smilkov and Carter 2016).
class ExtraFeature {
  public:
    using Traits = ExtraFeatureTraits;
    virtual ~ExtraFeature() = default;
    virtual std::string_view name() const = 0;
    virtual const Traits& traits() const = 0;
    /// Of a single column, b is a.
    virtual double value(double a, double b) const = 0;
    /// The same in symbols, for export.
    virtual Formula symbolic(const Formula& a, const Formula& b) const = 0;
    /// How it is called: "x1^2".
    virtual std::string label(const std::string& a, const std::string& b) const = 0;
};

/// All extra features by name.
const Catalogue<ExtraFeature>& extra_features();
const CatalogueInfo& extra_feature_names();

}  // namespace mlp
