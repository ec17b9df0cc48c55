#pragma once

#include "mlp/core/matrix.h"

#include <filesystem>

namespace mlp::app {

/// Prints the loss over the epochs that metrics.csv of a run has, and marks the best one, as wide
/// as the terminal. A run without a chart has a warning instead.
void print_loss_chart(const std::filesystem::path& run_directory, Index best_epoch);

}  // namespace mlp::app
