#pragma once

#include "mlp/report/explain/explanation.h"

/// What the parts of an explanation are picked by.
namespace mlp {

/// The places of the `count` numbers with the largest size, in order; of equal ones the first.
std::vector<Index> largest(const Vector<double>& numbers, Index count);

/// The units with the largest |a|; among them the one with the largest target, if there is any.
std::vector<Index> most_telling(const Vector<double>& a, const Vector<double>* target, Index count);

/// The name at a place; "a[3]" where there are no names.
std::string name_at(const std::vector<std::string>& names, Index place);

/// Σ w x with its largest terms; total is to be set.
ExplainedSum explained_sum(const Vector<double>& w, const Vector<double>& x,
                           const std::vector<std::string>& names, Index terms);

/// Writes what became of the columns of the sample. x: the inputs.
void explain_inputs(const Preprocessing& preprocessing, const RawData& raw, const Vector<double>& x,
                    const ExplanationLimits& limits, Explanation& explanation);

}  // namespace mlp
