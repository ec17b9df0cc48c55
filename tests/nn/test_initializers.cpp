#include "mlp/nn/activation.h"
#include "mlp/nn/initializer.h"
#include "mlp/nn/layers/weights.h"

#include <cmath>
#include <vector>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

constexpr Index units = 200;
constexpr Index inputs = 300;

Matrix<double> drawn(const Choice& choice, const Fan& fan = {inputs, units}) {
    Matrix<double> w(fan.outputs, fan.is_bias ? 1 : fan.inputs);
    Random random(1, RandomStream::weights);
    initializers().make(choice)->fill(w, fan, random);
    return w;
}

/// Fans of a first layer, a later one and of biases.
Fan first(Index from, Index to) { return {from, to, false, true}; }
Fan later(Index from, Index to) { return {from, to, false, false}; }
Fan biases(Index from, Index to) { return {from, to, true, false}; }

// With 60,000 numbers the standard error of the mean is 0.004 standard deviations and that of the
// standard deviation below 0.3 %; the tolerances are about five of these.
void check_moments(const Matrix<double>& w, double mean, double stddev) {
    const double found = w.mean();
    CHECK(w.size() == 60'000);
    CHECK(std::abs(found - mean) < 0.02 * stddev);
    CHECK(std::abs(std::sqrt((w.array() - found).square().mean()) / stddev - 1) < 0.015);
}

void check_uniform(const Matrix<double>& w, double min, double max) {
    check_moments(w, (min + max) / 2, (max - min) / std::sqrt(12));
    CHECK(w.minCoeff() >= min);
    CHECK(w.maxCoeff() < max);
    CHECK(w.minCoeff() < min + 0.001 * (max - min));
    CHECK(w.maxCoeff() > max - 0.001 * (max - min));
}

/// The largest |Qᵀ Q − 1|.
double not_orthonormal(const Matrix<double>& q) {
    double largest = 0;
    for (Index i = 0; i < q.cols(); ++i) {
        for (Index j = 0; j < q.cols(); ++j) {
            largest = std::max(largest, std::abs(q.col(i).dot(q.col(j)) - (i == j ? 1 : 0)));
        }
    }
    return largest;
}

}  // namespace

TEST_CASE("initializers: zeros, ones, constant and identity are exact") {
    CHECK(drawn("zeros").isZero(0));
    CHECK(drawn("ones").isConstant(1, 0));
    CHECK(drawn({"constant", {{"value", 0.25}}}).isConstant(0.25, 0));
    for (const Fan& fan : {later(3, 3), later(5, 2), later(2, 5)}) {
        CHECK(drawn("identity", fan) == Matrix<double>::Identity(fan.outputs, fan.inputs));
        CHECK(drawn({"identity", {{"gain", -2.0}}}, fan) ==
              -2 * Matrix<double>::Identity(fan.outputs, fan.inputs));
    }
}

TEST_CASE("initializers: uniform and normal have the bounds and moments asked for") {
    check_uniform(drawn({"uniform", {{"min", -1.0}, {"max", 3.0}}}), -1, 3);
    check_moments(drawn({"normal", {{"mean", 2.0}, {"stddev", 0.5}}}), 2, 0.5);
    CHECK(drawn({"normal", {{"mean", 2.0}, {"stddev", 0.0}}}).isConstant(2, 0));
}

TEST_CASE("initializers: truncated_normal is the normal distribution without its ends") {
    // The variance that is left of 1 within ±c is 1 − 2 c φ(c) / (2 Φ(c) − 1).
    const auto left = [](double c) {
        return 1 - 2 * c * std::exp(-c * c / 2) / std::sqrt(2 * std::acos(-1)) /
                       std::erf(c / std::sqrt(2));
    };
    for (const double cut : {2.0, 0.5}) {
        const auto w = drawn({"truncated_normal", {{"mean", 3.0}, {"stddev", 0.5}, {"cut", cut}}});
        check_moments(w, 3, 0.5 * std::sqrt(left(cut)));
        const double furthest = (w.array() - 3).abs().maxCoeff();
        CHECK(furthest <= 0.5 * cut);
        CHECK(furthest > 0.499 * cut);
    }
    CHECK(drawn({"truncated_normal", {{"cut", 40.0}}}) == drawn("normal"));
}

TEST_CASE(
    "initializers: glorot has variance 2 / (inputs + units), he 2 / inputs, lecun 1 / inputs") {
    const auto check = [](const std::string& family, double variance) {
        CAPTURE(family);
        check_moments(drawn(family + "_normal"), 0, std::sqrt(variance));
        check_uniform(drawn(family + "_uniform"), -std::sqrt(3 * variance),
                      std::sqrt(3 * variance));
    };
    check("glorot", 2.0 / static_cast<double>(inputs + units));
    check("he", 2.0 / static_cast<double>(inputs));
    check("lecun", 1.0 / static_cast<double>(inputs));
}

