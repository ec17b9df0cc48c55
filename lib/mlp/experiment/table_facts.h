#pragma once

#include "mlp/data/source.h"

#include <string>
#include <vector>

namespace mlp {

/// What strikes the eye when one looks through a column of a table.
struct ColumnFacts {
    std::string name;
    bool numbers = false;   ///< whether no cell is a text
    bool mixed = false;     ///< whether there are both numbers and texts
    bool integers = false;  ///< whether all numbers are whole
    Index count = 0;        ///< of cells that are not missing
    Index missing = 0;
    Index distinct = 0;      ///< different cells, counted up to 10,000
    bool counts_up = false;  ///< whether each number is the one before plus 1
    double min = 0;
    double max = 0;
    double skewness = 0;  ///< E((x − mean)³)/sd³; 0 where nothing changes
};

ColumnFacts column_facts(const Column& column);

}  // namespace mlp
