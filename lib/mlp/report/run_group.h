#pragma once

#include "mlp/report/run_record.h"

#include <optional>
#include <string>
#include <vector>

namespace mlp {

/// A run, or several that stand in one row of a table, in which the numbers are means. Never empty.
using RunGroup = std::vector<RunRecord>;

/// Gathers the runs that differ in nothing but their seed, in the order of the first of each.
std::vector<RunGroup> group_by_seed(std::vector<RunRecord> runs);

/// The first run of each by the shortest end of its path that tells it from the others: "a/0001",
/// "b/0001", "0002".
std::vector<std::string> short_names(const std::vector<RunGroup>& groups);

/// One cell of a table.
struct RunCell {
    Json value = nullptr;      ///< null where there is none
    std::string text = "-";    ///< the same to be read, with 5 significant digits
    std::optional<double> sd;  ///< where the value is a mean; with n − 1 below the sum
};

/// "completed", ..., "unfinished" without a summary; "4 completed, 1 diverged".
RunCell status_of(const RunGroup& group);

/// A number of the summaries, named by its JSON pointer, over the runs that have it. One that is
/// not finite is NaN.
RunCell number_of(const RunGroup& group, const std::string& pointer);

}  // namespace mlp
