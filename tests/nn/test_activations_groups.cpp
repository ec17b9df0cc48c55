#include "nn/test_activations.h"

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

Matrix<double> column(const std::vector<double>& numbers) {
    return Eigen::Map<const Vector<double>>(numbers.data(), static_cast<Index>(numbers.size()));
}

template <class T = double>
Matrix<T> f(const Choice& choice, const Matrix<T>& z) {
    return BoundActivation<T>(choice, Shape(z.rows())).forward(z);
}

Matrix<double> random_logits(Index rows, Index cols, double scale) {
    Random random(8, RandomStream::weights);
    Matrix<double> z(rows, cols);
    for (Index i = 0; i < z.size(); ++i) z.data()[i] = scale * random.normal();
    return z;
}

/// Algorithm 1 of Martins and Astudillo 2016, which sorts.
Vector<double> sorted_sparsemax(const Vector<double>& z) {
    Vector<double> sorted = z;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    double sum = 0;
    double tau = 0;
    for (Index k = 0; k < z.size(); ++k) {
        sum += sorted(k);
        const double count = static_cast<double>(k + 1);
        if (1 + count * sorted(k) > sum) tau = (sum - 1) / count;
    }
    return z.unaryExpr([tau](double x) { return std::max(x - tau, 0.0); });
}

}  // namespace

TEST_CASE("activations: softmax columns are probabilities, whatever is added to all logits") {
    Matrix<double> z(3, 2);
    z << 1, -50, 2, 0, 3, 700;
    for (const Choice& choice : {Choice("softmax"), Choice("softmax", {{"temperature", 3.0}})}) {
        const Matrix<double> a = f(choice, z);
        CHECK(a.colwise().sum().isApprox(Matrix<double>::Ones(1, 2), 1e-15));
        CHECK(a.isApprox(f<double>(choice, z.array() + 1000), 1e-13));
    }
}

TEST_CASE("activations: a temperature divides the logits, and logit_scale says so") {
    const Matrix<double> z = random_logits(5, 7, 2);
    const Choice choice("softmax", {{"temperature", 2.5}});
    const double scale = activations<double>().make(choice)->logit_scale();
    CHECK(f(choice, z).isApprox(f<double>("softmax", z / 2.5), 1e-14));
    CHECK(f(choice, z).isApprox(f<double>("softmax", scale * z), 1e-14));
}

TEST_CASE(
    "activations: log_softmax is the logarithm of softmax, and right where that rounds to 1") {
    const Matrix<double> z = random_logits(5, 7, 2);
    const Matrix<double> logarithms = f("softmax", z).array().log();
    CHECK(f("log_softmax", z).isApprox(logarithms, 1e-14));

    const Matrix<double> a = f("log_softmax", column({0, 40, -1}));
    const double others = std::exp(-40.0) + std::exp(-41.0);
    CHECK(std::abs(a(1) / -others - 1) < 1e-14);
    CHECK(a(0) == -40);
    CHECK(a(2) == -41);
    CHECK(f("log_softmax", column({7})).isZero(0));
}

TEST_CASE("activations: sparsemax on small cases that can be done by hand") {
    CHECK(f("sparsemax", column({5})) == column({1}));
    CHECK(f("sparsemax", column({0, 0})) == column({0.5, 0.5}));
    CHECK(f("sparsemax", column({3, 3, 3, 3})) == column({0.25, 0.25, 0.25, 0.25}));
    CHECK(f("sparsemax", column({1, 0})) == column({1, 0}));
    CHECK(f("sparsemax", column({0.5, 0})) == column({0.75, 0.25}));
    // The support is 1.1 and 0.2, so τ = (1.3 − 1)/2 = 0.15
    CHECK(f("sparsemax", column({0.1, 1.1, 0.2})).isApprox(column({0, 0.95, 0.05}), 1e-15));
    // It is the projection to the simplex, so a point of the simplex stays.
    CHECK(f("sparsemax", column({0.25, 0.125, 0.625})) == column({0.25, 0.125, 0.625}));
}

TEST_CASE("activations: sparsemax gives what sorting gives, for few and many units") {
    int zeros = 0;
    for (const Index units : {2, 3, 10, 1000}) {
        for (const double scale : {0.01, 0.3, 1.0, 30.0}) {
            const Matrix<double> z = random_logits(units, 20, scale);
            const Matrix<double> a = f("sparsemax", z);
            for (Index sample = 0; sample < z.cols(); ++sample) {
                const Vector<double> expected = sorted_sparsemax(z.col(sample));
                CHECK((a.col(sample) - expected).cwiseAbs().maxCoeff() < 1e-12);
            }
            CHECK((a.colwise().sum().array() - 1).abs().maxCoeff() < 1e-13);
            zeros += static_cast<int>((a.array() == 0).count());
            const Matrix<float> single = f<float>("sparsemax", z.cast<float>());
            CHECK((single.cast<double>() - a).cwiseAbs().maxCoeff() < 1e-5);
        }
    }
    CHECK(zeros > 1000);
}

TEST_CASE("activations: the gradient of sparsemax stays within the support and adds up to 0") {
    const Matrix<double> z = column({0.1, 1.1, 0.2});
    BoundActivation<double> sparsemax("sparsemax", Shape(3));
    const Matrix<double> dz = sparsemax.backward(z, sparsemax.forward(z), column({5, 3, 1}));
    CHECK(dz == column({0, 1, -1}));
}

TEST_CASE("activations: maxout takes the largest piece, and the first of equal ones") {
    // 2 units, 3 pieces: rows 0, 2, 4 and rows 1, 3, 5.
    Matrix<double> z(6, 2);
    z << 1, 4,  //
        -1, 7,  //
        3, 4,   //
        -2, 9,  //
        2, 4,   //
        -1, 8;
    Matrix<double> expected_a(2, 2);
    expected_a << 3, 4, -1, 9;
    Matrix<double> delta(2, 2);
    delta << 10, 20, 30, 40;
    Matrix<double> expected_dz(6, 2);
    expected_dz << 0, 20, 30, 0, 10, 0, 0, 40, 0, 0, 0, 0;

    BoundActivation<double> maxout({"maxout", {{"pieces", std::int64_t{3}}}}, Shape(2));
    const Matrix<double> a = maxout.forward(z);
    CHECK(a == expected_a);
    CHECK(maxout.backward(z, a, delta) == expected_dz);

    // dz may be the memory of z.
    Matrix<double> in_place = z;
    maxout.activation->backward(std::as_const(maxout.parameters).values(),
                                view(std::as_const(in_place)), view(a), view(delta), view(in_place),
                                maxout.parameters.gradients());
    CHECK(in_place == expected_dz);
}
