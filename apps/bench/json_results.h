#pragma once

#include "run_options.h"
#include "table.h"

namespace mlp::bench {

/// An array with an object for each workload; null where something does not apply.
nlohmann::ordered_json json_of(const std::vector<NamedMeasurement>& measurements,
                               const RunOptions& run, double sgemm_peak);

}  // namespace mlp::bench
