#pragma once

#include "mlp/train/metric.h"

#include <cmath>
#include <limits>

/// Metrics of the probabilities that the outputs are: p_k for class k, one output being that of the
/// second of two classes. y_k: 1 for the class of the sample, else 0.
namespace mlp::metric {

/// A mean over samples of something of the probabilities.
struct OfProbabilities {
    double decision = 0.5;
    double sum = 0;
    double samples = 0;

    static constexpr MetricTraits traits{
        .classification = true, .larger_is_better = false, .probabilities = true};
    static Options<OfProbabilities> options() { return {}; }
    void prepare(const Judging& judging) { decision = judging.decision; }
    double value() const { return sum / samples; }
};

/// Each p is first kept within [ε, 1 − ε], and the p of a sample are then divided by their sum, as
/// scikit-learn 1.2 does with float64. ε is always that of float64, 2.2e-16, so that a class that
/// is given the probability 0 costs 36 and not infinity.
struct LogLoss : OfProbabilities {
    static constexpr std::string_view name = "log_loss";
    static constexpr std::string_view help =
        "mean of -ln of the probability of the right class, which is taken as 2.2e-16 at least";
    static constexpr std::string_view formula = "-mean over samples of ln p_right";
    static constexpr std::string_view source = "Good 1952";

    void add(ConstView<double> output, ConstView<double> target) {
        for (Index i = 0; i < output.cols(); ++i) {
            const Index right = class_of(target, i, decision);
            if (output.rows() == 1) {
                const double p = held(output(0, i));
                sum -= std::log(right == 1 ? p : 1 - p);
            } else {
                double total = 0;
                for (Index k = 0; k < output.rows(); ++k) total += held(output(k, i));
                sum -= std::log(held(output(right, i)) / total);
            }
        }
        samples += static_cast<double>(output.cols());
    }

  private:
    /// NaN stays NaN.
    static double held(double p) {
        constexpr double epsilon = std::numeric_limits<double>::epsilon();
        if (p < epsilon) return epsilon;
        return p > 1 - epsilon ? 1 - epsilon : p;
    }
};

/// With two classes scikit-learn's brier_score_loss, which is half of Brier's own.
struct Brier : OfProbabilities {
    static constexpr std::string_view name = "brier";
    static constexpr std::string_view help =
        "mean squared error of the probabilities: with two classes of the second one, with more "
        "summed over all";
    static constexpr std::string_view formula =
        "mean over samples of (p_1 - y_1)^2; several classes: of sum over k of (p_k - y_k)^2";
    static constexpr std::string_view source = "Brier 1950";

    void add(ConstView<double> output, ConstView<double> target) {
        const Index first = output.rows() <= 2 ? output.rows() - 1 : 0;
        for (Index i = 0; i < output.cols(); ++i) {
            const Index right = class_of(target, i, decision);
            for (Index k = first; k < output.rows(); ++k) {
                const bool yes = right == (output.rows() == 1 ? 1 : k);
                const double error = output(k, i) - (yes ? 1 : 0);
                sum += error * error;
            }
        }
        samples += static_cast<double>(output.cols());
    }
};

}  // namespace mlp::metric
