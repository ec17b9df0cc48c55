#pragma once

#include "mlp/nn/loss.h"
#include "mlp/nn/network.h"
#include "mlp/optim/optimizer.h"
#include "mlp/train/training_options.h"

namespace mlp {

/// Throws InputError, saying why, unless an optimizer can train this network with this loss.
template <class T>
void check_optimizer(const Network<T>& network, const Loss<T>& loss,
                     const OptimizerTraits& optimizer, const TrainingOptions& options);

}  // namespace mlp
