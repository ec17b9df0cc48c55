#include "mlp/core/error.h"
#include "mlp/core/random.h"
#include "mlp/nn/backend.h"
#include "mlp/nn/layers/dense.h"
#include "mlp/nn/network.h"
#include "mlp/nn/products/product.h"

#include "support.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

template <class T>
Matrix<T> numbers(Index rows, Index cols, Random& random) {
    Matrix<T> m(rows, cols);
    for (T& x : m.reshaped()) x = T(random.uniform(-1, 1));
    return m;
}

/// a·b by three loops in double.
template <class T>
Matrix<double> naive(const Matrix<T>& a, const Matrix<T>& b) {
    Matrix<double> c = Matrix<double>::Zero(a.rows(), b.cols());
    for (Index i = 0; i < a.rows(); ++i) {
        for (Index j = 0; j < b.cols(); ++j) {
            for (Index p = 0; p < a.cols(); ++p) c(i, j) += double(a(i, p)) * double(b(p, j));
        }
    }
    return c;
}

/// `rounding`: relative to the depth of the product, as each of its additions rounds.
template <class T>
void check_close(const Matrix<T>& actual, const Matrix<double>& expected, Index depth,
                 double rounding = 2 * double(std::numeric_limits<T>::epsilon())) {
    REQUIRE(actual.rows() == expected.rows());
    REQUIRE(actual.cols() == expected.cols());
    const double error = (actual.template cast<double>() - expected).cwiseAbs().maxCoeff();
    CHECK(error <= rounding * static_cast<double>(depth + 1));
}

Index size_up_to(Index most, Random& random) {
    return 1 + static_cast<Index>(random.below(static_cast<std::uint64_t>(most)));
}

/// All products of a backend against naive loops, at random shapes.
template <class T>
void check_products(const Backend<T>& backend, int shapes, Index most, double rounding) {
    Random random(7, RandomStream::weights);
    for (int shape = 0; shape < shapes; ++shape) {
        const Index units = size_up_to(most, random);
        const Index inputs = size_up_to(most, random);
        const Index samples = size_up_to(most, random);
        CAPTURE(backend.name());
        CAPTURE(units);
        CAPTURE(inputs);
        CAPTURE(samples);
        const Matrix<T> w = numbers<T>(units, inputs, random);
        const Matrix<T> x = numbers<T>(inputs, samples, random);
        const Matrix<T> dz = numbers<T>(units, samples, random);
        const Vector<T> b = numbers<T>(units, 1, random);

        Matrix<T> z = numbers<T>(units, samples, random);
        backend.forward(view(w), {b.data(), units}, view(x), view(z));
        const Matrix<double> without_bias = naive(w, x);
        check_close(z, without_bias.colwise() + b.template cast<double>(), inputs, rounding);
        backend.forward(view(w), {nullptr, 0}, view(x), view(z));
        check_close(z, without_bias, inputs, rounding);

        Matrix<T> dx = numbers<T>(inputs, samples, random);
        backend.backward(view(w), view(dz), view(dx));
        check_close(dx, naive(Matrix<T>(w.transpose()), dz), units, rounding);

        const Matrix<T> before = numbers<T>(units, inputs, random);
        const Index first = static_cast<Index>(random.below(static_cast<std::uint64_t>(inputs)));
        const Index last = first + size_up_to(inputs - first, random);
        const Matrix<double> product = naive(dz, Matrix<T>(x.transpose()));
        for (const bool add : {false, true}) {
            Matrix<double> expected = before.template cast<double>();
            auto columns = expected.middleCols(first, last - first);
            if (!add) columns.setZero();
            columns += product.middleCols(first, last - first);
            Matrix<T> dw = before;
            backend.gradient(view(dz), view(x), first, last, add, view(dw));
            check_close(dw, expected, samples, rounding);
        }
    }
}

/// Rounding of both factors to 8 bits, each to half a unit of the last of them.
constexpr double bfloat16_rounding = 1.0 / 128;

template <class T>
double rounding_of() {
    return 2 * double(std::numeric_limits<T>::epsilon());
}

}  // namespace

TEST_CASE_TEMPLATE("backends: their products are those of three loops", T, float, double) {
    for (const auto& name : backend_names()) {
        if (!has_backend(name) || (name == "onednn" && sizeof(T) == 8)) continue;
        check_products(find_backend<T>(name), name == "onednn" ? 25 : 400, 70, rounding_of<T>());
    }
}

TEST_CASE_TEMPLATE("backends: large products, cut into blocks of depth and parts of all sizes", T,
                   float, double) {
    check_products(native_backend<T>(), 12, 700, rounding_of<T>());
}

TEST_CASE("backends: bfloat16 rounds its factors, not its sums") {
    if (!has_backend("onednn")) return;
    check_products(find_backend<float>("onednn", true), 25, 70, bfloat16_rounding);
}

