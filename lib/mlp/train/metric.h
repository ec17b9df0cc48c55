#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mlp {

/// The class that the outputs of one sample (outputs × 1) say, or its targets: the largest output
/// or, with a single one, whether it is above `decision`.
template <class T>
Index class_of(ConstView<T> output, T decision) {
    if (output.rows() == 1) return output(0, 0) > decision ? 1 : 0;
    Index best = 0;
    output.col(0).maxCoeff(&best);
    return best;
}

struct MetricTraits {
    bool classification;  ///< for classes; otherwise for numbers
};

/// A number that says how good outputs are, gathered batch by batch. One thread.
template <class T>
class Metric {
  public:
    using Traits = MetricTraits;
    virtual ~Metric() = default;

    /// The output from which a single output says yes; 0.5 unless set.
    virtual void set_decision(double /*decision*/) {}
    virtual void reset() = 0;
    /// output, target: outputs × samples.
    virtual void add(ConstView<T> output, ConstView<T> target) = 0;
    /// Of all samples since reset(), of which there must be one at least.
    virtual double value() const = 0;
};

/// All metrics by name; the names are scikit-learn's.
template <class T>
const Catalogue<Metric<T>>& metrics();
const CatalogueInfo& metric_names();

/// The metrics that are shown where none are asked for.
std::vector<std::string> default_metrics(bool classification);

/// Named values, in order; "loss" comes first.
using Scores = std::vector<std::pair<std::string, double>>;

/// The names of what is measured after an epoch: train_loss, train_accuracy, ..., validation_loss,
/// ...
std::vector<std::string> measured_names(const std::vector<std::string>& metric_names,
                                        bool has_validation);

/// The mean of numbers that count differently; of a single one, that number to the bit. 0 where
/// nothing counts.
class WeightedMean {
  public:
    void add(double value, double weight) {
        weight_ += weight;
        if (weight_ > 0) mean_ += (value - mean_) * (weight / weight_);
    }
    double mean() const { return mean_; }

  private:
    double mean_ = 0;
    double weight_ = 0;
};

/// Gathers the mean loss and some metrics over batches.
template <class T>
class ScoreBoard {
  public:
    /// `decision`: the output from which a single output says yes. Throws InputError at an unknown
    /// name.
    explicit ScoreBoard(const std::vector<std::string>& metric_names, double decision = 0.5);

    void reset();
    /// loss: the mean over this batch, in which it counts with `weight`.
    void add(T loss, T weight, ConstView<T> output, ConstView<T> target);
    Scores scores() const;

  private:
    std::vector<std::pair<std::string, std::unique_ptr<Metric<T>>>> metrics_;
    double loss_sum_ = 0;
    double weight_sum_ = 0;
};

}  // namespace mlp
