#include "mlp/data/scaling.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mlp {
namespace {

/// 1/width, and 1 for features that never change.
double reciprocal(double width) { return width > 0 ? 1 / width : 1; }

struct None {
    static constexpr std::string_view name = "none";
    static constexpr std::string_view help = "as they are";
    static Options<None> options() { return {}; }
    Affine fit(const FeatureStatistics&) const { return {}; }
};

struct Standardize {
    static constexpr std::string_view name = "standardize";
    static constexpr std::string_view help = "to mean 0 and standard deviation 1";
    static Options<Standardize> options() { return {}; }
    Affine fit(const FeatureStatistics& x) const { return {x.mean, reciprocal(x.stddev)}; }
};

struct MinMax {
    static constexpr std::string_view name = "minmax";
    static constexpr std::string_view help = "to the range from 0 to 1";
    static Options<MinMax> options() { return {}; }
    Affine fit(const FeatureStatistics& x) const { return {x.min, reciprocal(x.max - x.min)}; }
};

template <class S>
class ScalerOf final : public Scaler {
  public:
    explicit ScalerOf(const S& s) : s_(s) {}
    Affine fit(const FeatureStatistics& feature) const override { return s_.fit(feature); }

  private:
    S s_;
};

template <class... S>
Catalogue<Scaler> table() {
    return {"preprocessing", "", {catalogue_entry<Scaler, S, ScalerOf<S>>()...}};
}

}  // namespace

/// The table: one struct above, one name here.
const Catalogue<Scaler>& scalers() {
    static const auto catalogue = table<None, Standardize, MinMax>();
    return catalogue;
}

const CatalogueInfo& scaler_names() { return scalers(); }

Scaling fit_scaling(const Scaler& scaler, ConstView<double> inputs, std::span<const Index> rows) {
    Scaling scaling;
    const auto n = static_cast<double>(rows.size());
    for (Index feature = 0; feature < inputs.rows(); ++feature) {
        const auto value = [&](Index row) { return inputs(feature, row); };
        FeatureStatistics x{0, 0, infinity, -infinity};
        for (const Index row : rows) {
            x.mean += value(row) / n;
            x.min = std::min(x.min, value(row));
            x.max = std::max(x.max, value(row));
        }
        double variance = 0;
        for (const Index row : rows) variance += (value(row) - x.mean) * (value(row) - x.mean) / n;
        // A constant feature shows a little variance by rounding; its range tells the truth.
        x.stddev = x.max > x.min ? std::sqrt(variance) : 0;
        const Affine fitted = scaler.fit(x);
        if (!std::isfinite(fitted.shift) || !std::isfinite(fitted.scale) || fitted.scale == 0) {
            throw InputError(
                fmt::format("data: feature {}: its numbers, from {} to {}, are too large "
                            "to be scaled",
                            feature + 1, x.min, x.max));
        }
        scaling.features.push_back(fitted);
    }
    return scaling;
}

}  // namespace mlp
