#include "mlp/optim/optimizer.h"

#include "optim/functions.h"
#include "support.h"

#include <limits>
#include <random>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

Vector<double> random_vector(Index n, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    return Vector<double>::NullaryExpr(n, [&] { return normal(random); });
}

/// ½ (w−c)ᵀA(w−c) with a condition number of some 100. The minimum is 0.
struct Quadratic {
    Matrix<double> a;
    Vector<double> c;

    explicit Quadratic(Index n) : c(random_vector(n, 2)) {
        const Vector<double> numbers = random_vector(n * n, 1);
        const Matrix<double> m = Eigen::Map<const Matrix<double>>(numbers.data(), n, n);
        a = m * m.transpose() + Matrix<double>::Identity(n, n);
    }
    double operator()(const Vector<double>& w, Vector<double>& g) const {
        g = a * (w - c);
        return 0.5 * (w - c).dot(g);
    }
};

/// Steps until the gradient is small; checks on each what is promised of every one.
int steps_to_minimum(FunctionLoss<double>& f, const Choice& choice, double tolerance, int most) {
    const auto lbfgs = optimizers<double>().make(choice);
    for (int steps = 0; steps < most; ++steps) {
        const double f0 = f.value();
        if (f.g.norm() < tolerance) return steps;
        const Vector<double> w0 = f.w;
        const Vector<double> g0 = f.g;
        const double f1 = f.step(*lbfgs);
        const Vector<double> moved = f.w - w0;
        REQUIRE(moved.norm() > 0);
        REQUIRE(g0.dot(moved) < 0);
        // The strong Wolfe conditions, along d = moved. The slack is for rounding of f.
        CHECK(f1 <= f0 + 1e-4 * g0.dot(moved) + 1e-15 * std::abs(f0));
        CHECK(std::abs(f.g.dot(moved)) <= 0.9 * std::abs(g0.dot(moved)) * (1 + 1e-9));
    }
    return most;
}

}  // namespace

TEST_CASE("lbfgs: a quadratic function of n numbers takes about n steps") {
    for (const Index n : {2, 5, 10, 20}) {
        CAPTURE(n);
        const Quadratic quadratic(n);
        FunctionLoss<double> f(random_vector(n, 3), quadratic);
        // With a line search that is as good as exact they are conjugate gradients.
        const Choice exact{"lbfgs", {{"history_size", n}, {"c2", 2e-4}}};
        CHECK(steps_to_minimum(f, exact, 1e-9, 1000) <= n + 1);
        CHECK((f.w - quadratic.c).norm() < 1e-9);

        f.w = random_vector(n, 3);
        const Choice choice{"lbfgs", {{"history_size", n}}};
        CHECK(steps_to_minimum(f, choice, 1e-9, 1000) <= 6 * n);
        CHECK((f.w - quadratic.c).norm() < 1e-9);
    }
}

TEST_CASE("lbfgs: Rosenbrock's valley, to 1e-8") {
    FunctionLoss<double> two(Vector<double>{{-1.2, 1.0}}, rosenbrock<double>);
    CHECK(steps_to_minimum(two, "lbfgs", 1e-9, 1000) < 50);
    CHECK((two.w - Vector<double>::Ones(2)).norm() < 1e-8);

    FunctionLoss<double> ten(Vector<double>::Constant(10, -0.5), rosenbrock<double>);
    CHECK(steps_to_minimum(ten, "lbfgs", 1e-9, 1000) < 100);
    CHECK((ten.w - Vector<double>::Ones(10)).norm() < 1e-8);
}

TEST_CASE("lbfgs: float32 gets as far as its rounding") {
    FunctionLoss<float> f(Vector<float>{{-1.2F, 1.0F}}, rosenbrock<float>);
    const auto lbfgs = optimizers<float>().make("lbfgs");
    for (int i = 0; i < 60; ++i) f.step(*lbfgs);
    CHECK((f.w - Vector<float>::Ones(2)).norm() < 1e-3F);
}

TEST_CASE("lbfgs: the first step is tried where PyTorch tries it, min(1, 1/|g|_1) lr") {
    for (const double scale : {100.0, 0.01}) {
        CAPTURE(scale);
        FunctionLoss<double> f(Vector<double>{{3, -4}},
                               [&](const Vector<double>& w, Vector<double>& g) {
                                   g = scale * w;
                                   return scale / 2 * w.squaredNorm();
                               });
        const auto lbfgs = optimizers<double>().make("lbfgs");
        lbfgs->set_learning_rate(0.5);
        CHECK(lbfgs->learning_rate() == 0.5);
        const Vector<double> w0 = f.w;
        f.step(*lbfgs);
        REQUIRE_FALSE(f.tried.empty());
        const double length = 0.5 * std::min(1.0, 1 / (7 * scale));
        const Vector<double> expected = w0 - length * scale * w0;
        CHECK((f.tried.front() - expected).norm() < 1e-14);
    }
}

