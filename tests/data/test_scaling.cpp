#include "mlp/core/error.h"
#include "mlp/data/number_facts.h"
#include "mlp/data/scaling.h"
#include "mlp/data/yeo_johnson.h"

#include <cmath>
#include <limits>
#include <numeric>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

constexpr double gap = std::numeric_limits<double>::quiet_NaN();

NumberFacts facts_of(const std::vector<double>& numbers) {
    std::vector<Index> rows(numbers.size());
    std::iota(rows.begin(), rows.end(), 0);
    return number_facts(
               rows, [&](Index row, double* out) { *out = numbers[static_cast<std::size_t>(row)]; },
               {true})
        .front();
}

NumberTransform fitted(const std::string& scaler, const std::vector<double>& numbers) {
    return scalers().make(scaler)->fit(facts_of(numbers));
}

std::vector<double> scaled(const std::string& scaler, const std::vector<double>& numbers) {
    const auto transform = fitted(scaler, numbers);
    std::vector<double> result;
    for (const double x : numbers) result.push_back(transform.apply(x));
    return result;
}

bool close(const std::vector<double>& a, const std::vector<double>& b, double tolerance) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!(std::abs(a[i] - b[i]) <= tolerance)) return false;
    }
    return true;
}

}  // namespace

TEST_CASE("facts: count, mean, deviation and range, with missing numbers left out") {
    const auto facts = facts_of({1, gap, 3, 5, gap, 7});
    CHECK(facts.count == 4);
    CHECK(facts.missing == 2);
    CHECK(facts.mean == 4);
    CHECK(facts.stddev == std::sqrt(5.0));
    CHECK(facts.min == 1);
    CHECK(facts.max == 7);
    CHECK(facts.sorted == std::vector<double>{1, 3, 5, 7});
}

TEST_CASE("facts: several columns at once, sorted only where asked for") {
    const std::vector<Index> rows{2, 0};
    const auto facts = number_facts(rows,
                                    [](Index row, double* out) {
                                        out[0] = static_cast<double>(row);
                                        out[1] = 10.0 - static_cast<double>(row);
                                    },
                                    {false, true});
    CHECK(facts[0].sorted.empty());
    CHECK(facts[1].sorted == std::vector<double>{8, 10});
    CHECK(facts[0].mean == 1);
}

TEST_CASE("facts: quantiles are NumPy's") {
    // numpy.quantile([1, 2, 4, 8, 16], q)
    const auto facts = facts_of({8, 1, 16, 2, 4});
    CHECK(facts.quantile(0) == 1);
    CHECK(facts.quantile(0.25) == 2);
    CHECK(facts.quantile(0.3) == doctest::Approx(2.4).epsilon(1e-15));
    CHECK(facts.median() == 4);
    CHECK(facts.quantile(0.9) == doctest::Approx(12.8).epsilon(1e-15));
    CHECK(facts.quantile(1) == 16);
    CHECK(facts_of({1, 2}).median() == 1.5);
}

TEST_CASE("scaling: none changes nothing") {
    CHECK(fitted("none", {1, 2, 3}).is_identity());
    CHECK(scaled("none", {1, 2, 3}) == std::vector<double>{1, 2, 3});
}

TEST_CASE("scaling: standardize brings a column to mean 0 and deviation 1") {
    // Mean 4, variance (9 + 1 + 1 + 9) / 4 = 5.
    const double root = std::sqrt(5.0);
    CHECK(close(scaled("standardize", {1, 3, 5, 7}), {-3 / root, -1 / root, 1 / root, 3 / root},
                1e-15));
}

TEST_CASE("scaling: minmax brings a column to the range from 0 to 1") {
    CHECK(scaled("minmax", {2, 6, 3, 10}) == std::vector<double>{0, 0.5, 0.125, 1});
}

