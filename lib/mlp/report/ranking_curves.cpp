#include "mlp/report/ranking_curves.h"

#include "mlp/train/metrics/ranking.h"

#include <algorithm>
#include <cmath>

namespace mlp {
namespace {

using metric::Ranked;

/// The samples by how much they are of class k, best first.
std::vector<Ranked> ranked(const Outcome& outcome, Index k) {
    const auto scores = outcome.scores(k);
    std::vector<Ranked> samples;
    samples.reserve(scores.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        samples.push_back({scores[i], outcome.labels[i] == k});
    }
    metric::sort_best_first(samples);
    return samples;
}

double count_positives(const std::vector<Ranked>& samples) {
    return static_cast<double>(std::ranges::count(samples, true, &Ranked::positive));
}

/// curve_of(samples, positives, negatives) for each class.
template <class CurveOf>
std::vector<RankingCurve> each_class(const Outcome& outcome, CurveOf curve_of) {
    std::vector<RankingCurve> curves;
    if (outcome.outputs.array().isNaN().any()) return curves;
    const auto classes = static_cast<Index>(outcome.classes.size());
    for (Index k = classes == 2 ? 1 : 0; k < classes; ++k) {
        const auto samples = ranked(outcome, k);
        const double positives = count_positives(samples);
        RankingCurve curve =
            curve_of(samples, positives, static_cast<double>(samples.size()) - positives);
        if (curve.x.empty()) continue;
        curve.label = k;
        curve.base_rate = positives / static_cast<double>(samples.size());
        curves.push_back(std::move(curve));
    }
    return curves;
}

RankingCurve roc_curve(const std::vector<Ranked>& samples, double positives, double negatives) {
    RankingCurve curve;
    if (positives == 0 || negatives == 0) return curve;
    curve.x = curve.y = {0.0};
    double found = 0, mistaken = 0;
    // Which way the last piece went: upwards, to the right, or both.
    bool up = false, right = false;
    metric::for_each_group(samples, [&](double more_found, double more_mistaken) {
        found += more_found;
        mistaken += more_mistaken;
        const double x = mistaken / negatives, y = found / positives;
        curve.area += (x - curve.x.back()) * (y + curve.y.back()) / 2;
        const bool goes_up = more_found > 0, goes_right = more_mistaken > 0;
        if (up != right && up == goes_up && right == goes_right) {
            curve.x.pop_back();
            curve.y.pop_back();
        }
        curve.x.push_back(x);
        curve.y.push_back(y);
        up = goes_up;
        right = goes_right;
    });
    return curve;
}

RankingCurve precision_recall_curve(const std::vector<Ranked>& samples, double positives) {
    RankingCurve curve;
    if (positives == 0) return curve;
    double found = 0, taken = 0;
    metric::for_each_group(samples, [&](double more_found, double more_mistaken) {
        found += more_found;
        taken += more_found + more_mistaken;
        // A threshold that finds nothing more takes up nothing of the area.
        if (more_found == 0) return;
        curve.area += more_found / positives * (found / taken);
        curve.x.push_back(found / positives);
        curve.y.push_back(found / taken);
    });
    return curve;
}

/// The height of a ROC at x; at a vertical piece its upper end.
double roc_at(const RankingCurve& curve, double x) {
    const auto behind = std::ranges::upper_bound(curve.x, x) - curve.x.begin();
    if (behind == static_cast<std::ptrdiff_t>(curve.x.size())) return curve.y.back();
    const auto i = static_cast<std::size_t>(behind);  // at least 1, as the first x is 0
    const double way = (x - curve.x[i - 1]) / (curve.x[i] - curve.x[i - 1]);
    return curve.y[i - 1] + way * (curve.y[i] - curve.y[i - 1]);
}

double precision_at(const RankingCurve& curve, double recall) {
    const auto i = std::ranges::lower_bound(curve.x, recall) - curve.x.begin();
    return curve.y[std::min(static_cast<std::size_t>(i), curve.y.size() - 1)];
}

RankingCurve mean_of(std::span<const RankingCurve> curves,
                     double (*height)(const RankingCurve&, double)) {
    constexpr int pieces = 500;
    RankingCurve mean;
    mean.label = -1;
    const auto count = static_cast<double>(curves.size());
    for (int i = 0; i <= pieces; ++i) {
        const double x = static_cast<double>(i) / pieces;
        double sum = 0;
        for (const auto& curve : curves) sum += height(curve, x);
        mean.x.push_back(x);
        mean.y.push_back(sum / count);
    }
    for (const auto& curve : curves) {
        mean.area += curve.area / count;
        mean.base_rate += curve.base_rate / count;
    }
    return mean;
}

}  // namespace

std::vector<RankingCurve> roc_curves(const Outcome& outcome) {
    return each_class(outcome, roc_curve);
}

std::vector<RankingCurve> precision_recall_curves(const Outcome& outcome) {
    return each_class(outcome, [](const auto& samples, double positives, double /*negatives*/) {
        return precision_recall_curve(samples, positives);
    });
}

RankingCurve mean_of_roc(std::span<const RankingCurve> curves) { return mean_of(curves, roc_at); }
RankingCurve mean_of_precision_recall(std::span<const RankingCurve> curves) {
    return mean_of(curves, precision_at);
}

}  // namespace mlp
