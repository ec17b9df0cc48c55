#pragma once

#include "mlp/io/safetensors.h"

#include <cstddef>
#include <string>

namespace mlp {

/// What the numbers of a tensor are like. Those that are not finite count nowhere else.
struct TensorFacts {
    std::size_t finite = 0;
    std::size_t not_finite = 0;
    double min = 0;  ///< of the finite ones, as the others; 0 if there is none
    double mean = 0;
    double max = 0;
};

/// Looks through the numbers where they stand. `finite` and `not_finite` are both 0 for dtypes that
/// can only be listed. Throws InputError if there is no such tensor.
TensorFacts tensor_facts(const Safetensors& file, const std::string& name);

}  // namespace mlp
