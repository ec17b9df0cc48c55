#include "mlp/data/scaling.h"

#include "mlp/data/yeo_johnson.h"

#include <cmath>

namespace mlp {
namespace {

/// 1/width, and 1 for columns that never change.
double reciprocal(double width) { return width > 0 ? 1 / width : 1; }

/// The curve, and what is left of it to mean 0 and standard deviation 1.
NumberTransform standardized(Curve curve, double lambda, const NumberFacts& x) {
    double mean = 0;
    double squares = 0;
    double count = 0;
    for (const double number : x.sorted) {
        const double bent = NumberTransform::bend(curve, lambda, number);
        const double deviation = bent - mean;
        mean += deviation / ++count;
        squares += deviation * (bent - mean);
    }
    const double stddev = x.max > x.min ? std::sqrt(squares / count) : 0;
    return {curve, lambda, mean, reciprocal(stddev)};
}

struct None {
    static constexpr std::string_view name = "none";
    static constexpr std::string_view help = "as they are";
    static constexpr ScalerTraits traits{false};
    static Options<None> options() { return {}; }
    NumberTransform fit(const NumberFacts&) const { return {}; }
};

struct Standardize {
    static constexpr std::string_view name = "standardize";
    static constexpr std::string_view help = "to mean 0 and standard deviation 1";
    static constexpr ScalerTraits traits{false};
    static Options<Standardize> options() { return {}; }
    NumberTransform fit(const NumberFacts& x) const {
        return {Curve::none, 1, x.mean, reciprocal(x.stddev)};
    }
};

struct MinMax {
    static constexpr std::string_view name = "minmax";
    static constexpr std::string_view help = "to the range from 0 to 1";
    static constexpr ScalerTraits traits{false};
    static Options<MinMax> options() { return {}; }
    NumberTransform fit(const NumberFacts& x) const {
        return {Curve::none, 1, x.min, reciprocal(x.max - x.min)};
    }
};

struct Robust {
    static constexpr std::string_view name = "robust";
    static constexpr std::string_view help =
        "to median 0 and distance 1 between the quartiles; a few wild numbers do not matter";
    static constexpr ScalerTraits traits{true};
    static Options<Robust> options() { return {}; }
    NumberTransform fit(const NumberFacts& x) const {
        return {Curve::none, 1, x.median(), reciprocal(x.quantile(0.75) - x.quantile(0.25))};
    }
};

struct Log1p {
    static constexpr std::string_view name = "log1p";
    static constexpr std::string_view help =
        "log(1 + x), then standardized; for counts and sums that reach far up, above -1";
    static constexpr ScalerTraits traits{true};
    static Options<Log1p> options() { return {}; }
    NumberTransform fit(const NumberFacts& x) const { return standardized(Curve::log1p, 1, x); }
};

struct YeoJohnson {
    static constexpr std::string_view name = "yeo_johnson";
    static constexpr std::string_view help =
        "a power of x that makes it look most like a normal distribution, then standardized";
    static constexpr std::string_view source = "Yeo and Johnson 2000";
    static constexpr ScalerTraits traits{true};
    static Options<YeoJohnson> options() { return {}; }
    NumberTransform fit(const NumberFacts& x) const {
        return standardized(Curve::yeo_johnson, yeo_johnson_lambda(x.sorted), x);
    }
};

template <class S>
class ScalerOf final : public Scaler {
  public:
    explicit ScalerOf(const S& s) : s_(s) {}
    std::string_view name() const override { return S::name; }
    NumberTransform fit(const NumberFacts& facts) const override { return s_.fit(facts); }

  private:
    S s_;
};

template <class... S>
Catalogue<Scaler> table() {
    return {"scaling", "", {catalogue_entry<Scaler, S, ScalerOf<S>>()...}};
}

}  // namespace

/// The table: one struct above, one name here.
const Catalogue<Scaler>& scalers() {
    static const auto catalogue = table<None, Standardize, MinMax, Robust, Log1p, YeoJohnson>();
    return catalogue;
}

const CatalogueInfo& scaler_names() { return scalers(); }

}  // namespace mlp
