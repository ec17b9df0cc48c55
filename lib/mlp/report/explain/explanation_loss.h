#pragma once

#include "mlp/report/explain/explanation.h"

#include <string>
#include <string_view>

/// What a loss makes of outputs and targets, in words and formulas.
namespace mlp {

/// The options of a choice that stand in its formula or are not at their defaults:
/// "alpha = 0.01, gamma = 2".
std::string option_text(const Choice& choice, const EntryInfo& entry);

/// The targets that stand in the loss's formula: smoothed, where it has a label_smoothing.
Vector<double> targets_in_formula(const Choice& loss, const Vector<double>& target);

/// The name, options and formula of a loss over so many outputs, and what to know to compute it.
ExplainedTarget explained_loss(const Choice& loss, Index outputs);

/// "a - t", if that is what this gradient is (over the logits where it is fused); empty where there
/// is no short formula. target: as targets_in_formula() gives them.
std::string derivative_text(std::string_view loss, bool fused, const Vector<double>& gradient,
                            const Vector<double>& a, const Vector<double>& target);

}  // namespace mlp
