#pragma once

#include "mlp/optim/optimizer.h"
#include "mlp/optim/step_slice.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace mlp {

/// Makes an Optimizer<T> of a struct S, which is
/// - `name`, `help`, `formula`, `source`, `options()`: what catalogues know,
/// - `double learning_rate`, which may change between steps, and if need be `double weight_decay`,
/// - `traits`, if they are not those of most,
/// - `int slots() const`: vectors of the size of w that are kept between steps,
/// - `void begin(Index t)`, if need be: called once before step t = 1, 2, ..., to compute in double
///   what is the same for all parameters, such as corrections of bias,
/// - the update of a range of parameters, a plain loop that compilers can vectorise:
///     void step(const StepSlice<T>& s, Index t, T decay) const;
///   where `decay` is weight_decay, or 0 where the parameters do not decay,
/// - `void visit_state(StateVisitor& state)`, if it keeps more between steps than its slots.
template <class T, class S>
class OptimizerOf final : public Optimizer<T> {
  public:
    using Optimizer<T>::step;

    explicit OptimizerOf(const S& s) : s_(s) {}

    const OptimizerTraits& traits() const override {
        static constexpr OptimizerTraits usual{};
        if constexpr (requires { S::traits; }) return S::traits;
        return usual;
    }

    /// Neighbours that are treated alike become one range.
    void set_ranges(std::vector<ParameterRange> ranges) override {
        ranges_.clear();
        for (auto range : ranges) {
            range.decays = range.decays || weight_decay() == 0;
            if (!ranges_.empty() && ranges_.back().decays == range.decays) {
                ranges_.back().size += range.size;
            } else {
                ranges_.push_back(range);
            }
        }
    }

    void step(VectorView<T> w, ConstVectorView<T> g, BatchLoss<T>*) override {
        begin_step(w.size());
        step_part(w, g, Part{});
    }

    bool has_parts() const override { return true; }

    void begin_step(Index size) override {
        if (steps_ == 0) slots_.setZero(size, s_.slots());
        if (ranges_.empty()) ranges_ = {{0, size, true}};
        eigen_assert(slots_.rows() == size);
        eigen_assert(ranges_.back().begin + ranges_.back().size == size);
        ++steps_;
        if constexpr (requires { s_.begin(steps_); }) s_.begin(steps_);
    }

    void step_part(VectorView<T> w, ConstVectorView<T> g, Part part) override {
        eigen_assert(g.size() == w.size());
        constexpr Index cache_line = 64 / sizeof(T);
        const Index from = part.begin(w.size(), cache_line);
        const Index to = part.end(w.size(), cache_line);
        for (const auto& range : ranges_) {
            const Index begin = std::max(from, range.begin);
            const Index end = std::min(to, range.begin + range.size);
            if (begin >= end) continue;
            T* slots = slots_.size() > 0 ? slots_.data() + begin : nullptr;
            const StepSlice<T> slice{end - begin, w.data() + begin, g.data() + begin, slots,
                                     slots_.rows()};
            s_.template step<T>(slice, steps_, range.decays ? T(weight_decay()) : T(0));
        }
    }

    Index steps() const override { return steps_; }
    double learning_rate() const override { return s_.learning_rate; }
    void set_learning_rate(double rate) override { s_.learning_rate = rate; }

    void visit_state(StateVisitor& state) override {
        state.visit("optimizer.steps", steps_);
        state.visit("optimizer.slots", slots_);
        if constexpr (requires { s_.visit_state(state); }) s_.visit_state(state);
    }

  private:
    double weight_decay() const {
        if constexpr (requires { s_.weight_decay; }) return s_.weight_decay;
        return 0;
    }

    S s_;
    Index steps_ = 0;
    std::vector<ParameterRange> ranges_;
    Matrix<T> slots_;  ///< parameters × slots
};

/// An optimizer of your own: extensions.add(optimizer_extension<Mine>()), and configs read with
/// these extensions may name it.
template <class S>
std::shared_ptr<const Extension> optimizer_extension() {
    return make_extension<S, OptimizerOf, Optimizer>("optimizer");
}

}  // namespace mlp
