#pragma once

#include "mlp/train/confusion.h"
#include "mlp/train/metric.h"

#include <cmath>

/// Metrics of the classes that are predicted; all of them are computed from the confusion matrix.
/// n: samples; n_ij: samples of class i that are predicted as class j.
namespace mlp::metric {

/// What the metrics of this file gather.
struct Confusion {
    ConfusionMatrix confusion{};
    double decision = 0.5;

    static constexpr MetricTraits traits{.classification = true, .larger_is_better = true};
    static Options<Confusion> options() { return {}; }
    void prepare(const Judging& judging) {
        confusion = ConfusionMatrix(judging.classes);
        decision = judging.decision;
    }
    void add(ConstView<double> output, ConstView<double> target) {
        confusion.add(output, target, decision);
    }
};

struct Accuracy : Confusion {
    static constexpr std::string_view name = "accuracy";
    static constexpr std::string_view help = "share of samples whose class is right";
    static constexpr std::string_view formula = "sum over k of n_kk / n";
    double value() const {
        return static_cast<double>(confusion.right()) / static_cast<double>(confusion.samples());
    }
};

/// A class without samples does not count, unlike in the macro mean of recall.
struct BalancedAccuracy : Confusion {
    static constexpr std::string_view name = "balanced_accuracy";
    static constexpr std::string_view help =
        "mean over the classes of the share that is found: rare classes count as much as others";
    static constexpr std::string_view formula = "mean over k of n_kk / sum over j of n_kj";
    static constexpr std::string_view source = "Brodersen et al. 2010";
    double value() const {
        double sum = 0;
        double classes = 0;
        for (Index k = 0; k < confusion.classes(); ++k) {
            if (confusion.actual(k) == 0) continue;
            sum += confusion.of_class(k).recall;
            ++classes;
        }
        return sum / classes;
    }
};

/// The correlation of the actual and the predicted classes. With t_k samples of class k, p_k
/// predictions of it and c right ones: (c n − Σ t p)/√((n² − Σ t²)(n² − Σ p²)); 0 where the root
/// is 0.
struct MatthewsCorrelation : Confusion {
    static constexpr std::string_view name = "mcc";
    static constexpr std::string_view help =
        "Matthews correlation coefficient, from -1 to 1; 0 is no better than guessing";
    static constexpr std::string_view formula =
        "(c n - sum t_k p_k) / sqrt((n^2 - sum t_k^2) (n^2 - sum p_k^2))";
    static constexpr std::string_view source = "Matthews 1975; several classes: Gorodkin 2004";
    double value() const {
        const auto n = static_cast<double>(confusion.samples());
        const auto c = static_cast<double>(confusion.right());
        double tp = 0, tt = 0, pp = 0;
        for (Index k = 0; k < confusion.classes(); ++k) {
            const auto t = static_cast<double>(confusion.actual(k));
            const auto p = static_cast<double>(confusion.predicted(k));
            tp += t * p;
            tt += t * t;
            pp += p * p;
        }
        const double variances = (n * n - tt) * (n * n - pp);
        return variances == 0 ? 0 : (c * n - tp) / std::sqrt(variances);
    }
};

/// 0/0, which is NaN, where all samples are of one class and predicted as it.
struct CohenKappa : Confusion {
    static constexpr std::string_view name = "cohen_kappa";
    static constexpr std::string_view help =
        "agreement beyond that of chance, at most 1; 0 is no better than guessing";
    static constexpr std::string_view formula =
        "(q - e) / (1 - e), q the accuracy, e = sum over k of t_k p_k / n^2";
    static constexpr std::string_view source = "Cohen 1960";
    double value() const {
        const auto n = static_cast<double>(confusion.samples());
        double by_chance = 0;  // that agree
        for (Index k = 0; k < confusion.classes(); ++k) {
            by_chance += static_cast<double>(confusion.actual(k)) *
                         static_cast<double>(confusion.predicted(k)) / n;
        }
        return 1 - (n - static_cast<double>(confusion.right())) / (n - by_chance);
    }
};

/// A sample counts where its class is among the k largest outputs. Of equal outputs the last counts
/// as the largest, as in scikit-learn.
struct TopKAccuracy {
    Index k = 2;
    double decision = 0.5;
    double hits = 0;
    double samples = 0;

    static constexpr std::string_view name = "top_k_accuracy";
    static constexpr std::string_view help =
        "share of samples whose class is among the k largest outputs";
    static constexpr MetricTraits traits{.classification = true, .larger_is_better = true};
    static Options<TopKAccuracy> options() {
        return {{"k", &TopKAccuracy::k, between(1, 1e9), "how many guesses each sample has"}};
    }
    std::string misfit(const Judging& judging) const;
    void prepare(const Judging& judging) { decision = judging.decision; }

    void add(ConstView<double> output, ConstView<double> target) {
        for (Index i = 0; i < output.cols(); ++i) {
            const Index right = class_of(target, i, decision);
            hits += output.rows() == 1 ? class_of(output, i, decision) == right
                                       : rank(output, i, right) < k;
        }
        samples += static_cast<double>(output.cols());
    }
    double value() const { return hits / samples; }

  private:
    /// How many outputs are not smaller than that of the right class; all where it is NaN.
    static Index rank(ConstView<double> output, Index i, Index right) {
        const double own = output(right, i);
        Index above = 0;
        for (Index j = 0; j < output.rows(); ++j) {
            const double other = output(j, i);
            above += j != right && !(other < own || (other == own && j < right));
        }
        return above;
    }
};

}  // namespace mlp::metric
