#include "mlp/train/metrics/ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mlp::metric {
namespace {

/// 0/0, which is NaN, if all samples are positive or none is.
double area_under_roc(const std::vector<Ranked>& ranked) {
    double above = 0, below = 0, won = 0;  // positives and negatives so far; pairs in right order
    for_each_group(ranked, [&](double positives, double negatives) {
        won += negatives * (above + positives / 2);
        above += positives;
        below += negatives;
    });
    return won / (above * below);
}

double average_precision(const std::vector<Ranked>& ranked) {
    double hits = 0, seen = 0, sum = 0;
    for_each_group(ranked, [&](double positives, double negatives) {
        hits += positives;
        seen += positives + negatives;
        sum += positives * (hits / seen);
    });
    return hits == 0 ? 0 : sum / hits;
}

}  // namespace

void sort_best_first(std::vector<Ranked>& ranked) {
    std::sort(ranked.begin(), ranked.end(),
              [](const Ranked& a, const Ranked& b) { return a.score > b.score; });
}

void Ranking::add(ConstView<double> output, ConstView<double> target) {
    const Index first = output.rows() <= 2 ? output.rows() - 1 : 0;
    rows = output.rows() - first;
    for (Index i = 0; i < output.cols(); ++i) {
        const double* sample = output.data() + i * output.rows();
        scores.insert(scores.end(), sample + first, sample + output.rows());
        actual.push_back(static_cast<std::uint32_t>(class_of(target, i, decision)));
    }
}

double Ranking::mean_over_classes(double (*value)(const std::vector<Ranked>&)) const {
    // NaN cannot be sorted.
    if (std::any_of(scores.begin(), scores.end(), [](double s) { return std::isnan(s); })) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    std::vector<Ranked> ranked(actual.size());
    const auto step = static_cast<std::size_t>(rows);
    double sum = 0;
    for (std::size_t k = 0; k < step; ++k) {
        const std::uint32_t own = step == 1 ? 1 : static_cast<std::uint32_t>(k);
        for (std::size_t i = 0; i < ranked.size(); ++i) {
            ranked[i] = {scores[i * step + k], actual[i] == own};
        }
        sort_best_first(ranked);
        sum += value(ranked);
    }
    return sum / static_cast<double>(rows);
}

double RocAuc::value() const { return mean_over_classes(area_under_roc); }
double AveragePrecision::value() const { return mean_over_classes(average_precision); }

}  // namespace mlp::metric
