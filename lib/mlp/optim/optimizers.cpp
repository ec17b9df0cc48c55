#include "mlp/optim/adam.h"
#include "mlp/optim/optimizer.h"
#include "mlp/optim/rmsprop.h"
#include "mlp/optim/sgd.h"

namespace mlp {
namespace {

/// Makes an Optimizer<T> of a struct with options and a step function.
template <class T, class S>
class OptimizerOf final : public Optimizer<T> {
  public:
    explicit OptimizerOf(const S& s) : s_(s) {}

    void step(VectorView<T> w, ConstVectorView<T> g) override {
        if (steps_ == 0) slots_.setZero(w.size(), S::slots);
        eigen_assert(slots_.rows() == w.size() && g.size() == w.size());
        s_.template step<T>(w, g, slots_, ++steps_);
    }
    Index steps() const override { return steps_; }
    double learning_rate() const override { return s_.learning_rate; }
    void set_learning_rate(double rate) override { s_.learning_rate = rate; }

  private:
    S s_;
    Index steps_ = 0;
    Matrix<T> slots_;  ///< parameters × slots
};

template <class T, class... S>
Catalogue<Optimizer<T>> table() {
    return {"optimizer", "adam", {catalogue_entry<Optimizer<T>, S, OptimizerOf<T, S>>()...}};
}

}  // namespace

/// The table: one struct in a header of its own, one name here.
template <class T>
const Catalogue<Optimizer<T>>& optimizers() {
    using namespace optimizer;
    static const auto catalogue = table<T, Sgd, Adam, AdamW, RmsProp>();
    return catalogue;
}

const CatalogueInfo& optimizer_names() { return optimizers<double>(); }

template const Catalogue<Optimizer<float>>& optimizers<float>();
template const Catalogue<Optimizer<double>>& optimizers<double>();

}  // namespace mlp
