#pragma once

#include "grid.h"
#include "guard.h"
#include "measurement.h"

#include <string>
#include <utility>
#include <vector>

namespace mlp::bench {

/// Rows of cells below headings, and how they are printed.
struct Table {
    std::vector<std::string> headings;
    std::vector<std::vector<std::string>> rows;

    /// Names at the left, numbers at the right.
    std::string text() const;
    std::string markdown() const;
};

using NamedMeasurement = std::pair<std::string, Measurement>;

Table table_of(const std::vector<NamedMeasurement>& measurements, double sgemm_peak);
/// What only some workloads have, a line each; empty if there is nothing.
std::string more_of(const std::vector<NamedMeasurement>& measurements);
Table guard_table(const std::vector<GuardResult>& results);
/// `measurements`: one for each point.
Table grid_table(const std::vector<GridPoint>& points, const std::vector<Measurement>& measurements,
                 double sgemm_peak);

}  // namespace mlp::bench
