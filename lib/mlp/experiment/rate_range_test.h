#pragma once

#include "mlp/config/experiment_config.h"
#include "mlp/report/rate_range.h"

namespace mlp {

/// Makes the test (see report/rate_range.h) with the network, the data and the optimizer of a
/// config, from its first weights. Nothing is written. Throws InputError where the config's
/// optimizer has no learning rate, or, as Experiment does, where the config does not fit the data.
RateRange test_rate_range(const ExperimentConfig& config);

}  // namespace mlp
