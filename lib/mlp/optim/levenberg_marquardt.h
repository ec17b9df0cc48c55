#pragma once

#include "mlp/optim/optimizer.h"

namespace mlp {

namespace optimizer {

/// Levenberg-Marquardt (Levenberg 1944; Marquardt 1963) for networks (Hagan and Menhaj 1994): for a
/// loss that is a sum of squares L = Σ rᵢ², a step between that of Gauss and Newton (μ small) and a
/// short one down the gradient (μ large):
///   w ← w − (JᵀJ + μI)⁻¹Jᵀr,  Jᵢⱼ = ∂rᵢ/∂wⱼ
/// If L falls, μ ← μ·mu_decrease; else the step is taken back and μ ← μ·mu_increase, until it does.
/// The damping is μI and not Marquardt's μ·diag(JᵀJ), which is no damping at all for the parameters
/// that the outputs do not depend on, such as the weights of a dead relu.
struct LevenbergMarquardt {
    double mu = 1e-3;
    double mu_increase = 10;
    double mu_decrease = 0.1;
    double mu_max = 1e10;

    static constexpr std::string_view name = "levenberg_marquardt";
    static constexpr std::string_view help =
        "damped Gauss-Newton: fits small networks in few steps; for whole-data batches";
    static constexpr std::string_view formula =
        "w -= (J'J + mu I)^-1 J'r; mu *= mu_decrease if the loss falls, else mu *= mu_increase and "
        "again";
    static constexpr std::string_view source = "Marquardt 1963; Hagan and Menhaj 1994";
    static constexpr OptimizerTraits traits{
        .needs_batch_loss = true, .only_loss = "mse", .max_parameters = 5000};
    static Options<LevenbergMarquardt> options() {
        using S = LevenbergMarquardt;
        return {{"mu", &S::mu, positive, "damping of the first step"},
                {"mu_increase", &S::mu_increase, Range{1, infinity, false, true},
                 "factor of the damping after a step that did not help"},
                {"mu_decrease", &S::mu_decrease, open(0, 1),
                 "factor of the damping after a step that did"},
                {"mu_max", &S::mu_max, positive, "damping at which a step is given up"}};
    }
    std::string_view problem() const { return mu > mu_max ? "'mu' must be at most 'mu_max'" : ""; }
};

}  // namespace optimizer

/// It has no learning rate: learning_rate() is 1, and set_learning_rate() does nothing, so
/// schedules have no effect. Weights do not decay, and the ranges of set_ranges() mean nothing
/// here.
template <class T>
class LevenbergMarquardtOptimizer final : public Optimizer<T> {
  public:
    using Optimizer<T>::step;

    explicit LevenbergMarquardtOptimizer(const optimizer::LevenbergMarquardt& options)
        : options_(options), mu_(options.mu) {}

    const OptimizerTraits& traits() const override { return optimizer::LevenbergMarquardt::traits; }
    void set_ranges(std::vector<ParameterRange> /*ranges*/) override {}

    /// The loss at w never rises. Where no damping up to mu_max helps, w and the damping stay.
    void step(VectorView<T> w, ConstVectorView<T> g, BatchLoss<T>* batch) override;

    Index steps() const override { return steps_; }
    double learning_rate() const override { return 1; }
    void set_learning_rate(double /*rate*/) override {}
    void visit_state(StateVisitor& state) override {
        state.visit("optimizer.steps", steps_);
        state.visit("optimizer.mu", mu_);
    }

  private:
    /// Writes w = before_ − (JᵀJ + μI)⁻¹Jᵀr. False if the matrix is not positive definite.
    bool move(VectorView<T> w, double mu);

    optimizer::LevenbergMarquardt options_;
    double mu_;
    Index steps_ = 0;
    Matrix<T> jtj_;     ///< parameters × parameters; only its lower triangle is read
    Matrix<T> damped_;  ///< its Cholesky decomposition, with the damping
    Vector<T> jtr_;
    Vector<T> change_;
    Vector<T> before_;
};

}  // namespace mlp
