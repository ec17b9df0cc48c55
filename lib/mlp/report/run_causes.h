#pragma once

#include "mlp/report/run_record.h"

#include <string>
#include <vector>

/// What the numbers of a run depend on, and which runs have the same of it.
namespace mlp {

/// The config without what has no effect on the numbers: the name of the run, where it is logged.
Json experiment_of(const RunRecord& run);

/// The environment without what has no effect on the numbers, or is in the config as well; sums of
/// data are shortened. Null if it is not known.
Json environment_of(const RunRecord& run);

/// A text that is the same for equal values only, whatever the order of their keys.
std::string fingerprint(const Json& json);

/// The places of equal texts, gathered, in the order of the first of each.
std::vector<std::vector<std::size_t>> places_of_equal(const std::vector<std::string>& texts);

}  // namespace mlp
