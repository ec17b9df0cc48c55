#pragma once

#include "mlp/report/outcome.h"
#include "mlp/report/plots/picture.h"

namespace mlp {

/// ROC or precision-recall curves (report/ranking_curves.h): one for each class, or, of two, of the
/// second; with more than 10 classes their mean and the worst 5. For classes only. Throw InputError
/// where there is no such curve.
Picture roc_picture(const Outcome& outcome);
Picture precision_recall_picture(const Outcome& outcome);

}  // namespace mlp
