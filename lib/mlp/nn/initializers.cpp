#include "mlp/nn/initializer.h"

#include <cmath>

namespace mlp {
namespace {

// Each struct is one initializer; draw() is its definition.

struct Zeros {
    static constexpr std::string_view name = "zeros";
    static constexpr std::string_view help = "all 0: for biases";
    static Options<Zeros> options() { return {}; }
    double draw(Random&, double, double) const { return 0; }
};

struct Constant {
    double value = 0;

    static constexpr std::string_view name = "constant";
    static constexpr std::string_view help = "all the same number";
    static Options<Constant> options() {
        return {{"value", &Constant::value, any_number, "the number"}};
    }
    double draw(Random&, double, double) const { return value; }
};

struct Uniform {
    double min = -0.05;
    double max = 0.05;

    static constexpr std::string_view name = "uniform";
    static constexpr std::string_view help = "uniform in [min, max)";
    static Options<Uniform> options() {
        return {{"min", &Uniform::min, any_number, "smallest weight"},
                {"max", &Uniform::max, any_number, "largest weight"}};
    }
    std::string_view problem() const {
        return min <= max ? "" : "'min' must not be greater than 'max'";
    }
    double draw(Random& random, double, double) const { return random.uniform(min, max); }
};

struct Normal {
    double mean = 0;
    double stddev = 0.05;

    static constexpr std::string_view name = "normal";
    static constexpr std::string_view help = "normally distributed";
    static Options<Normal> options() {
        return {{"mean", &Normal::mean, any_number, "mean of the weights"},
                {"stddev", &Normal::stddev, at_least(0), "their standard deviation"}};
    }
    double draw(Random& random, double, double) const { return mean + stddev * random.normal(); }
};

// Glorot and Bengio 2010: variance 2 / (fan-in + fan-out). A uniform variable in ±b has variance
// b²/3.

struct GlorotUniform {
    static constexpr std::string_view name = "glorot_uniform";
    static constexpr std::string_view help =
        "uniform in +-sqrt(6 / (inputs + units)): for tanh, sigmoid";
    static Options<GlorotUniform> options() { return {}; }
    double draw(Random& random, double inputs, double outputs) const {
        const double bound = std::sqrt(6 / (inputs + outputs));
        return random.uniform(-bound, bound);
    }
};

struct GlorotNormal {
    static constexpr std::string_view name = "glorot_normal";
    static constexpr std::string_view help = "normal with variance 2 / (inputs + units)";
    static Options<GlorotNormal> options() { return {}; }
    double draw(Random& random, double inputs, double outputs) const {
        return std::sqrt(2 / (inputs + outputs)) * random.normal();
    }
};

// He, Zhang, Ren and Sun 2015: variance 2 / fan-in, as relu halves the variance of what passes.

struct HeUniform {
    static constexpr std::string_view name = "he_uniform";
    static constexpr std::string_view help = "uniform in +-sqrt(6 / inputs): for relu and its kin";
    static Options<HeUniform> options() { return {}; }
    double draw(Random& random, double inputs, double) const {
        const double bound = std::sqrt(6 / inputs);
        return random.uniform(-bound, bound);
    }
};

struct HeNormal {
    static constexpr std::string_view name = "he_normal";
    static constexpr std::string_view help = "normal with variance 2 / inputs";
    static Options<HeNormal> options() { return {}; }
    double draw(Random& random, double inputs, double) const {
        return std::sqrt(2 / inputs) * random.normal();
    }
};

template <class S>
class InitializerOf final : public Initializer {
  public:
    explicit InitializerOf(const S& s) : s_(s) {}
    double draw(Random& random, double inputs, double outputs) const override {
        return s_.draw(random, inputs, outputs);
    }

  private:
    S s_;
};

template <class... S>
Catalogue<Initializer> table() {
    return {"initializer", "", {catalogue_entry<Initializer, S, InitializerOf<S>>()...}};
}

}  // namespace

/// The table: one struct above, one name here.
const Catalogue<Initializer>& initializers() {
    static const auto catalogue =
        table<Zeros, Constant, Uniform, Normal, GlorotUniform, GlorotNormal, HeUniform, HeNormal>();
    return catalogue;
}

const CatalogueInfo& initializer_names() { return initializers(); }

}  // namespace mlp
