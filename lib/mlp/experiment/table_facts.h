#pragma once

#include "mlp/data/source.h"

#include <optional>
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

/// What a table is good for.
struct TableFacts {
    struct LeftOut {
        std::string column;
        std::string why;  ///< "never changes"
    };

    Index rows = 0;
    std::vector<ColumnFacts> inputs;  ///< that something can be learnt from
    std::vector<LeftOut> left_out;    ///< the others
    std::vector<ColumnFacts> targets;
    std::string task;  ///< what is to be predicted and why it is taken so, in words
    bool classification = false;
    std::vector<std::string> classes;  ///< in order; empty where the target is a number
    std::string rarest_class;
    Index largest_class = 0;   ///< rows of it
    Index smallest_class = 0;  ///< rows of the rarest

    bool has_gaps() const;
    bool target_has_gaps() const;
    /// Columns of the network's input: one for a number, one for each text.
    Index input_count() const;
    /// Pixels and their like: whole numbers that go from 0 up to one largest number in most
    /// columns.
    bool is_picture() const;
};

/// `classification` overrules what the target looks like. Throws InputError where nothing can be
/// learnt from the table.
TableFacts table_facts(const RawData& table, const std::optional<bool>& classification);

}  // namespace mlp
