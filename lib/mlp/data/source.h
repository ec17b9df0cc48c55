#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace mlp {

/// A target column as it was read: texts, of which some or all may spell numbers.
struct RawTarget {
    std::string name;
    std::vector<std::string> cells;
};

/// What a reader delivers: numbers, not yet scaled, and targets, not yet understood. Always double:
/// a float would lose what distinguishes large numbers, such as times, before scaling can save it.
struct RawData {
    std::string origin;                 ///< the file, for messages
    std::vector<Index> lines;           ///< the line of each sample in it; empty if it has none
    std::vector<std::string> features;  ///< names of the rows of `inputs`
    Matrix<double> inputs;              ///< features × samples
    std::vector<RawTarget> targets;
    std::vector<double> weights{};  ///< how much each sample counts; empty: all the same

    Index samples() const { return inputs.cols(); }
    /// "iris.csv:17"
    std::string place(Index sample) const {
        return lines.empty()
                   ? origin + ": sample " + std::to_string(sample)
                   : origin + ":" + std::to_string(lines[static_cast<std::size_t>(sample)]);
    }
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

    /// The same source of another file, for data in several files of one form. Throws InputError if
    /// this source is not a file.
    virtual std::unique_ptr<Source> at(const std::filesystem::path& path) const = 0;

    /// The file that is read; empty if there is none.
    virtual std::filesystem::path file() const = 0;
};

/// All sources by type.
const Catalogue<Source>& sources();
const CatalogueInfo& source_names();

}  // namespace mlp
