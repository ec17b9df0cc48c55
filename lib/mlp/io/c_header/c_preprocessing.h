#pragma once

#include "mlp/data/preprocessing.h"
#include "mlp/io/c_header/c_functions.h"

#include <string>

namespace mlp::c {

/// Preprocessing as parts of a C program.
struct PreprocessingCode {
    std::string arrays;
    Index constant_bytes = 0;  ///< of the arrays
    /// Fill the array `x` with the inputs of the network, computed in double from the raw columns
    /// in `input` (floats); return -1 from the function where that cannot be.
    std::string statements;
};

PreprocessingCode write_preprocessing(const Preprocessing& preprocessing, const std::string& prefix,
                                      Real real, Functions& functions);

}  // namespace mlp::c
