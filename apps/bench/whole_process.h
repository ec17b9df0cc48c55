#pragma once

#include "measurement.h"
#include "run_options.h"

namespace mlp::bench {

/// `mlp train configs/xor.json` from its start to its exit, run directory and all. The program is
/// the one beside this one. Throws RunError if it fails.
Measurement measure_xor_run(const Settings& settings);

}  // namespace mlp::bench
