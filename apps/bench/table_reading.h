#pragma once

#include "measurement.h"
#include "run_options.h"

namespace mlp::bench {

// A step is a whole table of Settings::rows rows, of 20 numbers and a class each.

/// Reads it from a CSV file.
Measurement measure_csv(const Settings& settings);
/// `mlp predict`: reads it and writes a prediction for each row.
Measurement measure_predict(const Settings& settings);

}  // namespace mlp::bench
