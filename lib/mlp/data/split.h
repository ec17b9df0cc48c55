#pragma once

#include "mlp/core/options.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace mlp {

/// Where the samples of validation or test come from: a fraction of the data, or another file.
struct HoldOut {
    std::optional<double> fraction;
    bool stratify = false;
    std::optional<std::filesystem::path> path;

    static constexpr std::string_view name = "hold-out";
    static constexpr std::string_view help = "samples kept out of training";
    static Options<HoldOut> options();
    std::string_view problem() const;
};

/// Sample numbers of each part, in the order of the data.
struct Split {
    std::vector<Index> train;
    std::vector<Index> validation;
    std::vector<Index> test;
};

/// Splits `samples` samples at random, the same for the same seed. A stratified part has the
/// classes in the proportions of the data as nearly as whole samples allow (largest remainders); it
/// needs labels (class of each sample). Throws InputError if a part or the training data would be
/// empty.
Split split_samples(Index samples, const std::vector<std::uint32_t>& labels,
                    const HoldOut& validation, const HoldOut& test, std::uint64_t seed);

}  // namespace mlp
