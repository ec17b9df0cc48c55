#pragma once

#include "mlp/config/sweep_config.h"

#include <string>
#include <vector>

namespace mlp {

/// What a sweep runs: every combination, with every seed.
struct SweepPlan {
    std::vector<std::string> keys;  ///< that are varied, in the order of the config
    std::vector<std::vector<std::string>> combinations;  ///< a JSON text for each key
    std::vector<Index> seeds;                            ///< empty: that of the base
};

/// Without `runs` all combinations, the last key varying fastest (those zipped with it follow).
/// With `runs` so many at random, fixed by the seed of the config: uniform on the scale, and no
/// combination twice while there are others; where there are no more than that, all of them. The
/// config must be right, as read_sweep() and short_sweep() leave it. Throws InputError where there
/// are more than a million combinations.
SweepPlan plan_sweep(const SweepConfig& config);

}  // namespace mlp
