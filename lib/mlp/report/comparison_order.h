#pragma once

#include "mlp/report/comparison.h"

#include <string>

namespace mlp {

enum class SortOrder { ascending, descending };

/// The order of a column that has the best first: descending where larger is better.
SortOrder best_first(const std::string& column);

/// Sorts the rows [first, last) by a column; what is no number stands behind the numbers, and what
/// is not there last. Throws InputError, with a suggestion, if there is no such column.
void sort_rows(Comparison& comparison, std::size_t first, std::size_t last,
               const std::string& column, SortOrder order);

/// The same for the rows of a sweep, the best first. They stay as they are if none of them has what
/// the sweep is to find the best of.
void sort_rows(Comparison& comparison, std::size_t first, std::size_t last, const SweepGoal& goal);

}  // namespace mlp
