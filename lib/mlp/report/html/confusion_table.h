#pragma once

#include "mlp/report/outcome.h"

#include <string>

namespace mlp::html {

/// The confusion matrix with the precision and recall of each class; of very many classes the most
/// frequent mistakes.
std::string confusion_table(const Outcome& outcome);

}  // namespace mlp::html
