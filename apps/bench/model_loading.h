#pragma once

#include "measurement.h"
#include "run_options.h"

namespace mlp::bench {

/// load_model() of a small classifier of flowers: 4-16-3, its numbers standardized; self-tests and
/// all.
Measurement measure_load(const Settings& settings);

}  // namespace mlp::bench
