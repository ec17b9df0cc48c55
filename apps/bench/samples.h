#pragma once

#include "mlp/data/dataset.h"

#include "network_shape.h"

namespace mlp::bench {

/// Makes samples that fit a network, the same ones every time.
using SampleMaker = Dataset<float> (*)(const NetworkShape& network, Index samples);

/// The four of XOR, with numbers as targets.
Dataset<float> xor_samples(const NetworkShape& network, Index samples);
/// Standard normal features, as tables have them when they are standardized.
Dataset<float> normal_samples(const NetworkShape& network, Index samples);
/// Features between 0 and 1, as pixels.
Dataset<float> pixel_samples(const NetworkShape& network, Index samples);

template <class T>
Dataset<T> samples_as(const Dataset<float>& data) {
    return {data.inputs.cast<T>(), data.targets.cast<T>(), data.labels};
}

}  // namespace mlp::bench
