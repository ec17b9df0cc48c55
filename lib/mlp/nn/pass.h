#pragma once

#include "mlp/core/random.h"

namespace mlp {

/// What a forward pass is for.
struct Pass {
    /// Whether the network learns from this pass: then dropout drops, batch_norm measures the
    /// batch, and noise is added. Otherwise every layer is a fixed function of its input.
    bool training = false;
    /// Where noise comes from; needed only in training. Not owned.
    Random* random = nullptr;
};

}  // namespace mlp
