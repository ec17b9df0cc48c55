#pragma once

#include "mlp/core/formula.h"
#include "mlp/io/c_header/c_functions.h"

#include <span>
#include <string>

namespace mlp::c {

/// Statements that compute a formula, and the expression that is its value then.
struct Computation {
    std::string statements;  ///< declarations of constants named `prefix`1, `prefix`2, ...
    std::string value;
};

/// The variables and parameters are the expressions given.
Computation compute(const Formula& formula, std::span<const std::string> variables,
                    std::span<const std::string> parameters, Real real, Functions& functions,
                    const std::string& prefix = "t", const std::string& indent = "    ");

}  // namespace mlp::c
