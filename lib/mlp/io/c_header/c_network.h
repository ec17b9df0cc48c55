#pragma once

#include "mlp/io/c_header/c_functions.h"
#include "mlp/nn/operation.h"

#include <string>

namespace mlp::c {

/// A network as parts of a C program.
struct NetworkCode {
    std::string arrays;        ///< weights and other numbers, as constant arrays
    std::string declarations;  ///< of the arrays on the stack that the statements use
    std::string statements;    ///< compute the outputs from the inputs
    std::string output;        ///< the name of the array that the outputs stand in then
    Index stack_bytes = 0;     ///< of the arrays on the stack
    Index constant_bytes = 0;  ///< of the constant arrays
};

/// What to write, with which names.
struct NetworkOptions {
    std::string prefix;  ///< what the names of arrays and functions begin with
    std::string input;   ///< the name of the array of the inputs, which may be overwritten
    Index inputs = 0;
    Real real = Real::float32;
    Weights weights = Weights::real;  ///< of dense layers and convolutions
};

NetworkCode write_network(const Operations& operations, const NetworkOptions& options,
                          Functions& functions);

}  // namespace mlp::c
