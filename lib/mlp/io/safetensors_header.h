#pragma once

#include "mlp/core/matrix.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// A tensor as the header of a safetensors file tells of it.
struct TensorEntry {
    std::string dtype;  ///< a name that find_dtype() knows
    std::vector<Index> shape;
    std::size_t begin = 0;  ///< byte offsets from the start of the numbers
    std::size_t end = 0;
};

/// What stands before the numbers of a safetensors file.
struct SafetensorsHeader {
    std::map<std::string, std::string> metadata;
    std::map<std::string, TensorEntry> tensors;
    std::size_t numbers = 0;  ///< where they start in the file
};

/// Reads it from the bytes of a whole file, none of which is trusted: the header must be JSON of
/// the right form, not larger than 100 MB, no name may stand twice, shapes and offsets must agree,
/// and the tensors must cover all that comes after the header without holes or overlaps. Memory is
/// taken for what proves right only. Throws InputError that says what is wrong.
SafetensorsHeader read_safetensors_header(std::string_view file);

}  // namespace mlp
