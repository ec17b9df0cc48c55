#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"
#include "mlp/core/part.h"
#include "mlp/core/state.h"

#include <string_view>
#include <vector>

namespace mlp {

struct OptimizerTraits {
    /// Whether it looks at a batch more than once a step, so needs the BatchLoss.
    bool needs_batch_loss = false;
    /// The only loss that it can make small; empty: any.
    std::string_view only_loss{};
    /// The most parameters that it can move; 0: any number.
    Index max_parameters = 0;
    /// Learning rates that are known to work somewhere; others are hardly meant.
    Range usual_rates = between(1e-6, 0.3);
};

/// The loss of the batch of this step, as a function of the parameters as they stand in w when it
/// is asked. It is the same function all through one step: noise and dropout are drawn once.
template <class T>
class BatchLoss {
  public:
    virtual ~BatchLoss() = default;
    /// The loss; g, the gradient that was given to step(), is written anew.
    virtual T loss_and_gradient() = 0;
    /// For losses that are a mean of squares, L = Σᵢ rᵢ². Adds JᵀJ to `jtj` and Jᵀr to `jtr`, where
    /// Jᵢⱼ = ∂rᵢ/∂wⱼ, and returns L. jtj: parameters × parameters; jtr: parameters.
    virtual T add_normal_equations(Matrix<T>& jtj, Vector<T>& jtr) = 0;
    /// The loss alone.
    virtual T loss() = 0;
};

/// A range of parameters, and whether weight decay shrinks them.
struct ParameterRange {
    Index begin = 0;
    Index size = 0;
    bool decays = true;
};

/// Moves parameters along their gradients. It sees one flat vector of parameters, one of gradients
/// and its own step counter, nothing of layers. Not shared between threads.
template <class T>
class Optimizer {
  public:
    using Traits = OptimizerTraits;
    virtual ~Optimizer() = default;

    virtual const Traits& traits() const = 0;

    /// Says which parameters decay; the ranges follow each other without gaps. Without this call,
    /// or with no ranges, all do.
    virtual void set_ranges(std::vector<ParameterRange> ranges) = 0;

    /// One update of w in place from the gradient g of the same size. Every call must have the same
    /// size; the first one allocates the optimizer's memory, all zeros. `batch` may be null unless
    /// traits().needs_batch_loss.
    virtual void step(VectorView<T> w, ConstVectorView<T> g, BatchLoss<T>* batch) = 0;
    void step(VectorView<T> w, ConstVectorView<T> g) { step(w, g, nullptr); }

    /// Whether a step can also be made in parts, by several threads at once: begin_step(), then
    /// step_part() for every part. The result has the same bits.
    virtual bool has_parts() const { return false; }
    /// Counts the step, and makes ready for w of this size.
    virtual void begin_step(Index /*size*/) {}
    virtual void step_part(VectorView<T> /*w*/, ConstVectorView<T> /*g*/, Part /*part*/) {}

    /// Updates so far.
    virtual Index steps() const = 0;
    virtual double learning_rate() const = 0;
    virtual void set_learning_rate(double rate) = 0;

    /// All that it keeps between steps, but for its options and what they come to.
    virtual void visit_state(StateVisitor& state) = 0;
};

/// All optimizers by name.
template <class T>
const Catalogue<Optimizer<T>>& optimizers();
const CatalogueInfo& optimizer_names();

}  // namespace mlp
