#pragma once

#include "mlp/config/experiment_config.h"

#include "terminal.h"

namespace mlp::app {

/// Says on standard error what in a config is allowed, but hardly meant.
inline void print_warnings(const ExperimentConfig& config) {
    for (const auto& warning : config.warnings) say("{}\n", warning);
}

}  // namespace mlp::app
