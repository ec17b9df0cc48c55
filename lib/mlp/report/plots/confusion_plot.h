#pragma once

#include "mlp/report/outcome.h"
#include "mlp/report/plots/picture.h"

namespace mlp {

/// How many samples of each class (rows) are predicted as which (columns), coloured by their share
/// of the row; with more than 30 classes without the numbers. For classes only.
Picture confusion_picture(const Outcome& outcome);

}  // namespace mlp
