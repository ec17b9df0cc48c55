#pragma once

#include "mlp/report/comparison.h"

#include <string>

namespace mlp {

/// The table: a column for each of up to 4 rows of the comparison, or else a line for each. Its
/// first line is that of the headings. What is the same in all good runs, that they are completed,
/// is left out.
std::string comparison_text(const Comparison& comparison);

/// A list of {"run": directory, "config": {...}, "status", "epochs", "metrics": {...}}, with all
/// digits; "environment": {...} where something differs there. Where runs were joined, also
/// "seeds", and the standard deviations by name as "sd".
Json comparison_json(const Comparison& comparison);

/// The same as CSV: a line for each row; empty cells where there is nothing; NAME_sd beside NAME
/// where there are deviations.
std::string comparison_csv(const Comparison& comparison);

}  // namespace mlp
