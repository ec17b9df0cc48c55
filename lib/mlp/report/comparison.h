#pragma once

#include "mlp/report/run_group.h"

#include <string>
#include <vector>

namespace mlp {

/// What a column of a comparison tells of a run.
enum class ColumnKind {
    fact,         ///< "run", "seeds", "status", "epochs"
    config,       ///< a key: "optimizer.learning_rate"
    environment,  ///< what may explain that equal configs gave different numbers: "environment.cpu"
    metric        ///< "validation_accuracy"
};

struct ComparedColumn {
    std::string name;
    ColumnKind kind;
    std::vector<RunCell> cells;  ///< one a row
};

/// What differs in the configs of runs, beside how they ended. The first column is "run".
struct Comparison {
    std::vector<ComparedColumn> columns;
    std::vector<std::string> notes;  ///< on what the rows do not tell

    std::size_t rows() const { return columns.front().cells.size(); }
    const ComparedColumn* find(const std::string& column) const;
};

/// Compares runs, each group as one row.
Comparison compare(const std::vector<RunGroup>& groups);

}  // namespace mlp
