#pragma once

#include "mlp/core/options.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace mlp {

/// Where the samples of validation or test come from: a fraction of the data, or other files.
struct HoldOut {
    std::optional<double> fraction;
    bool stratify = false;
    bool sequential = false;
    std::optional<std::filesystem::path> path;
    std::optional<std::filesystem::path> targets;

    static constexpr std::string_view name = "hold-out";
    static constexpr std::string_view help = "samples kept out of training";
    static Options<HoldOut> options();
    std::string_view problem() const;
};

/// What a split must know of the samples.
struct Samples {
    Index count = 0;
    std::vector<std::uint32_t> labels{};  ///< the class of each; empty if they have none
    /// Samples with the same number belong together and are never parted; empty: each is alone.
    std::vector<std::uint32_t> groups{};
};

/// Sample numbers of each part, in the order of the data.
struct Split {
    std::vector<Index> train;
    std::vector<Index> validation;
    std::vector<Index> test;
};

/// Splits samples, the same for the same seed: at random, or the last ones of the data for the test
/// and those before them for validation (sequential). A stratified part has the classes in the
/// proportions of the data as nearly as whole samples allow (largest remainders); it needs labels.
/// Of groups, whole ones are taken, until their samples come nearest to the fraction. Throws
/// InputError if a part or the training data would be empty, or where this cannot be done.
Split split_samples(const Samples& samples, const HoldOut& validation, const HoldOut& test,
                    std::uint64_t seed);

/// The parts of a cross-validation: each fold is the test part once, and of the others the
/// validation part is taken as by split_samples().
///
/// Folds are of equal size as nearly as can be; with labels they are stratified, with groups no
/// group is parted. Where validation or test are sequential, time must not run backwards: then the
/// samples are cut into folds + 1 runs, and each is tested with those before it as training
/// (forward chaining: Hyndman and Athanasopoulos, Forecasting, 5.10). Throws InputError where there
/// are too few samples, groups, or samples of a class.
std::vector<Split> cross_validation_splits(const Samples& samples, Index folds,
                                           const HoldOut& validation, bool sequential,
                                           std::uint64_t seed);

}  // namespace mlp
