#pragma once

#include "mlp/data/number_transform.h"
#include "mlp/data/preprocessing.h"

#include <cstddef>
#include <string>

namespace mlp {

/// What is done to a number x, in six digits: "(x - 5.84333) / 0.828066", "log(1 + x) - 2", "as it
/// is".
std::string transform_text(const NumberTransform& transform);

/// How columns become inputs, as a table to be read, some 80 columns wide: a line a column, then
/// the extra features. Of more than `most` lines the others are only counted.
std::string preprocessing_table(const Preprocessing& preprocessing, std::size_t most);

}  // namespace mlp
