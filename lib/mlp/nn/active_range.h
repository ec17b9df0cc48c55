#pragma once

#include "mlp/core/options.h"

namespace mlp {

/// Where an activation has a slope worth learning by: low < z < high. Outside |f′| is less than a
/// hundredth of its largest value (over |z| <= 30), so that hardly any gradient passes: relu is
/// active where z > 0, sigmoid where |z| < 6 or so, leaky_relu everywhere.
struct ActiveRange {
    double low = -infinity;
    double high = infinity;
    /// Whether a unit that stays below `low` is off, as relu's are at 0, rather than saturated, as
    /// tanh's are at -1: f grows without bound at the other side, or is 0 exactly at this one.
    bool off_below = false;

    bool contains(double z) const { return z > low && z < high; }
};

/// Of an activation that is a function of one number, with the first values of its parameters;
/// otherwise (softmax, maxout) all numbers. Throws InputError if there is no such activation.
ActiveRange active_range(const Choice& activation);

}  // namespace mlp
