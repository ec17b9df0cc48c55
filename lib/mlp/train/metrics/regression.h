#pragma once

#include "mlp/train/metric.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

/// Metrics of numbers: y the targets, a the outputs. With several outputs the mean of their values,
/// which is scikit-learn's uniform_average.
namespace mlp::metric {

struct OfNumbers {
    static constexpr MetricTraits traits{.classification = false, .larger_is_better = false};
    static Options<OfNumbers> options() { return {}; }
};

/// The mean over all numbers of S::of(output, target).
template <class S>
struct MeanOfErrors : OfNumbers {
    double sum = 0;
    double count = 0;

    void add(ConstView<double> output, ConstView<double> target) {
        for (Index i = 0; i < output.size(); ++i) sum += S::of(output.data()[i], target.data()[i]);
        count += static_cast<double>(output.size());
    }
    double value() const { return sum / count; }
};

struct MeanSquaredError : MeanOfErrors<MeanSquaredError> {
    static constexpr std::string_view name = "mse";
    static constexpr std::string_view help = "mean squared error";
    static constexpr std::string_view formula = "mean of (y - a)^2";
    static double of(double a, double y) { return (y - a) * (y - a); }
};

/// With several outputs the root of the mean over all of them, and not the mean of their roots.
struct RootMeanSquaredError : MeanSquaredError {
    static constexpr std::string_view name = "rmse";
    static constexpr std::string_view help =
        "root of the mean squared error, in units of the target";
    static constexpr std::string_view formula = "sqrt(mean of (y - a)^2)";
    double value() const { return std::sqrt(MeanSquaredError::value()); }
};

struct MeanAbsoluteError : MeanOfErrors<MeanAbsoluteError> {
    static constexpr std::string_view name = "mae";
    static constexpr std::string_view help = "mean absolute error, in units of the target";
    static constexpr std::string_view formula = "mean of |y - a|";
    static double of(double a, double y) { return std::abs(y - a); }
};

/// Next to a target of 0 this is a huge number: ε is that of float64, 2.2e-16, as in scikit-learn.
struct MeanAbsolutePercentageError : MeanOfErrors<MeanAbsolutePercentageError> {
    static constexpr std::string_view name = "mape";
    static constexpr std::string_view help =
        "mean absolute error as a share of the target (0.1 is 10 percent); useless where targets "
        "are 0";
    static constexpr std::string_view formula = "mean of |y - a| / max(|y|, 2.2e-16)";
    static double of(double a, double y) {
        return std::abs(y - a) / std::max(std::abs(y), std::numeric_limits<double>::epsilon());
    }
};

/// Over all outputs.
struct MaxError : OfNumbers {
    double largest = 0;

    static constexpr std::string_view name = "max_error";
    static constexpr std::string_view help = "largest absolute error, in units of the target";
    static constexpr std::string_view formula = "max |y - a|";
    void add(ConstView<double> output, ConstView<double> target) {
        for (Index i = 0; i < output.size(); ++i) {
            const double error = std::abs(target.data()[i] - output.data()[i]);
            if (error > largest || std::isnan(error)) largest = error;
        }
    }
    double value() const { return largest; }
};

/// Keeps all errors: 8 bytes for each number.
struct MedianAbsoluteError : OfNumbers {
    std::vector<double> errors;  ///< outputs × samples
    Index outputs = 1;

    static constexpr std::string_view name = "median_ae";
    static constexpr std::string_view help =
        "median absolute error, in units of the target: a few wild samples do not matter";
    static constexpr std::string_view formula = "median of |y - a|";
    void add(ConstView<double> output, ConstView<double> target) {
        outputs = output.rows();
        for (Index i = 0; i < output.size(); ++i) {
            errors.push_back(std::abs(target.data()[i] - output.data()[i]));
        }
    }
    double value() const {
        const auto rows = static_cast<std::size_t>(outputs);
        std::vector<double> own(errors.size() / rows);
        double sum = 0;
        for (std::size_t k = 0; k < rows; ++k) {
            for (std::size_t i = 0; i < own.size(); ++i) own[i] = errors[i * rows + k];
            sum += median(own);
        }
        return sum / static_cast<double>(rows);
    }

