#pragma once

#include "mlp/data/source.h"

#include <optional>
#include <string>
#include <vector>

namespace mlp {

/// What a starting config is to be written for.
struct StartingPoint {
    std::string file;  ///< that the config is written to, for its own comments
    std::string name;  ///< of the experiment
    std::string path;  ///< of the table, as the config is to name it
    std::vector<std::string> target;
    std::optional<std::string> delimiter{};  ///< where it does not follow from the name
    bool header = true;
    /// Whether the target is a class; without a word, the table decides.
    std::optional<bool> classification{};
};

/// Looks at a table, whose targets are those of the starting point, and writes a config that trains
/// well on such data: what to leave out, what is predicted, scaling, gaps, a stratified split, the
/// widths of layers, loss, optimizer, early stopping; each choice is explained in a comment. Throws
/// InputError where nothing can be learnt from the table.
std::string starting_config(const RawData& table, const StartingPoint& start);

}  // namespace mlp
