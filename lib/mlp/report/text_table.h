#pragma once

#include <string>
#include <vector>

namespace mlp {

/// A table to be read in a terminal: a line of headings, then a line for each row; two blanks
/// between columns, none at the end of a line. A column of numbers (also of means such as
/// "0.95 ± 0.01" or "0.95 +- 0.01"; empty cells and "-" do not count) is aligned at the right,
/// every other one at the left. Cells that a row lacks at its end are empty; it must not have more
/// than there are headings. Control characters become "?".
std::string text_table(const std::vector<std::string>& headings,
                       const std::vector<std::vector<std::string>>& rows);

/// The same turned on its side, for few rows of many cells: the headings are the first column, and
/// each row is a column beside it. The first line holds the first cell of every row.
std::string transposed_text_table(const std::vector<std::string>& headings,
                                  const std::vector<std::vector<std::string>>& rows);

}  // namespace mlp
