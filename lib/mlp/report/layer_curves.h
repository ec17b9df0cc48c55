#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mlp {

/// What "diagnostics" measured of one layer, epoch by epoch (see train/diagnostics.h for what each
/// number is): some rows of a run's diagnostics.csv. NaN where it is not defined.
struct LayerCurves {
    std::string layer;  ///< "layers.0"
    std::vector<double> epochs;
    std::vector<double> pre_activation_mean;
    std::vector<double> pre_activation_sd;
    std::vector<double> activation_mean;
    std::vector<double> activation_sd;
    std::vector<double> silent;     ///< share of all outputs, from 0 to 1
    std::vector<double> dead;       ///< share of the units
    std::vector<double> saturated;  ///< share of the units
    std::vector<double> gradient_norm;
    std::vector<double> update_ratio;  ///< of an update's norm to that of the weights
};

/// Reads diagnostics.csv of a run directory, the layers in their order, all with the same epochs;
/// an unfinished last epoch, of a run that goes on, is left out. Throws InputError, naming the
/// file, if there is none (the remedy is "logging": {"diagnostics": true}), or it is damaged.
std::vector<LayerCurves> read_layer_curves(const std::filesystem::path& run_directory);

}  // namespace mlp