TEST_CASE("scaling: robust takes the median and the quartiles") {
    // Quartiles 2 and 8, median 4.
    CHECK(close(scaled("robust", {1, 2, 4, 8, 1e6}), {-0.5, -1.0 / 3, 0, 2.0 / 3, 999996.0 / 6},
                1e-9));
}

TEST_CASE("scaling: log1p is log(1 + x), standardized") {
    // log(1 + x) is 0, 1, 2, 3; mean 1.5, variance 1.25.
    const double e = std::exp(1.0);
    const double root = std::sqrt(1.25);
    CHECK(close(scaled("log1p", {0, e - 1, e * e - 1, e * e * e - 1}),
                {-1.5 / root, -0.5 / root, 0.5 / root, 1.5 / root}, 1e-14));
}

TEST_CASE("scaling: yeo_johnson agrees with scikit-learn") {
    // sklearn.preprocessing.PowerTransformer().fit_transform(...) of scikit-learn 1.2.1.
    const std::vector<double> skewed{0.1, 0.2, 0.4, 0.9, 1.5, 3.0, 8.0, 21.0};
    const std::vector<double> both{-3.0, -1.0, -0.5, 0.0, 0.25, 1.0, 2.0, 10.0};
    CHECK(fitted("yeo_johnson", skewed).lambda == doctest::Approx(-0.590020050).epsilon(1e-6));
    CHECK(fitted("yeo_johnson", both).lambda == doctest::Approx(0.509009398).epsilon(1e-6));
    CHECK(close(scaled("yeo_johnson", skewed),
                {-1.270608525, -1.096121861, -0.808159548, -0.309510563, 0.068056753, 0.588281375,
                 1.207298122, 1.620764248},
                1e-6));
    CHECK(close(scaled("yeo_johnson", both),
                {-1.930757688, -0.537997422, -0.269727524, -0.042497632, 0.053913045, 0.296606084,
                 0.558069218, 1.872391919},
                1e-6));
}

TEST_CASE("scaling: a column that never changes becomes 0 and is not blown up") {
    for (const std::string scaler : {"standardize", "minmax", "robust", "log1p", "yeo_johnson"}) {
        CAPTURE(scaler);
        // The mean of eight times 1.1, summed up, is not exactly 1.1.
        for (const double x : scaled(scaler, std::vector<double>(8, 1.1)))
            CHECK(std::abs(x) < 1e-15);
    }
}

TEST_CASE("scaling: invert undoes apply") {
    for (const auto& scaler : scalers().names()) {
        CAPTURE(scaler);
        const auto transform = fitted(scaler, {-0.5, 0.25, 3, 40, 1000});
        for (const double x : {-0.9, -0.5, 0.0, 0.1, 1.0, 20.0, 1000.0, 2000.0}) {
            CAPTURE(x);
            CHECK(transform.invert(transform.apply(x)) == doctest::Approx(x).epsilon(1e-9));
        }
    }
}

TEST_CASE("scaling: the curves of Yeo and Johnson, also at the two lambdas that are limits") {
    const auto bend = [](double lambda, double x) {
        return NumberTransform::bend(Curve::yeo_johnson, lambda, x);
    };
    CHECK(bend(1, 3) == doctest::Approx(3).epsilon(1e-15));
    CHECK(bend(1, -3) == doctest::Approx(-3).epsilon(1e-15));
    CHECK(bend(2, 3) == doctest::Approx(7.5).epsilon(1e-15));
    CHECK(bend(0, 3) == std::log1p(3));
    CHECK(bend(2, -3) == -std::log1p(3));
    CHECK(bend(0, -3) == doctest::Approx(-7.5).epsilon(1e-15));
    CHECK(bend(1e-9, 3) == doctest::Approx(std::log1p(3)).epsilon(1e-8));
}

TEST_CASE("scaling: deviations are right far away from zero") {
    CHECK(scaled("standardize", {1e9 + 1, 1e9 + 3, 1e9 + 5, 1e9 + 7})[3] ==
          doctest::Approx(3 / std::sqrt(5.0)).epsilon(1e-9));
}
