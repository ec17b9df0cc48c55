#pragma once

#include "mlp/report/outcome.h"

#include <span>
#include <vector>

/// How well the outputs of a network put the samples of a class in front of the others, threshold
/// by threshold: one point for each different output, best first.
namespace mlp {

struct RankingCurve {
    Index label = 0;        ///< the class; -1 for an average over several
    std::vector<double> x;  ///< growing
    std::vector<double> y;
    double area = 0;       ///< under the curve
    double base_rate = 0;  ///< share of the samples that are of the class
};

/// The share of the class that is found (y) over the share of the others that are taken for it (x),
/// from (0, 0) to (1, 1) with straight lines between; points on a straight line are left out. The
/// area is the metric roc_auc of this class against the rest (Fawcett 2006, "An introduction to ROC
/// analysis").
///
/// One for each class, or, of two classes, of the second only; none for a class that has no samples
/// or all of them. None at all where an output is NaN, as such outputs have no order.
std::vector<RankingCurve> roc_curves(const Outcome& outcome);

/// Precision (y) over recall (x). A curve of steps: y[i] holds from x[i − 1], or 0, to x[i];
/// nothing is interpolated, as the points between could not be reached. The area is the metric
/// average_precision of this class. For the same classes as above, but one that has all of the
/// samples has a curve.
std::vector<RankingCurve> precision_recall_curves(const Outcome& outcome);

/// The mean of several curves at evenly spaced x, and of their areas and base rates: every class
/// counts the same (macro average).
RankingCurve mean_of_roc(std::span<const RankingCurve> curves);
RankingCurve mean_of_precision_recall(std::span<const RankingCurve> curves);

}  // namespace mlp
