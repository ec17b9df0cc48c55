#include "mlp/train/confusion.h"

#include <numeric>

namespace mlp {
namespace {

double quotient(std::int64_t a, std::int64_t b) {
    return b == 0 ? 0.0 : static_cast<double>(a) / static_cast<double>(b);
}

/// hits: right ones; predicted: hits and false alarms; actual: hits and misses. F1 is the harmonic
/// mean of precision and recall (van Rijsbergen 1979).
ClassScores scores_of(std::int64_t hits, std::int64_t predicted, std::int64_t actual) {
    return {quotient(hits, predicted), quotient(hits, actual),
            quotient(2 * hits, predicted + actual), static_cast<double>(actual)};
}

}  // namespace

std::int64_t ConfusionMatrix::samples() const {
    return std::accumulate(counts_.begin(), counts_.end(), std::int64_t{0});
}

std::int64_t ConfusionMatrix::right() const {
    std::int64_t sum = 0;
    for (Index k = 0; k < classes_; ++k) sum += count(k, k);
    return sum;
}

std::int64_t ConfusionMatrix::actual(Index k) const {
    std::int64_t sum = 0;
    for (Index j = 0; j < classes_; ++j) sum += count(k, j);
    return sum;
}

std::int64_t ConfusionMatrix::predicted(Index k) const {
    std::int64_t sum = 0;
    for (Index j = 0; j < classes_; ++j) sum += count(j, k);
    return sum;
}

ClassScores ConfusionMatrix::of_class(Index k) const {
    return scores_of(count(k, k), predicted(k), actual(k));
}

ClassScores ConfusionMatrix::micro() const { return scores_of(right(), samples(), samples()); }

ClassScores ConfusionMatrix::macro() const {
    ClassScores mean;
    double classes = 0;
    for (Index k = 0; k < classes_; ++k) {
        if (!occurs(k)) continue;
        const ClassScores scores = of_class(k);
        mean.precision += scores.precision;
        mean.recall += scores.recall;
        mean.f1 += scores.f1;
        mean.support += scores.support;
        ++classes;
    }
    if (classes == 0) return {};
    return {mean.precision / classes, mean.recall / classes, mean.f1 / classes, mean.support};
}

ClassScores ConfusionMatrix::weighted() const {
    ClassScores mean;
    for (Index k = 0; k < classes_; ++k) {
        const ClassScores scores = of_class(k);
        mean.precision += scores.support * scores.precision;
        mean.recall += scores.support * scores.recall;
        mean.f1 += scores.support * scores.f1;
        mean.support += scores.support;
    }
    if (mean.support == 0) return {};
    return {mean.precision / mean.support, mean.recall / mean.support, mean.f1 / mean.support,
            mean.support};
}

}  // namespace mlp
