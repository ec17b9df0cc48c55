#pragma once

#include "mlp/train/metric.h"

#include <cstdint>
#include <vector>

/// Metrics of the order in which the outputs put the samples. No threshold and no scale matters, so
/// the outputs need not be probabilities.
namespace mlp::metric {

/// A sample by its output for some class, and whether it is of this class.
struct Ranked {
    double score;
    bool positive;
};

/// Puts the best first. No score may be NaN.
void sort_best_first(std::vector<Ranked>& ranked);

/// Calls step(positives, negatives) for each group of equal scores of sorted samples: what a
/// threshold at this score finds more than the one before.
template <class Step>
void for_each_group(const std::vector<Ranked>& ranked, Step step) {
    for (std::size_t i = 0; i < ranked.size();) {
        double positives = 0, negatives = 0;
        const double score = ranked[i].score;
        for (; i < ranked.size() && ranked[i].score == score; ++i) {
            ++(ranked[i].positive ? positives : negatives);
        }
        step(positives, negatives);
    }
}

/// Gathers all outputs: 8 bytes for each sample and class. With two classes only the second is
/// looked at (scikit-learn's positive one), by the last output; with more, each in turn against
/// all others, by its own output.
struct Ranking {
    double decision = 0.5;
    Index rows = 0;                     ///< outputs that are kept of each sample: 1, or all
    std::vector<double> scores;         ///< rows × samples
    std::vector<std::uint32_t> actual;  ///< class of each sample

    static constexpr MetricTraits traits{.classification = true, .larger_is_better = true};
    static Options<Ranking> options() { return {}; }
    void prepare(const Judging& judging) { decision = judging.decision; }
    void add(ConstView<double> output, ConstView<double> target);

  protected:
    /// The mean over the ranked classes of value(samples, best first); NaN where an output is.
    double mean_over_classes(double (*value)(const std::vector<Ranked>&)) const;
};

/// The chance that a sample of the class has a larger output than one of the others, equal ones
/// counting one half: the statistic of Mann and Whitney divided by the number of pairs.
struct RocAuc : Ranking {
    static constexpr std::string_view name = "roc_auc";
    static constexpr std::string_view help =
        "area under the ROC curve; several classes: mean of each against the rest, undefined (nan) "
        "unless all of them occur";
    static constexpr std::string_view formula =
        "P(a_yes > a_no) + P(a_yes = a_no) / 2 over all pairs of a yes and a no";
    static constexpr std::string_view source = "Hanley and McNeil 1982";
    double value() const;
};

/// Σ (R_i − R_{i−1}) P_i over the thresholds i, one for each different output, best first; 0 for a
/// class without samples.
struct AveragePrecision : Ranking {
    static constexpr std::string_view name = "average_precision";
    static constexpr std::string_view help =
        "area under the steps of precision over recall; several classes: mean of each against the "
        "rest";
    static constexpr std::string_view formula =
        "sum over thresholds i of (recall_i - recall_{i-1}) precision_i";
    static constexpr std::string_view source = "Manning, Raghavan and Schuetze 2008, ch. 8";
    double value() const;
};

}  // namespace mlp::metric
