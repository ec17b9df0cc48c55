#include "mlp/core/error.h"
#include "mlp/data/scaling.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

const std::vector<Index> all{0, 1, 2, 3};

/// Two features of four samples; the second never changes.
Matrix<double> table() {
    return (Matrix<double>(2, 4) << 1, 3, 5, 7, 0.1, 0.1, 0.1, 0.1).finished();
}

template <class T = double>
Matrix<T> scaled(const std::string& scaler, const Matrix<double>& inputs,
                 const std::vector<Index>& rows = all) {
    return fit_scaling(*scalers().make(scaler), view(inputs), rows).apply<T>(view(inputs));
}

}  // namespace

TEST_CASE_TEMPLATE("scaling: none changes nothing", T, float, double) {
    CHECK(scaled<T>("none", table()) == table().cast<T>());
}

TEST_CASE_TEMPLATE("scaling: standardize brings a feature to mean 0 and deviation 1", T, float,
                   double) {
    const Matrix<T> result = scaled<T>("standardize", table());
    // Mean 4, variance (9 + 1 + 1 + 9) / 4 = 5.
    const T root = std::sqrt(T(5));
    const T tolerance = 4 * std::numeric_limits<T>::epsilon();
    CHECK(std::abs(result(0, 0) + 3 / root) < tolerance);
    CHECK(std::abs(result(0, 1) + 1 / root) < tolerance);
    CHECK(std::abs(result(0, 3) - 3 / root) < tolerance);
}

TEST_CASE_TEMPLATE("scaling: minmax brings a feature to the range from 0 to 1", T, float, double) {
    const Matrix<T> result = scaled<T>("minmax", (Matrix<double>(1, 4) << 2, 6, 3, 10).finished());
    CHECK(result == (Matrix<T>(1, 4) << 0, 0.5, 0.125, 1).finished());
}

TEST_CASE("scaling: a feature that never changes becomes 0 and is not blown up") {
    for (const std::string scaler : {"standardize", "minmax"}) {
        CAPTURE(scaler);
        CHECK(scaled(scaler, table()).row(1).cwiseAbs().maxCoeff() < 1e-16);
        // The mean of eight times 1.1, summed up, is not exactly 1.1.
        const Matrix<double> constant = Matrix<double>::Constant(1, 8, 1.1);
        CHECK(scaled(scaler, constant, {0, 1, 2, 3, 4, 5, 6, 7}).cwiseAbs().maxCoeff() < 1e-15);
    }
}

TEST_CASE("scaling: is learnt from the given rows only, and applied to all") {
    const Matrix<double> inputs = (Matrix<double>(1, 4) << 0, 4, 100, -100).finished();
    CHECK(scaled("minmax", inputs, {0, 1}) == (Matrix<double>(1, 4) << 0, 1, 25, -25).finished());
    CHECK(scaled("standardize", inputs, {0, 1}) ==
          (Matrix<double>(1, 4) << -1, 1, 49, -51).finished());
}

TEST_CASE("scaling: original undoes apply") {
    for (const std::string name : {"none", "standardize", "minmax"}) {
        CAPTURE(name);
        const Matrix<double> raw = table();
        const auto scaling = fit_scaling(*scalers().make(name), view(raw), all);
        const Matrix<double> inputs = scaling.apply<double>(view(raw));
        for (Index i = 0; i < inputs.rows(); ++i) {
            for (Index j = 0; j < inputs.cols(); ++j) {
                CHECK(scaling.original(i, inputs(i, j)) == doctest::Approx(table()(i, j)));
            }
        }
    }
}

TEST_CASE("scaling: deviations are right far away from zero") {
    const Matrix<double> inputs =
        (Matrix<double>(1, 4) << 1e9 + 1, 1e9 + 3, 1e9 + 5, 1e9 + 7).finished();
    const Matrix<double> result = scaled("standardize", inputs);
    CHECK(result(0, 3) == doctest::Approx(3 / std::sqrt(5.0)).epsilon(1e-6));
}

TEST_CASE("scaling: large numbers that differ a little are told apart in float32 as well") {
    const Matrix<double> times =
        (Matrix<double>(1, 4) << 1.7e9, 1.7e9 + 1, 1.7e9 + 2, 1.7e9 + 3).finished();
    CHECK(scaled<float>("minmax", times)(0, 1) == doctest::Approx(1.0 / 3));
}

TEST_CASE("scaling: numbers too large for their spread to be computed are refused") {
    const Matrix<double> huge = (Matrix<double>(1, 4) << 1e300, -1e300, 1, 2).finished();
    CHECK_THROWS_AS(scaled("standardize", huge), InputError);
}