TEST_CASE_TEMPLATE("native products: a part has the bits that it has in the whole", T, float,
                   double) {
    Random random(3, RandomStream::weights);
    const auto& backend = native_backend<T>();
    for (int shape = 0; shape < 100; ++shape) {
        const Index units = size_up_to(70, random);
        const Index inputs = size_up_to(shape % 10 == 0 ? 700 : 70, random);
        const Index samples = 2 + size_up_to(68, random);
        CAPTURE(units);
        CAPTURE(inputs);
        CAPTURE(samples);
        const Matrix<T> w = numbers<T>(units, inputs, random);
        const Matrix<T> x = numbers<T>(inputs, samples, random);
        const Matrix<T> dz = numbers<T>(units, samples, random);
        const Vector<T> b = numbers<T>(units, 1, random);
        Matrix<T> whole(units, samples);
        backend.forward(view(w), {b.data(), units}, view(x), view(whole));
        Matrix<T> dw(units, inputs);
        backend.gradient(view(dz), view(x), 0, inputs, false, view(dw));

        // Samples one by one.
        Matrix<T> parts(units, samples);
        for (Index n = 0; n < samples; ++n) {
            backend.forward(view(w), {b.data(), units}, {x.data() + n * inputs, inputs, 1},
                            {parts.data() + n * units, units, 1});
        }
        CHECK(parts == whole);

        // The gradient of two shares of the samples, one after the other, in two parts.
        const Index cut = size_up_to(samples - 1, random);
        const Index middle = static_cast<Index>(random.below(static_cast<std::uint64_t>(inputs)));
        Matrix<T> dw_parts(units, inputs);
        for (const auto& [first, last] : {std::pair{Index{0}, middle}, std::pair{middle, inputs}}) {
            if (first == last) continue;
            backend.gradient({dz.data(), units, cut}, {x.data(), inputs, cut}, first, last, false,
                             view(dw_parts));
            backend.gradient({dz.data() + cut * units, units, samples - cut},
                             {x.data() + cut * inputs, inputs, samples - cut}, first, last, true,
                             view(dw_parts));
        }
        CHECK(dw_parts == dw);

        Vector<T> sums(units);
        product::sum_columns<T>(view(dz), false, sums.data());
        Vector<T> in_order = Vector<T>::Zero(units);
        for (Index n = 0; n < samples; ++n) in_order += dz.col(n);
        CHECK(sums == in_order);
    }
}

TEST_CASE("native products: NaN and infinity come through") {
    const auto& backend = native_backend<float>();
    for (const Index units : {1, 4, 20, 60}) {
        Matrix<float> w = Matrix<float>::Ones(units, 5);
        Matrix<float> x = Matrix<float>::Ones(5, 20);
        w(units - 1, 2) = std::numeric_limits<float>::quiet_NaN();
        x(3, 19) = std::numeric_limits<float>::infinity();
        Matrix<float> z(units, 20);
        backend.forward(view(std::as_const(w)), {nullptr, 0}, view(std::as_const(x)), view(z));
        CHECK(std::isnan(z(units - 1, 0)));
        if (units > 1) CHECK(std::isinf(z(0, 19)));
        if (units > 1) CHECK(z(0, 0) == 5);
    }
}

TEST_CASE("backends: unknown ones, and those that lack a type, are errors with a remedy") {
    CHECK(message_of([] { find_backend<float>("cuda"); }) ==
          "there is no backend 'cuda'\n  help: there are native, eigen, onednn");
    CHECK(message_of([] { find_backend<float>("native", true); }) ==
          "the backend 'native' has no products of bfloat16\n  help: use the backend 'onednn'");
    CHECK_THROWS_AS(find_backend<float>("cuda"), InputError);
    CHECK(has_backend("native"));
    CHECK_FALSE(has_backend("cuda"));
    if (has_backend("onednn")) {
        CHECK(message_of([] { find_backend<double>("onednn"); }) ==
              "the backend 'onednn' has no products of float64\n  help: use the backend 'native'");
    } else {
        CHECK(message_of([] { find_backend<float>("onednn"); }).find("-DMLP_ONEDNN=ON") !=
              std::string::npos);
    }
}

TEST_CASE("backends: a network computes the same with each of them, residual blocks included") {
    const Choice inner("dense", {{"units", Index{6}}, {"activation", std::vector<Choice>{"tanh"}}});
    const Choice block("residual", {{"layers", std::vector<Choice>{inner}}});
    Network<double> network(4, {dense(9, "relu"), block, dense(3, "softmax")});
    Random random(1, RandomStream::weights);
    network.initialize(random);
    const Matrix<double> x = numbers<double>(4, 30, random);
    Workspace<double> workspace = network.make_workspace(30);
    const Matrix<double> native = network.forward(view(x), workspace);
    network.use(find_backend<double>("eigen"));
    const Matrix<double> eigen = network.forward(view(x), workspace);
    CHECK((native - eigen).cwiseAbs().maxCoeff() < 1e-14);
}
