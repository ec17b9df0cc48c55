#pragma once

#include "mlp/train/metric.h"

#include <string>

namespace mlp {

/// Makes a Metric of a struct S, which is
/// - `name`, `help`, `formula`, `source`, `traits`, `options()`: what catalogues know,
/// - what it gathers, in members, and
///     void add(ConstView<double> output, ConstView<double> target);
///     double value() const;
/// - if need be
///     std::string misfit(const Judging&) const;   why it cannot judge these; empty if it can
///     void prepare(const Judging&);               before anything is gathered
template <class S>
class MetricOf final : public Metric {
  public:
    explicit MetricOf(const S& s) : blank_(s), gathered_(s) {}

    std::string problem(const Judging& judging) const override {
        if constexpr (requires { blank_.misfit(judging); }) return blank_.misfit(judging);
        return {};
    }
    void prepare(const Judging& judging) override {
        if constexpr (requires { blank_.prepare(judging); }) blank_.prepare(judging);
        gathered_ = blank_;
    }
    // Vectors that are made empty by assignment keep their memory for the next epoch.
    void reset() override { gathered_ = blank_; }
    void add(ConstView<double> output, ConstView<double> target) override {
        gathered_.add(output, target);
    }
    double value() const override { return gathered_.value(); }

  private:
    S blank_;
    S gathered_;
};

}  // namespace mlp
