#pragma once

#include "mlp/optim/optimizer.h"

#include <cmath>
#include <functional>
#include <stdexcept>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace mlp::test {

/// Numbers near 1 that differ by rounding alone.
inline void check_close(const std::vector<double>& found, const std::vector<double>& expected) {
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        CAPTURE(i);
        CHECK(std::abs(found[i] - expected[i]) < 1e-15);
    }
}

/// A point, its gradient, and the function of it that an optimizer makes small, in the place of a
/// network with a batch.
template <class T>
class FunctionLoss final : public BatchLoss<T> {
  public:
    /// Returns f(w) and writes its gradient.
    using Function = std::function<T(const Vector<T>& w, Vector<T>& g)>;

    FunctionLoss(Vector<T> start, Function function)
        : w(std::move(start)), g(Vector<T>::Zero(w.size())), function_(std::move(function)) {
        value();
    }

    T loss_and_gradient() override {
        tried.push_back(w);
        return value();
    }
    T loss() override {
        Vector<T> ignored = g;
        return function_(w, ignored);
    }
    T add_normal_equations(Matrix<T>&, Vector<T>&) override {
        throw std::logic_error("no squares");
    }

    /// f(w); g as at w.
    T value() { return function_(w, g); }

    /// One step from w, the way a trainer makes it. Returns f at the new w.
    T step(Optimizer<T>& optimizer) {
        value();
        tried.clear();
        optimizer.step(view(w), {g.data(), g.size()}, this);
        return value();
    }

    Vector<T> w;
    Vector<T> g;
    std::vector<Vector<T>> tried;  ///< where the last step looked

  private:
    static VectorView<T> view(Vector<T>& v) { return {v.data(), v.size()}; }

    Function function_;
};

/// Σ over i of 100(w_{i+1} − w_i²)² + (1 − w_i)²; the minimum is 0 at w = 1.
template <class T>
T rosenbrock(const Vector<T>& w, Vector<T>& g) {
    T f = 0;
    g.setZero();
    for (Index i = 0; i + 1 < w.size(); ++i) {
        const T a = w[i + 1] - w[i] * w[i];
        const T b = 1 - w[i];
        f += 100 * a * a + b * b;
        g[i] += -400 * a * w[i] - 2 * b;
        g[i + 1] += 200 * a;
    }
    return f;
}

}  // namespace mlp::test