TEST_CASE("initializers: numbers are drawn unit by unit") {
    const auto check = [](const Choice& choice, auto next) {
        CAPTURE(choice.type);
        const auto w = drawn(choice, later(3, 2));
        Random random(1, RandomStream::weights);
        for (Index unit = 0; unit < 2; ++unit) {
            for (Index input = 0; input < 3; ++input) CHECK(w(unit, input) == next(random));
        }
    };
    const auto uniform = [](double three_variances) {
        return [b = std::sqrt(three_variances)](Random& random) { return random.uniform(-b, b); };
    };
    const auto normal = [](double stddev) {
        return [stddev](Random& random) { return stddev * random.normal(); };
    };
    check("uniform", [](Random& random) { return random.uniform(-0.05, 0.05); });
    check("normal", normal(0.05));
    check("glorot_uniform", uniform(6.0 / 5));
    check("glorot_normal", normal(std::sqrt(2.0 / 5)));
    check("he_uniform", uniform(6.0 / 3));
    check("he_normal", normal(std::sqrt(2.0 / 3)));
    check("lecun_uniform", uniform(3.0 / 3));
    check("lecun_normal", normal(std::sqrt(1.0 / 3)));
    check("siren", uniform(6.0 / 3));
}

TEST_CASE("initializers: float and double start from the same numbers, biases included") {
    for (const auto& name : initializer_names().names()) {
        CAPTURE(name);
        for (const Fan& fan : {first(5, 4), later(5, 4), biases(5, 4)}) {
            Random random_single(3, RandomStream::weights);
            Random random_double(3, RandomStream::weights);
            Matrix<float> single(4, fan.is_bias ? 1 : 5);
            Matrix<double> twice(4, fan.is_bias ? 1 : 5);
            const auto initializer = initializers().make(name);
            initializer->fill(view(single), fan, random_single);
            initializer->fill(view(twice), fan, random_double);
            CHECK(twice.allFinite());
            CHECK(single == twice.cast<float>());
            CHECK(random_single.bits() == random_double.bits());
        }
    }
}

TEST_CASE("initializers: orthogonal makes rows, or columns where there are fewer, orthonormal") {
    for (const Fan& fan : {later(60, 60), later(20, 70), later(70, 20), later(1, 9), later(9, 1)}) {
        const Matrix<double> w = drawn("orthogonal", fan);
        const bool wide = w.rows() < w.cols();
        CHECK(not_orthonormal(wide ? w.transpose() : w) < 1e-12);
        CHECK((drawn({"orthogonal", {{"gain", 3.0}}}, fan) - 3 * w).isZero(1e-15));
    }
}

TEST_CASE("initializers: orthogonal is the Q of the drawn W = QR, with a positive diagonal of R") {
    const Matrix<double> w = drawn({"normal", {{"stddev", 1.0}}}, later(6, 9));  // 9 × 6
    const Matrix<double> q = drawn("orthogonal", later(6, 9));
    for (Index j = 0; j < 6; ++j) {
        for (Index i = 0; i < 6; ++i) {
            const double r = q.col(i).dot(w.col(j));
            if (i == j) CHECK(r > 0);
            if (i > j) CHECK(std::abs(r) < 1e-13);
        }
    }
}

