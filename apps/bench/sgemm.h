#pragma once

#include "timing.h"

namespace mlp::bench {

/// The most GFLOP/s that products of float32 matrices reach here, on one thread, by any backend of
/// this build: the best round of 512×784 · 784×128, which the workload mnist is made of, and of
/// 512×512 · 512×512.
double sgemm_peak(const Rounds& rounds);

}  // namespace mlp::bench
