#pragma once

#include "mlp/core/option_info.h"
#include "mlp/core/parameters.h"
#include "mlp/io/safetensors.h"

#include <optional>
#include <string>
#include <vector>

namespace mlp {

/// What these blocks are called in a file, judged by the shapes alone: tensors belong together
/// where their names are the same but for the last part ("0.weight", "0.bias"), and so do blocks.
/// None unless each layer of the network fits one group of the file, and no other.
std::optional<TextsByName> names_by_shape(const Safetensors& file,
                                          const std::vector<Block>& blocks);

/// The message for a file that has not all of these blocks by their names: the first that it lacks,
/// and how a config says what they are called.
std::string other_names(const Safetensors& file, const std::vector<Block>& blocks);

}  // namespace mlp
