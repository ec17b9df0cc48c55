#pragma once

#include "mlp/core/options.h"
#include "mlp/nn/activation_curve.h"

#include <string>
#include <vector>

/// An activation as what a picture of it is made of.
namespace mlp {

/// A function of one number, with its derivative. An activation whose units depend on each other
/// (softmax), or that takes more than one number (maxout), is one of the first of them, the others
/// fixed at 0, 1, 0, 1, ...: with three units, or as many numbers as it takes.
class ActivationLine {
  public:
    explicit ActivationLine(Choice choice);
    /// y and dy as long as x.
    ActivationCurve operator()(const std::vector<double>& x) const;
    /// Which numbers are fixed, in words; empty if none are.
    std::string note() const;

  private:
    Choice choice_;
    bool elementwise_;
    std::size_t inputs_ = 1;
};

/// A line through points, with a NaN where it is broken, and the points that stand for a jump: what
/// the value is there.
struct Trace {
    std::vector<double> x;
    std::vector<double> y;
    std::vector<double> dots_x;
    std::vector<double> dots_y;
};

/// The line of f (`&ActivationCurve::y`) or f′ (`&ActivationCurve::dy`) through the points at x,
/// which rise. It is broken where the function jumps.
Trace trace(const ActivationLine& f, const std::vector<double>& x,
            std::vector<double> ActivationCurve::*values);

/// The line y = slope·x + intercept that f comes ever closer to, on one side of 0.
struct Asymptote {
    int side;  ///< -1 or 1
    double slope;
    double intercept;
};

/// Those of f that it does not reach before |x| = 3, found from its values far out.
std::vector<Asymptote> asymptotes(const ActivationLine& f);

}  // namespace mlp
