#include "mlp/optim/optimizer.h"

#include "support.h"

#include <cmath>
#include <functional>
#include <limits>
#include <random>

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

/// A sum of squares of residuals r(w) with the Jacobian J(w).
template <class T>
class Residuals : public BatchLoss<T> {
  public:
    using Function = std::function<void(const Vector<T>& w, Vector<T>& r, Matrix<T>& j)>;

    Residuals(Vector<T> start, Index count, Function function)
        : w(std::move(start)), r_(count), j_(count, w.size()), function_(std::move(function)) {}

    T loss_and_gradient() override { throw std::logic_error("it has no use for the gradient"); }
    T loss() override {
        ++looks;
        function_(w, r_, j_);
        return r_.squaredNorm();
    }
    T add_normal_equations(Matrix<T>& jtj, Vector<T>& jtr) override {
        function_(w, r_, j_);
        jtj += j_.transpose() * j_;
        jtr += j_.transpose() * r_;
        return r_.squaredNorm();
    }
    T step(Optimizer<T>& optimizer) {
        looks = 0;
        const Vector<T> g = Vector<T>::Zero(w.size());
        optimizer.step({w.data(), w.size()}, {g.data(), g.size()}, this);
        function_(w, r_, j_);
        return r_.squaredNorm();
    }

    Vector<T> w;
    int looks = 0;  ///< losses that the last step asked for

  private:
    Vector<T> r_;
    Matrix<T> j_;
    Function function_;
};

/// a·e^(bx) through points of the curve with a = 2, b = −1.5; r over √N, as of a mean.
template <class T>
void curve(const Vector<T>& w, Vector<T>& r, Matrix<T>& j) {
    const T root = std::sqrt(T(r.size()));
    for (Index i = 0; i < r.size(); ++i) {
        const T x = T(i) / T(4);
        const T e = std::exp(w[1] * x);
        r[i] = (w[0] * e - 2 * std::exp(T(-1.5) * x)) / root;
        j.row(i) << e / root, w[0] * x * e / root;
    }
}

Matrix<double> random_matrix(Index rows, Index cols) {
    std::mt19937 random(5);
    std::normal_distribution<double> normal;
    return Matrix<double>::NullaryExpr(rows, cols, [&] { return normal(random); });
}

/// Plays back losses: 1 at first, then those given; r = w of one parameter, J = 1.
class Script : public BatchLoss<double> {
  public:
    explicit Script(std::vector<double> losses) : losses_(std::move(losses)) {}
    double loss_and_gradient() override {
        throw std::logic_error("it has no use for the gradient");
    }
    double loss() override { return losses_.at(next_++); }
    double add_normal_equations(Matrix<double>& jtj, Vector<double>& jtr) override {
        jtj(0, 0) += 1;
        jtr(0) += w;
        return 1;
    }
    void step(Optimizer<double>& optimizer) { optimizer.step({&w, 1}, {&w, 1}, this); }
    bool over() const { return next_ == losses_.size(); }

    double w = 1;

  private:
    std::vector<double> losses_;
    std::size_t next_ = 0;
};

}  // namespace

TEST_CASE("levenberg_marquardt: one step with little damping solves linear least squares") {
    const Matrix<double> a = random_matrix(12, 5);
    const Vector<double> b = random_matrix(12, 1);
    Residuals<double> f(Vector<double>::Zero(5), 12,
                        [&](const Vector<double>& w, Vector<double>& r, Matrix<double>& j) {
                            r = a * w - b;
                            j = a;
                        });
    const auto lm = optimizers<double>().make({"levenberg_marquardt", {{"mu", 1e-14}}});
    f.step(*lm);
    const Vector<double> solution = (a.transpose() * a).ldlt().solve(a.transpose() * b);
    CHECK((f.w - solution).norm() < 1e-12 * solution.norm());
}

TEST_CASE("levenberg_marquardt: a step is -(J'J + mu I)^-1 J'r") {
    const Matrix<double> a = random_matrix(12, 5);
    const Vector<double> b = random_matrix(12, 1);
    Residuals<double> f(Vector<double>::Ones(5), 12,
                        [&](const Vector<double>& w, Vector<double>& r, Matrix<double>& j) {
                            r = a * w - b;
                            j = a;
                        });
    const auto lm = optimizers<double>().make({"levenberg_marquardt", {{"mu", 3.0}}});
    Vector<double> expected = Vector<double>::Ones(5);
    double mu = 3;
    for (int i = 0; i < 3; ++i) {
        f.step(*lm);
        const Matrix<double> damped = a.transpose() * a + mu * Matrix<double>::Identity(5, 5);
        expected -= damped.inverse() * a.transpose() * (a * expected - b);
        mu *= 0.1;
        CHECK((f.w - expected).norm() < 1e-13 * expected.norm());
        CHECK(f.looks == 1);
    }
    CHECK(lm->steps() == 3);
}

