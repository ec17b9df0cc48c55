#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"
#include "mlp/data/table.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mlp {

/// The inputs of all samples as they were read: columns of cells, or a block of numbers.
struct RawInputs {
    std::vector<std::string> names;              ///< of the columns
    std::vector<Column> cells;                   ///< one a name, or
    std::shared_ptr<const NumberBlock> numbers;  ///< a block with one column a name

    Index samples() const {
        if (numbers) return numbers->samples();
        return cells.empty() ? 0 : cells.front().size();
    }
};

/// What a reader delivers: nothing scaled, nothing understood.
struct RawData {
    std::string origin;        ///< the file, for messages
    std::vector<Index> lines;  ///< the line of each sample in it; empty if it has none
    RawInputs inputs;
    std::vector<Column> targets;
    std::vector<double> weights{};  ///< how much each sample counts; empty: all the same
    /// Samples with the same cell here belong together: no split parts them. None: each is alone.
    std::optional<Column> groups{};

    Index samples() const { return inputs.samples(); }
    /// "iris.csv:17"
    std::string place(Index sample) const {
        return lines.empty()
                   ? origin + ": sample " + std::to_string(sample)
                   : origin + ":" + std::to_string(lines[static_cast<std::size_t>(sample)]);
    }
};

/// The files of one part of the data.
struct DataFiles {
    std::filesystem::path path;
    /// Where inputs and targets stand in files of their own: the targets.
    std::optional<std::filesystem::path> targets;
};

struct SourceTraits {};

/// Where samples come from. Throws InputError naming file, line and column where they are bad.
class Source {
  public:
    using Traits = SourceTraits;
    virtual ~Source() = default;

    /// All samples. With `features`, exactly these inputs in this order, found by name; else what
    /// the source itself was told.
    virtual RawData read(const std::vector<std::string>& features) const = 0;

    /// The same source of other files, for data in several files of one form. Throws InputError if
    /// this source is not a file, or takes its targets from elsewhere.
    virtual std::unique_ptr<Source> at(const DataFiles& files) const = 0;

    /// The files that are read; empty if there are none.
    virtual std::vector<std::filesystem::path> files() const = 0;
};

/// All sources by type.
const Catalogue<Source>& sources();
const CatalogueInfo& source_names();

}  // namespace mlp
