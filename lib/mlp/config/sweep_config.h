#pragma once

#include "mlp/config/variation.h"
#include "mlp/core/error.h"
#include "mlp/core/options.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mlp {

class Document;

/// What the runs of a sweep are judged by.
struct SweepMetric {
    std::string name;
    std::string goal = "auto";

    static constexpr std::string_view part = "metric";
    static constexpr std::string_view help = "what runs are judged by";
    static Options<SweepMetric> options();
};

/// Successive halving: all runs begin, and at growing numbers of epochs only the best go on
/// (Jamieson and Talwalkar 2016; Li et al., "A system for massively parallel hyperparameter
/// tuning", 2020).
struct Halving {
    Index min_epochs = 10;
    Index factor = 3;

    static constexpr std::string_view name = "halving";
    static constexpr std::string_view help = "when runs are stopped";
    static Options<Halving> options();
};

/// Names of parameters whose values go together.
using Groups = std::vector<std::vector<std::string>>;

/// In a file, a single group may be a list of names; several are a list of lists.
template <>
struct OptionCodec<Groups> {
    static constexpr OptionKind kind = OptionKind::rows;
    static OptionValue to_value(const Groups& groups);
    static Groups from_value(const OptionValue& value);
};

/// Many runs of one experiment, with some of its keys varied: what the file of a sweep says. A
/// plain value; it can be built in code as well.
struct SweepConfig {
    std::string name;
    std::filesystem::path base;
    /// Where relative paths of the base start, if not at its own directory.
    std::optional<std::filesystem::path> base_directory;
    std::string method = "grid";
    std::optional<Index> runs;
    Index seed = 42;
    SweepMetric metric;
    ChoicesByName parameters;  ///< keys of the base, each with a Variation
    Groups zip;
    Integers seeds;  ///< of the runs; empty: that of the base
    std::optional<Halving> halving;

    static constexpr std::string_view help = "a sweep of mlp: mlp sweep FILE.json";
    static Options<SweepConfig> options();

    /// The JSON that this config was read from; none if it comes from elsewhere.
    std::shared_ptr<const Document> document;
    /// Where a key is varied: "sweeps/xor.json:5:9", or "--grid KEY=..." if not in a file.
    std::string place_of(const std::string& key) const;
    /// A message about the value at a JSON pointer, with its place where it was read from a file.
    ConfigError error(const std::string& pointer, const std::string& message,
                      const std::string& remedy = "") const;
};

template <>
EntryInfo entry_info<SweepConfig>();

/// Whether a JSON file describes a sweep, which has a base, rather than an experiment. Throws
/// InputError if it is no JSON.
bool is_sweep(const std::filesystem::path& path);

/// Reads the description of a sweep. Throws InputError that lists everything that is wrong. Whether
/// the base is there and has these keys is not looked at.
SweepConfig read_sweep(const std::filesystem::path& path);
/// The same from a text; relative paths start from the current directory.
SweepConfig parse_sweep(const std::string& json);

/// A grid from texts such as "optimizer.learning_rate=0.1,0.01", without a name. Values are
/// separated by commas outside of brackets, braces and quotes; each is JSON or else a string.
/// `seeds` is how many: from 1 on. Throws InputError that lists everything that is wrong.
SweepConfig short_sweep(const std::filesystem::path& base, const std::vector<std::string>& grids,
                        std::optional<Index> seeds);
/// 1, 2, ..., count.
Integers first_seeds(Index count);

/// The JSON text of a sweep, every default written out and paths absolute. Reading it gives the
/// same sweep.
std::string write_sweep(const SweepConfig& config);
/// The same with another base, relative to the file that is written, and the directory where its
/// relative paths start.
std::string write_sweep(const SweepConfig& config, const std::filesystem::path& base,
                        const std::optional<std::filesystem::path>& base_directory = {});

}  // namespace mlp
