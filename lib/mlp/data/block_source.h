#pragma once

#include "mlp/data/source.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mlp {

/// The block of a file, and of which shape a sample of it is.
struct BlockFile {
    std::string origin;
    std::shared_ptr<const NumberBlock> block;
};

/// Raw data of a block of inputs and one of targets, with columns called `input_name` 1, 2, ... and
/// targets called `target_name`, numbered if there are several. Only the first `max_samples` where
/// that is given. Throws InputError where the two have different numbers of samples, there are
/// none, or `features` are not the names of the columns.
RawData block_data(const BlockFile& inputs, const BlockFile& targets,
                   const std::optional<Index>& max_samples,
                   const std::vector<std::string>& features);

/// "x1", "x2", ...; a single one is called `name` alone if so wanted.
std::vector<std::string> numbered_names(const std::string& name, Index count);

/// Throws InputError unless `features`, if any are given, are exactly these names.
void check_features(const std::string& origin, const std::vector<std::string>& names,
                    const std::vector<std::string>& features);

}  // namespace mlp
