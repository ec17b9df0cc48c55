#pragma once

#include "mlp/core/formula.h"
#include "mlp/core/matrix.h"

#include <string>
#include <vector>

namespace mlp::onnx {

/// Formulas that differ in their constants only, as one: constants that are not the same in all of
/// them become parameters.
struct FormulaGroup {
    Formula formula;                         ///< of the variables and of parameter(k)
    std::vector<Vector<double>> parameters;  ///< parameters[k][i]: the k-th one of formula i
};

/// Two formulas without parameters can be in one group where this is the same text.
std::string skeleton_of(const Formula& formula);

/// One formula at least, all of the same skeleton.
FormulaGroup group(const std::vector<Formula>& formulas);

}  // namespace mlp::onnx
