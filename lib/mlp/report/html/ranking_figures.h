#pragma once

#include "mlp/report/outcome.h"

#include <string>

namespace mlp::html {

/// ROC and precision-recall, a line for each class, as pictures (SVG) beside each other; nothing
/// where the outputs cannot be ranked, or there are too many classes to tell lines apart.
std::string ranking_figures(const Outcome& outcome);

}  // namespace mlp::html
