#pragma once

#include "mlp/core/formula.h"
#include "mlp/core/options.h"

#include <cstddef>
#include <optional>

namespace mlp::onnx {

/// How many nodes a formula has as a tree, where a part that is used twice counts twice. That is
/// what its value costs, and the bound of how deep it is.
std::size_t size_of(const Formula& formula);

/// A formula with another in the place of its variable.
Formula substituted(const Formula& formula, const Formula& x);

/// What an activation of one number, without learnt parameters, computes; none for others.
std::optional<Formula> formula_of(const Choice& activation);

/// The activation of the catalogue, with its default options or with those that are words, that
/// has the values of this formula of variable(0): at many numbers from -100 to 100, most of them
/// from -8 to 8, within 1e-6. None where there is no such.
std::optional<Choice> recognised(const Formula& formula);

}  // namespace mlp::onnx
