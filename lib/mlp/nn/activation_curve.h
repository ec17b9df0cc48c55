#pragma once

#include "mlp/core/options.h"

#include <vector>

namespace mlp {

/// An activation at some points, to be plotted or checked by hand.
struct ActivationCurve {
    std::vector<double> x;
    std::vector<double> y;
    std::vector<double> dy;
};

/// The values and derivatives of an activation in float64, as at inference (without noise, with the
/// first values of its parameters).
/// - Where each unit is computed by itself: y_i = f(x_i), dy_i = f′(x_i), or the surrogate of f′.
/// - Where units depend on each other (softmax), x are all units of one layer: dy_i = ∂y_i/∂x_i.
/// - Where a unit takes the largest of several pieces (maxout), x are the pieces one after the
/// other,
///   each of as many units as y gets: dy_i is the derivative by x_i of the unit it belongs to.
/// Throws InputError where there are no points, or not as many for each piece.
ActivationCurve activation_curve(const Choice& choice, std::vector<double> x);

}  // namespace mlp