TEST_CASE("initializers: nguyen_widrow has units of one length, and biases within it") {
    const auto check = [](Index from, Index to, double beta) {
        const Matrix<double> w = drawn("nguyen_widrow", first(from, to));
        for (Index unit = 0; unit < to; ++unit) {
            CHECK(std::abs(w.row(unit).norm() / beta - 1) < 1e-14);
        }
        const Matrix<double> b = drawn("nguyen_widrow", biases(from, to));
        CHECK(b.cwiseAbs().maxCoeff() <= beta);
    };
    check(1, 5, 0.7 * 5);
    check(2, 9, 0.7 * 3);
    check(3, 8, 0.7 * 2);
    check(4, 1, 0.7);
    check(300, 1000, 0.7 * std::pow(1000.0, 1.0 / 300));
    check_uniform(drawn("nguyen_widrow", biases(2, 60'000)), -0.7 * std::sqrt(60'000.0),
                  0.7 * std::sqrt(60'000.0));
    // The directions are those of a cube of random points, so the weights have mean 0.
    CHECK(std::abs(drawn("nguyen_widrow").mean()) < 0.02 * 0.7 / std::sqrt(300));
}

TEST_CASE("initializers: sparse leaves the same number of inputs to each unit") {
    const auto zeros_of = [](const Matrix<double>& w, Index row) {
        Index count = 0;
        for (Index col = 0; col < w.cols(); ++col) count += w(row, col) == 0 ? 1 : 0;
        return count;
    };
    const auto check = [&](Index from, double sparsity, Index zeros) {
        const Matrix<double> w = drawn({"sparse", {{"sparsity", sparsity}}}, later(from, 20));
        for (Index unit = 0; unit < 20; ++unit) CHECK(zeros_of(w, unit) == zeros);
    };
    check(10, 0.9, 9);
    check(10, 0.0, 0);
    check(100, 0.29, 29);
    check(7, 0.5, 4);
    check(2, 0.9, 1);  // never all
    check(1, 0.9, 0);

    // Of 600,000 weights, 60,000 are left, all over the inputs.
    const Matrix<double> w = drawn({"sparse", {{"stddev", 0.5}}}, later(300, 2000));
    Matrix<double> kept(60'000, 1);
    Index count = 0;
    for (Index i = 0; i < w.size(); ++i) {
        if (w.data()[i] != 0) kept(count++) = w.data()[i];
    }
    CHECK(count == kept.size());
    check_moments(kept, 0, 0.5);
    for (Index input = 0; input < w.cols(); ++input) {  // 200 ± 13.4 each
        const auto times = static_cast<double>((w.col(input).array() != 0).count());
        CHECK(std::abs(times - 200) < 5 * 13.5);
    }
}

TEST_CASE("initializers: siren has bounds of its own for the first layer, others and biases") {
    const Choice siren{"siren", {{"omega", 30.0}}};
    const double bound = std::sqrt(6.0 / 300);
    check_uniform(drawn(siren, first(300, 200)), -1.0 / 300, 1.0 / 300);
    check_uniform(drawn(siren, later(300, 200)), -bound / 30, bound / 30);
    check_uniform(drawn("siren", later(300, 200)), -bound, bound);
    check_uniform(drawn(siren, biases(4, 60'000)), -0.5, 0.5);
}

TEST_CASE("initializers: biases of what makes sense of a matrix only are zero") {
    for (const char* name : {"identity", "orthogonal", "sparse"}) {
        CHECK(drawn(name, biases(3, 5)).isZero(0));
    }
}

TEST_CASE("initializers: sums and roots are the same on every machine") {
    CHECK(drawn("orthogonal", later(40, 30))(17, 23) == -0x1.196fba8327425p-3);
    CHECK(drawn("orthogonal", later(30, 40))(17, 23) == -0x1.33ff42b65d427p-3);
    CHECK(drawn("nguyen_widrow", later(7, 20))(11, 3) == 0x1.bf20b23a8bb3cp-2);
}

TEST_CASE("initializers: options that make no sense are refused") {
    CHECK_THROWS_WITH_AS(initializers().make({"uniform", {{"min", 1.0}, {"max", 0.0}}}),
                         "uniform: 'min' must not be greater than 'max'", InputError);
    const std::vector<Choice> impossible{
        {"normal", {{"stddev", -1.0}}},         {"constant", {{"value", infinity}}},
        {"truncated_normal", {{"cut", 0.0}}},   {"truncated_normal", {{"stddev", -1.0}}},
        {"orthogonal", {{"gain", 0.0}}},        {"sparse", {{"sparsity", 1.0}}},
        {"sparse", {{"sparsity", -0.1}}},       {"siren", {{"omega", 0.0}}},
        {"identity", {{"gain", std::nan("")}}}, {"zeros", {{"value", 1.0}}}};
    for (const auto& choice : impossible) {
        CAPTURE(choice.type);
        CHECK_THROWS_AS(initializers().make(choice), InputError);
    }
}

TEST_CASE("initializers: each says what it does") {
    for (const auto* entry : initializer_names().entries()) {
        CAPTURE(entry->name);
        CHECK_FALSE(entry->help.empty());
        CHECK_FALSE(entry->formula.empty());
    }
}

TEST_CASE("initializers: the defaults of a layer follow its activation, biases its initializer") {
    for (const auto& name : activation_names().names()) {
        CAPTURE(name);
        const auto& traits = activations<float>().traits(name);
        WeightOptions options;
        options.complete(traits);
        CHECK(options.initializer->type == traits.initializer);
        CHECK(options.bias_initializer->type ==
              (traits.initializer == "siren" ? "siren" : "zeros"));
    }
    for (const auto& name : initializer_names().names()) {
        CAPTURE(name);
        WeightOptions options;
        options.initializer = name;
        options.complete(activations<float>().traits("tanh"));
        CHECK(options.initializer->type == name);
        const bool has_its_own = name == "siren" || name == "nguyen_widrow";
        CHECK(options.bias_initializer->type == (has_its_own ? name : "zeros"));
    }
    WeightOptions options;
    options.initializer = "siren";
    options.bias_initializer = "ones";
    options.complete(activations<float>().traits("tanh"));
    CHECK(options.bias_initializer->type == "ones");
}
