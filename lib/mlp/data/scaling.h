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

    /// raw: features × samples. Computed in double, whatever T is.
    template <class T>
    Matrix<T> apply(ConstView<double> raw) const {
        Matrix<T> scaled(raw.rows(), raw.cols());
        for (Index sample = 0; sample < raw.cols(); ++sample) {
            for (Index i = 0; i < raw.rows(); ++i) {
                const auto [shift, scale] = features[static_cast<std::size_t>(i)];
                scaled(i, sample) = static_cast<T>((raw(i, sample) - shift) * scale);
            }
        }
        return scaled;
    }
};

/// Learns from the given rows (sample numbers) of raw inputs (features × samples). Throws
/// InputError where the numbers are too large to compute with.
Scaling fit_scaling(const Scaler& scaler, ConstView<double> raw, std::span<const Index> rows);

}  // namespace mlp
