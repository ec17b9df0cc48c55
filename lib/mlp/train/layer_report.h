#pragma once

#include <string>

namespace mlp {

/// What passed through one layer in an epoch of training (see train/diagnostics.h). A number that
/// this layer does not have (a layer without activation has no pre-activation, one without weights
/// no update) is NaN.
struct LayerReport {
    std::string name;  ///< "layers.0"
    // Over all units and all samples of the epoch, each as it was when its batch was learnt from:
    double pre_activation_mean;  ///< of z in a = f(z)
    double pre_activation_sd;
    double activation_mean;  ///< of the layer's output
    double activation_sd;
    double silent;  ///< the share of them where f is flat (see nn/active_range.h), from 0 to 1
    // The share of the units, from 0 to 1, that were never active: where f was flat for every
    // sample of the epoch. A unit is dead if it was always off, as relu is at 0, otherwise
    // saturated.
    double dead;
    double saturated;
    // Means over some updates of the epoch, evenly spaced: all of them, or from 8 to 15:
    double gradient_norm;  ///< Euclidean, of all that the layer learns, before clipping
    /// ‖Δw‖ / ‖w‖ of the weights. About 0.001 is usual (Karpathy, Stanford course CS231n, notes on
    /// "Learning": ratio of updates to weights).
    double update_ratio;
};

}  // namespace mlp