namespace {

using Pairs = std::vector<std::pair<Vector<double>, Vector<double>>>;

/// −Hg by dense matrices: H ← VᵀHV + ρssᵀ, V = I − ρysᵀ, ρ = 1/sᵀy, from H = sᵀy/yᵀy I with the
/// newest pair (Nocedal and Wright 2006, equations 7.16 and 7.20).
Vector<double> bfgs_direction(const Pairs& pairs, std::size_t history, const Vector<double>& g) {
    const Matrix<double> unit = Matrix<double>::Identity(g.size(), g.size());
    const auto& newest = pairs.back();
    Matrix<double> h = unit * (newest.first.dot(newest.second) / newest.second.squaredNorm());
    for (std::size_t k = pairs.size() - std::min(pairs.size(), history); k < pairs.size(); ++k) {
        const Vector<double>& s = pairs[k].first;
        const Vector<double>& y = pairs[k].second;
        const double rho = 1 / s.dot(y);
        const Matrix<double> v = unit - rho * y * s.transpose();
        h = (v.transpose() * h * v + rho * s * s.transpose()).eval();
    }
    return -h * g;
}

}  // namespace

TEST_CASE("lbfgs: directions are those of the BFGS matrix made of the last pairs") {
    for (const Index history : {1, 3, 8}) {
        CAPTURE(history);
        FunctionLoss<double> f(Vector<double>::Constant(6, -0.7), rosenbrock<double>);
        const auto lbfgs = optimizers<double>().make({"lbfgs", {{"history_size", history}}});
        Pairs pairs;
        for (int i = 0; i < 15; ++i) {
            f.value();
            const Vector<double> w0 = f.w;
            const Vector<double> g0 = f.g;
            f.step(*lbfgs);
            if (!pairs.empty()) {
                const auto d = bfgs_direction(pairs, std::size_t(history), g0);
                CHECK((f.tried.front() - w0 - d).norm() < 1e-9 * d.norm());
            }
            pairs.emplace_back(f.w - w0, f.g - g0);
            REQUIRE(pairs.back().first.dot(pairs.back().second) > 0);
        }
    }
}

TEST_CASE("lbfgs: a step along which the function curves down leaves no pair behind") {
    // Without a search to speak of, steps end in places where w⁴/4 − w²/2 is still concave.
    const Vector<double> scale{{1, 3, 0.5}};
    FunctionLoss<double> f(Vector<double>{{1e-4, 1.5, -1e-5}},
                           [&](const Vector<double>& w, Vector<double>& g) {
                               const auto x = w.array();
                               g = scale.array() * (x.cube() - x);
                               return (scale.array() * (x.pow(4) / 4 - x.square() / 2)).sum();
                           });
    const auto lbfgs = optimizers<double>().make(
        {"lbfgs", {{"max_evaluations", Index(1)}, {"learning_rate", 0.3}}});
    Pairs pairs;
    int left_out = 0;
    int compared = 0;
    int last_stuck = -2;
    for (int i = 0; i < 40; ++i) {
        f.value();
        const Vector<double> w0 = f.w;
        const Vector<double> g0 = f.g;
        f.step(*lbfgs);
        if (!pairs.empty()) {
            const Vector<double> d = 0.3 * bfgs_direction(pairs, 10, g0);
            CHECK((f.tried.front() - w0 - d).norm() < 1e-9 * d.norm());
            ++compared;
        }
        const Vector<double> s = f.w - w0;
        const Vector<double> y = f.g - g0;
        if (s.isZero(0)) {
            pairs.clear();  // no lower point: it starts anew, and gets away
            CHECK(last_stuck < i - 1);
            last_stuck = i;
        } else if (s.dot(y) > 0) {
            pairs.emplace_back(s, y);
        } else {
            left_out += pairs.empty() ? 0 : 1;
        }
    }
    CHECK(left_out > 0);
    CHECK(compared > 20);
    CHECK(last_stuck > 0);
}

