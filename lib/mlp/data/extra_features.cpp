#include "mlp/data/extra_features.h"

#include <cmath>

namespace mlp {
namespace {

struct Squares {
    static constexpr std::string_view name = "squares";
    static constexpr std::string_view help = "the square of every number column";
    static constexpr ExtraFeatureTraits traits{false};
    static Options<Squares> options() { return {}; }
    template <class X>
    static X value(const X& a, const X&) {
        return a * a;
    }
    static std::string label(const std::string& a, const std::string&) { return a + "^2"; }
};

struct Products {
    static constexpr std::string_view name = "products";
    static constexpr std::string_view help = "the product of every two number columns";
    static constexpr ExtraFeatureTraits traits{true};
    static Options<Products> options() { return {}; }
    template <class X>
    static X value(const X& a, const X& b) {
        return a * b;
    }
    static std::string label(const std::string& a, const std::string& b) { return a + "*" + b; }
};

struct Sin {
    static constexpr std::string_view name = "sin";
    static constexpr std::string_view help = "the sine of every number column";
    static constexpr ExtraFeatureTraits traits{false};
    static Options<Sin> options() { return {}; }
    template <class X>
    static X value(const X& a, const X&) {
        using std::sin;
        return sin(a);
    }
    static std::string label(const std::string& a, const std::string&) { return "sin(" + a + ")"; }
};

template <class S>
class ExtraFeatureOf final : public ExtraFeature {
  public:
    explicit ExtraFeatureOf(const S&) {}
    std::string_view name() const override { return S::name; }
    const Traits& traits() const override { return S::traits; }
    double value(double a, double b) const override { return S::value(a, b); }
    Formula symbolic(const Formula& a, const Formula& b) const override { return S::value(a, b); }
    std::string label(const std::string& a, const std::string& b) const override {
        return S::label(a, b);
    }
};

template <class... S>
Catalogue<ExtraFeature> table() {
    return {"extra feature", "", {catalogue_entry<ExtraFeature, S, ExtraFeatureOf<S>>()...}};
}

}  // namespace

/// The table: one struct above, one name here.
const Catalogue<ExtraFeature>& extra_features() {
    static const auto catalogue = table<Squares, Products, Sin>();
    return catalogue;
}

const CatalogueInfo& extra_feature_names() { return extra_features(); }

}  // namespace mlp
