#include "mlp/train/metric.h"

#include <cmath>

namespace mlp {
namespace {

// Each struct is one metric: what it gathers, and its value. T is float or double.

/// The share of samples whose class is right.
template <class T>
struct Accuracy {
    static constexpr std::string_view name = "accuracy";
    static constexpr std::string_view help = "share of samples whose class is right";
    static constexpr MetricTraits traits{true};
    static Options<Accuracy> options() { return {}; }

    T decision = T(0.5);
    double right = 0;
    double samples = 0;

    void add(ConstView<T> output, ConstView<T> target) {
        const auto sample = [](ConstView<T> batch, Index i) {
            return ConstView<T>(batch.data() + i * batch.rows(), batch.rows(), 1);
        };
        for (Index i = 0; i < output.cols(); ++i) {
            right += class_of(sample(output, i), decision) == class_of(sample(target, i), decision);
        }
        samples += static_cast<double>(output.cols());
    }
    double value() const { return right / samples; }
};

/// Sums over all numbers of all samples, for the metrics of regression.
struct ErrorSums {
    double squared = 0;
    double absolute = 0;
    double count = 0;

    template <class T>
    void add(ConstView<T> output, ConstView<T> target) {
        for (Index i = 0; i < output.size(); ++i) {
            const double error =
                static_cast<double>(output.data()[i]) - static_cast<double>(target.data()[i]);
            squared += error * error;
            absolute += std::abs(error);
        }
        count += static_cast<double>(output.size());
    }
};

template <class T>
struct MeanSquaredError : ErrorSums {
    static constexpr std::string_view name = "mse";
    static constexpr std::string_view help = "mean squared error";
    static constexpr MetricTraits traits{false};
    static Options<MeanSquaredError> options() { return {}; }
    double value() const { return squared / count; }
};

template <class T>
struct RootMeanSquaredError : ErrorSums {
    static constexpr std::string_view name = "rmse";
    static constexpr std::string_view help =
        "root of the mean squared error, in units of the target";
    static constexpr MetricTraits traits{false};
    static Options<RootMeanSquaredError> options() { return {}; }
    double value() const { return std::sqrt(squared / count); }
};

template <class T>
struct MeanAbsoluteError : ErrorSums {
    static constexpr std::string_view name = "mae";
    static constexpr std::string_view help = "mean absolute error, in units of the target";
    static constexpr MetricTraits traits{false};
    static Options<MeanAbsoluteError> options() { return {}; }
    double value() const { return absolute / count; }
};

/// R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)², the mean over the outputs. An output that never changes counts
/// as 1 where it is hit exactly, else as 0, as in scikit-learn.
template <class T>
struct RSquared {
    static constexpr std::string_view name = "r2";
    static constexpr std::string_view help = "share of the variance that is explained";
    static constexpr MetricTraits traits{false};
    static Options<RSquared> options() { return {}; }

    double samples = 0;
    Vector<double> residual;  ///< Σ(y − ŷ)², one number an output
    Vector<double> mean;      ///< ȳ so far and
    Vector<double> spread;    ///< Σ(y − ȳ)² so far, by Welford's update (Knuth, TAOCP 4.2.2)

    void add(ConstView<T> output, ConstView<T> target) {
        if (samples == 0) residual = mean = spread = Vector<double>::Zero(output.rows());
        for (Index i = 0; i < output.cols(); ++i) {
            ++samples;
            for (Index k = 0; k < output.rows(); ++k) {
                const auto y = static_cast<double>(target(k, i));
                const double error = static_cast<double>(output(k, i)) - y;
                residual[k] += error * error;
                const double deviation = y - mean[k];
                mean[k] += deviation / samples;
                spread[k] += deviation * (y - mean[k]);
            }
        }
    }
    double value() const {
        double sum = 0;
        for (Index k = 0; k < residual.size(); ++k) {
            if (spread[k] > 0) {
                sum += 1 - residual[k] / spread[k];
            } else {
                sum += residual[k] == 0 ? 1 : 0;
            }
        }
        return sum / static_cast<double>(residual.size());
    }
};

template <class T, class S>
class MetricOf final : public Metric<T> {
  public:
    explicit MetricOf(const S& s) : s_(s) {}
    void set_decision(double decision) override {
        if constexpr (requires { s_.decision; }) s_.decision = T(decision);
    }
    void reset() override {
        S fresh{};
        if constexpr (requires { s_.decision; }) fresh.decision = s_.decision;
        s_ = fresh;
    }
    void add(ConstView<T> output, ConstView<T> target) override { s_.add(output, target); }
    double value() const override { return s_.value(); }

  private:
    S s_;
};

template <class T, class... S>
Catalogue<Metric<T>> table() {
    return {"metric", "", {catalogue_entry<Metric<T>, S, MetricOf<T, S>>()...}};
}

}  // namespace

/// The table: one struct above, one name here.
template <class T>
const Catalogue<Metric<T>>& metrics() {
    static const auto catalogue =
        table<T, Accuracy<T>, MeanSquaredError<T>, RootMeanSquaredError<T>, MeanAbsoluteError<T>,
              RSquared<T>>();
    return catalogue;
}

const CatalogueInfo& metric_names() { return metrics<double>(); }

std::vector<std::string> default_metrics(bool classification) {
    if (classification) return {"accuracy"};
    return {"rmse", "r2"};
}

std::vector<std::string> measured_names(const std::vector<std::string>& metric_names,
                                        bool has_validation) {
    std::vector<std::string> names;
    for (const std::string part : {"train_", "validation_"}) {
        if (part == "validation_" && !has_validation) continue;
        names.push_back(part + "loss");
        for (const auto& metric : metric_names) names.push_back(part + metric);
    }
    return names;
}

template <class T>
ScoreBoard<T>::ScoreBoard(const std::vector<std::string>& metric_names, double decision) {
    for (const auto& name : metric_names) {
        metrics_.emplace_back(name, metrics<T>().make(name));
        metrics_.back().second->set_decision(decision);
    }
}

template <class T>
void ScoreBoard<T>::reset() {
    for (auto& [name, metric] : metrics_) metric->reset();
    loss_sum_ = 0;
    weight_sum_ = 0;
}

template <class T>
void ScoreBoard<T>::add(T loss, T weight, ConstView<T> output, ConstView<T> target) {
    loss_sum_ += static_cast<double>(weight) * static_cast<double>(loss);
    weight_sum_ += static_cast<double>(weight);
    for (auto& [name, metric] : metrics_) metric->add(output, target);
}

template <class T>
Scores ScoreBoard<T>::scores() const {
    Scores scores{{"loss", weight_sum_ > 0 ? loss_sum_ / weight_sum_ : 0.0}};
    for (const auto& [name, metric] : metrics_) scores.emplace_back(name, metric->value());
    return scores;
}

template const Catalogue<Metric<float>>& metrics<float>();
template const Catalogue<Metric<double>>& metrics<double>();
template class ScoreBoard<float>;
template class ScoreBoard<double>;

}  // namespace mlp
