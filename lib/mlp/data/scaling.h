#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"

#include <span>
#include <string>
#include <vector>

namespace mlp {

/// What a scaler needs to know of one feature.
struct FeatureStatistics {
    double mean;
    double stddev;  ///< of the whole population: Σ(x − mean)²/n under the root
    double min;
    double max;
};

/// x ↦ (x − shift) · scale, for one feature.
struct Affine {
    double shift = 0;
    double scale = 1;
};

struct ScalerTraits {};

/// How a feature is brought into a range that networks like.
class Scaler {
  public:
    using Traits = ScalerTraits;
    virtual ~Scaler() = default;
    /// A feature that never changes gets scale 1.
    virtual Affine fit(const FeatureStatistics& feature) const = 0;
};

/// All scalers by name.
const Catalogue<Scaler>& scalers();
const CatalogueInfo& scaler_names();

/// The scaling of all features, learnt from training samples only.
struct Scaling {
    std::vector<Affine> features;

    /// What apply() made `scaled` of.
    double original(Index feature, double scaled) const {
        const auto [shift, scale] = features[static_cast<std::size_t>(feature)];
        return scaled / scale + shift;
    }

    /// inputs: features × samples, changed in place.
    template <class T>
    void apply(View<T> inputs) const {
        for (Index i = 0; i < inputs.rows(); ++i) {
            const auto [shift, scale] = features[static_cast<std::size_t>(i)];
            for (Index sample = 0; sample < inputs.cols(); ++sample) {
                const double x = static_cast<double>(inputs(i, sample));
                inputs(i, sample) = static_cast<T>((x - shift) * scale);
            }
        }
    }
};

/// Learns from the given rows (sample numbers) of inputs (features × samples).
template <class T>
Scaling fit_scaling(const Scaler& scaler, ConstView<T> inputs, std::span<const Index> rows);

}  // namespace mlp