  private:
    /// Changes the order. NaN where a number is.
    static double median(std::vector<double>& numbers) {
        const auto nan = std::find_if(numbers.begin(), numbers.end(),
                                      [](double number) { return std::isnan(number); });
        if (nan != numbers.end()) return *nan;
        const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
        std::nth_element(numbers.begin(), middle, numbers.end());
        if (numbers.size() % 2 == 1) return *middle;
        return (*std::max_element(numbers.begin(), middle) + *middle) / 2;
    }
};

/// The mean of numbers, and Σ(x − mean)², by Welford's update (Knuth, TAOCP 4.2.2).
struct Spread {
    double mean = 0;
    double sum = 0;

    /// count: of the numbers, with this one.
    void add(double x, double count) {
        const double deviation = x - mean;
        mean += deviation / count;
        sum += deviation * (x - mean);
    }
};

/// 1 − wrong/all, as a share of what there is to explain. Where there is nothing, 1 if nothing is
/// wrong and else 0, as in scikit-learn. NaN stays NaN.
inline double explained_share(double wrong, double all) {
    if (all != 0) return 1 - wrong / all;
    if (std::isnan(wrong)) return wrong;
    return wrong == 0 ? 1 : 0;
}

struct Explained : OfNumbers {
    static constexpr MetricTraits traits{.classification = false, .larger_is_better = true};
};

/// R² = 1 − Σ(y − a)²/Σ(y − mean y)². NaN for a single sample, as in scikit-learn.
struct RSquared : Explained {
    struct Sums {
        double squared = 0;  ///< Σ(y − a)²
        Spread target;
    };
    std::vector<Sums> sums;  ///< one an output
    double samples = 0;

    static constexpr std::string_view name = "r2";
    static constexpr std::string_view help =
        "share of the variance that is explained; 0 is no better than the mean, and it may be "
        "negative";
    static constexpr std::string_view formula = "1 - sum (y - a)^2 / sum (y - mean y)^2";
    void add(ConstView<double> output, ConstView<double> target) {
        sums.resize(static_cast<std::size_t>(output.rows()));
        for (Index i = 0; i < output.cols(); ++i) {
            ++samples;
            for (std::size_t k = 0; k < sums.size(); ++k) {
                const double y = target(static_cast<Index>(k), i);
                const double error = y - output(static_cast<Index>(k), i);
                sums[k].squared += error * error;
                sums[k].target.add(y, samples);
            }
        }
    }
    double value() const {
        if (samples < 2) return std::numeric_limits<double>::quiet_NaN();
        double sum = 0;
        for (const auto& [squared, target] : sums) sum += explained_share(squared, target.sum);
        return sum / static_cast<double>(sums.size());
    }
};

struct ExplainedVariance : Explained {
    struct Spreads {
        Spread error;
        Spread target;
    };
    std::vector<Spreads> spreads;  ///< one an output
    double samples = 0;

    static constexpr std::string_view name = "explained_variance";
    static constexpr std::string_view help =
        "as r2, but an error that is always the same does not count";
    static constexpr std::string_view formula = "1 - var(y - a) / var(y)";
    void add(ConstView<double> output, ConstView<double> target) {
        spreads.resize(static_cast<std::size_t>(output.rows()));
        for (Index i = 0; i < output.cols(); ++i) {
            ++samples;
            for (std::size_t k = 0; k < spreads.size(); ++k) {
                const double y = target(static_cast<Index>(k), i);
                spreads[k].error.add(y - output(static_cast<Index>(k), i), samples);
                spreads[k].target.add(y, samples);
            }
        }
    }
    double value() const {
        double sum = 0;
        for (const auto& [error, target] : spreads) sum += explained_share(error.sum, target.sum);
        return sum / static_cast<double>(spreads.size());
    }
};

}  // namespace mlp::metric
