#pragma once

#include "mlp/optim/optimizer.h"

namespace mlp {

namespace optimizer {

/// Limited-memory BFGS (Nocedal 1980; Liu and Nocedal 1989) as in Nocedal and Wright 2006: the
/// direction by algorithm 7.4 from the last pairs of steps and changes of the gradient, the length
/// of the step by a line search for the strong Wolfe conditions. One step() is one iteration, and
/// looks at the batch at least twice. For batches of all samples.
struct Lbfgs {
    double learning_rate = 1;
    Index history_size = 10;
    Index max_evaluations = 25;
    double c1 = 1e-4;
    double c2 = 0.9;

    static constexpr std::string_view name = "lbfgs";
    static constexpr std::string_view help =
        "quasi-Newton with a line search; for whole-data batches of small networks";
    static constexpr std::string_view formula =
        "d = -H g, H from the last history_size pairs of changes of w and g; w += a d, where "
        "f(w + a d) <= f + c1 a g.d and |g(w + a d).d| <= c2 |g.d|";
    static constexpr std::string_view source =
        "Liu and Nocedal 1989; Nocedal and Wright 2006, algorithms 3.5, 3.6 and 7.4";
    static constexpr OptimizerTraits traits{.needs_batch_loss = true,
                                            .usual_rates = between(1e-4, 10)};
    static Options<Lbfgs> options() {
        return {{"learning_rate", &Lbfgs::learning_rate, positive,
                 "the step length that the line search tries first"},
                {"history_size", &Lbfgs::history_size, between(1, 1000),
                 "pairs of changes of weights and gradient that are kept"},
                {"max_evaluations", &Lbfgs::max_evaluations, between(1, 1000),
                 "passes over the batch that one line search may take"},
                {"c1", &Lbfgs::c1, open(0, 1), "share of the promised decrease that is enough"},
                {"c2", &Lbfgs::c2, open(0, 1), "share of the slope that may be left"}};
    }
    std::string_view problem() const { return c1 < c2 ? "" : "'c1' must be less than 'c2'"; }
};

}  // namespace optimizer

/// Weights do not decay, and the ranges of set_ranges() mean nothing to it.
template <class T>
class LbfgsOptimizer final : public Optimizer<T> {
  public:
    using Optimizer<T>::step;

    explicit LbfgsOptimizer(const optimizer::Lbfgs& options) : options_(options) {}

    const OptimizerTraits& traits() const override { return optimizer::Lbfgs::traits; }
    void set_ranges(std::vector<ParameterRange> /*ranges*/) override {}

    /// The loss at w never rises. Where no lower point is found, w stays.
    void step(VectorView<T> w, ConstVectorView<T> g, BatchLoss<T>* batch) override;

    Index steps() const override { return steps_; }
    double learning_rate() const override { return options_.learning_rate; }
    void set_learning_rate(double rate) override { options_.learning_rate = rate; }
    void visit_state(StateVisitor& state) override;

  private:
    /// Makes room, unless there is; what it remembers stays.
    void allocate(Index parameters);
    /// Writes direction_ = −Hg, and returns the slope gᵀd of the loss along it.
    double find_direction(ConstVectorView<T> g);
    /// Keeps w − w0_ and g − g0_, if they tell of a curvature.
    void remember(ConstVectorView<T> w, ConstVectorView<T> g, double promised);
    /// The column of the i-th newest pair.
    Index column(Index i) const;

    optimizer::Lbfgs options_;
    Index steps_ = 0;
    Matrix<T> w_changes_;  ///< parameters × history_size, a ring: s of Nocedal and Wright
    Matrix<T> g_changes_;  ///< the same for gradients: y
    Vector<T> products_;   ///< sᵀy of each pair
    Vector<T> alphas_;
    Index pairs_ = 0;
    Index newest_ = 0;
    Vector<T> w0_;
    Vector<T> g0_;
    Vector<T> direction_;
};

}  // namespace mlp