TEST_CASE("lbfgs: the loss never rises, however few looks a search has") {
    for (const Index looks : {1, 2, 3, 25}) {
        for (const double rate : {1e-6, 1.0, 1e6}) {
            CAPTURE(looks);
            CAPTURE(rate);
            FunctionLoss<double> f(Vector<double>{{-1.2, 1.0, 0.3}}, rosenbrock<double>);
            const auto lbfgs = optimizers<double>().make(
                {"lbfgs", {{"max_evaluations", looks}, {"learning_rate", rate}}});
            const double start = f.value();
            double last = start;
            for (int i = 0; i < 40; ++i) {
                const double now = f.step(*lbfgs);
                CHECK(now <= last);
                CHECK(f.tried.size() <= std::size_t(looks) + 1);
                last = now;
            }
            if (looks == 25) CHECK(last < 0.01 * start);
        }
    }
}

TEST_CASE("lbfgs: a batch that changes between steps does no harm") {
    double shift = 0;
    FunctionLoss<double> f(Vector<double>{{-1.2, 1.0}},
                           [&](const Vector<double>& w, Vector<double>& g) {
                               const double value = rosenbrock<double>(w, g);
                               g[0] += 20 * shift;
                               return value + 20 * shift * w[0];
                           });
    const auto lbfgs = optimizers<double>().make("lbfgs");
    const Vector<double> shifts = random_vector(50, 4);
    for (Index i = 0; i < 50; ++i) {
        shift = shifts[i];
        const double before = f.value();
        CHECK(f.step(*lbfgs) <= before);
    }
    shift = 0;
    f.value();
    CHECK(steps_to_minimum(f, "lbfgs", 1e-9, 200) < 100);
}

TEST_CASE("lbfgs: where the loss or its gradient is not finite, the step becomes shorter") {
    // w − ln w is defined for w > 0 only; the first step is tried far on the other side.
    const double nan = std::numeric_limits<double>::quiet_NaN();
    using Beyond = std::pair<double, double>;  // the loss and the gradient there
    for (const auto& beyond : {Beyond{infinity, 1}, Beyond{nan, 1}, Beyond{infinity, infinity},
                               Beyond{nan, nan}, Beyond{-1e9, nan}, Beyond{-1e9, infinity}}) {
        CAPTURE(beyond.first);
        CAPTURE(beyond.second);
        FunctionLoss<double> f(Vector<double>{{5, 0.01}},
                               [&](const Vector<double>& w, Vector<double>& g) {
                                   g = 1 - w.array().inverse();
                                   if (w.minCoeff() > 0) return w.sum() - w.array().log().sum();
                                   g.setConstant(beyond.second);
                                   return beyond.first;
                               });
        const Choice choice{"lbfgs", {{"learning_rate", 1000.0}}};
        CHECK(steps_to_minimum(f, choice, 1e-9, 100) < 60);
        CHECK((f.w - Vector<double>::Ones(2)).norm() < 1e-8);
    }
}

TEST_CASE("lbfgs: where nothing is lower, w stays") {
    // A gradient that lies: every way is up.
    FunctionLoss<double> f(Vector<double>{{1, 2}}, [](const Vector<double>& w, Vector<double>& g) {
        g.setOnes();
        return (w - Vector<double>{{1, 2}}).norm();
    });
    const auto lbfgs = optimizers<double>().make("lbfgs");
    CHECK(f.step(*lbfgs) == 0);
    CHECK(f.w == Vector<double>{{1, 2}});
    CHECK(f.tried.size() > 1);

    // A stationary point: there is no direction, and nothing to look at.
    FunctionLoss<double> flat(Vector<double>{{1, 1}}, rosenbrock<double>);
    flat.step(*lbfgs);
    CHECK(flat.w == Vector<double>::Ones(2));
    CHECK(flat.tried.empty());
    CHECK(lbfgs->steps() == 2);
}

TEST_CASE("lbfgs: a NaN in the gradient is seen in the weights") {
    FunctionLoss<double> f(Vector<double>{{1, 2}}, [](const Vector<double>&, Vector<double>& g) {
        g << 1, std::numeric_limits<double>::quiet_NaN();
        return 1.0;
    });
    const auto lbfgs = optimizers<double>().make("lbfgs");
    f.step(*lbfgs);
    CHECK(std::isnan(f.w[1]));
}

TEST_CASE("lbfgs: needs the loss of the batch, and says so") {
    CHECK(optimizers<float>().traits("lbfgs").needs_batch_loss);
    const auto lbfgs = optimizers<float>().make("lbfgs");
    CHECK(lbfgs->traits().needs_batch_loss);
    CHECK(lbfgs->traits().only_loss.empty());
    Vector<float> w = Vector<float>::Ones(2);
    CHECK_THROWS_WITH_AS(lbfgs->step({w.data(), 2}, {w.data(), 2}),
                         "lbfgs: step() needs the loss of the batch, for its line search",
                         InputError);
}
