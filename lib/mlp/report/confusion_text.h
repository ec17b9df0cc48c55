#pragma once

#include "mlp/train/confusion.h"

#include <string>
#include <vector>

namespace mlp {

/// A confusion matrix in 80 columns: rows actual, columns predicted. Of one that is too wide, the
/// pairs that are confused most often. `classes`: names.
std::string confusion_text(const ConfusionMatrix& confusion,
                           const std::vector<std::string>& classes);

}  // namespace mlp