TEST_CASE("levenberg_marquardt: close to the curve it converges quadratically") {
    Residuals<double> f(Vector<double>{{1, -0.5}}, 9, curve<double>);
    // With so little damping it is Gauss-Newton, and all residuals can become 0.
    const auto lm = optimizers<double>().make({"levenberg_marquardt", {{"mu", 1e-9}}});
    std::vector<double> errors;
    for (int i = 0; i < 15; ++i) {
        f.step(*lm);
        errors.push_back((f.w - Vector<double>{{2, -1.5}}).norm());
    }
    CHECK(errors.back() < 1e-13);
    int seen = 0;
    for (std::size_t i = 1; i < errors.size(); ++i) {
        if (errors[i - 1] > 0.2 || errors[i - 1] < 1e-7) continue;
        CHECK(errors[i] < errors[i - 1] * errors[i - 1]);
        ++seen;
    }
    CHECK(seen == 3);
}

TEST_CASE("levenberg_marquardt: in float32") {
    Residuals<float> f(Vector<float>{{1, -0.5F}}, 9, curve<float>);
    const auto lm = optimizers<float>().make("levenberg_marquardt");
    for (int i = 0; i < 15; ++i) f.step(*lm);
    CHECK((f.w - Vector<float>{{2, -1.5F}}).norm() < 1e-5F);
}

TEST_CASE("levenberg_marquardt: steps that would raise the loss are taken back") {
    // From here, the undamped step overshoots into an overflow of the exponential.
    Residuals<double> f(Vector<double>{{-1, 3}}, 9, curve<double>);
    const auto lm = optimizers<double>().make({"levenberg_marquardt", {{"mu", 1e-10}}});
    double last = f.loss();
    int most_looks = 0;
    for (int i = 0; i < 60; ++i) {
        const double now = f.step(*lm);
        CHECK(now <= last);
        last = now;
        most_looks = std::max(most_looks, f.looks);
    }
    CHECK(most_looks > 1);
    CHECK((f.w - Vector<double>{{2, -1.5}}).norm() < 1e-12);
}

TEST_CASE(
    "levenberg_marquardt: the damping grows with each refusal and shrinks with each success") {
    const auto lm = optimizers<double>().make(
        {"levenberg_marquardt",
         {{"mu", 1.0}, {"mu_increase", 2.0}, {"mu_decrease", 0.25}, {"mu_max", 8.0}}});
    // r = w, J = 1: a step goes from w to w·μ/(1+μ). Not finite and not lower are refusals.
    Script first({2.0, 1.0, 0.9});
    first.step(*lm);
    CHECK(first.w == doctest::Approx(4.0 / 5).epsilon(1e-15));
    CHECK(first.over());
    Script second({0.5});  // μ = 4/4
    second.step(*lm);
    CHECK(second.w == doctest::Approx(0.5).epsilon(1e-15));
    // μ = 0.25, 0.5, 1, 2, 4, 8: nothing helps, so w and μ stay.
    Script third({1, 2, infinity, std::numeric_limits<double>::quiet_NaN(), 1, 1});
    third.step(*lm);
    CHECK(third.over());
    CHECK(third.w == 1);
    Script fourth({0.5});
    fourth.step(*lm);
    CHECK(fourth.w == doctest::Approx(0.2).epsilon(1e-15));
    CHECK(lm->steps() == 4);
}

TEST_CASE("levenberg_marquardt: parameters without influence stay, a minimum is left alone") {
    // J'J is singular: the loss depends on w₀ + w₁, and not on w₂ at all.
    Residuals<double> f(Vector<double>{{3, 1, 7}}, 2,
                        [](const Vector<double>& w, Vector<double>& r, Matrix<double>& j) {
                            r << w[0] + w[1] - 2, 0;
                            j << 1, 1, 0, 0, 0, 0;
                        });
    const auto lm = optimizers<double>().make("levenberg_marquardt");
    for (int i = 0; i < 10; ++i) f.step(*lm);
    CHECK((f.w - Vector<double>{{2, 0, 7}}).norm() < 1e-12);
    CHECK(f.w[2] == 7);
    f.w << 2, 0, 7;
    f.step(*lm);
    CHECK(f.w == Vector<double>{{2, 0, 7}});
    CHECK(f.looks == 0);
}

TEST_CASE("levenberg_marquardt: a NaN in the residuals is seen in the weights") {
    Residuals<double> f(Vector<double>{{1, 2}}, 1,
                        [](const Vector<double>&, Vector<double>& r, Matrix<double>& j) {
                            r << std::numeric_limits<double>::quiet_NaN();
                            j << 1, 1;
                        });
    f.step(*optimizers<double>().make("levenberg_marquardt"));
    CHECK(f.w.hasNaN());
}

TEST_CASE("levenberg_marquardt: says what it needs") {
    const auto& traits = optimizers<float>().traits("levenberg_marquardt");
    CHECK(traits.needs_batch_loss);
    CHECK(traits.only_loss == "mse");
    CHECK(traits.max_parameters == 5000);
    const auto lm = optimizers<float>().make("levenberg_marquardt");
    CHECK(lm->traits().max_parameters == 5000);
    Vector<float> w = Vector<float>::Ones(2);
    CHECK_THROWS_WITH_AS(lm->step({w.data(), 2}, {w.data(), 2}),
                         "levenberg_marquardt: step() needs the residuals of the batch",
                         InputError);
    lm->set_learning_rate(0.1);
    CHECK(lm->learning_rate() == 1);
}
