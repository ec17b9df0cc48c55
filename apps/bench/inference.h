#pragma once

#include "measurement.h"
#include "network_shape.h"
#include "run_options.h"

namespace mlp::bench {

/// Network::forward() on a const network in one workspace, batch after batch.
struct InferenceTask {
    NetworkShape network;
    Index batch;
    Index batches;  ///< different ones, in turn
};

Measurement measure(const InferenceTask& task, const Settings& settings);

}  // namespace mlp::bench
