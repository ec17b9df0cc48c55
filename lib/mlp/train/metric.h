#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"
#include "mlp/train/judging.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mlp {

struct MetricTraits {
    bool classification;         ///< for classes; otherwise for numbers
    bool larger_is_better;       ///< otherwise the smaller the better
    bool probabilities = false;  ///< needs outputs that are probabilities of the classes
    bool binary = false;         ///< for two classes only
};

/// A number that says how good outputs are, gathered batch by batch, in double. One thread.
class Metric {
  public:
    using Traits = MetricTraits;
    virtual ~Metric() = default;

    /// Why it cannot judge such outputs with its options, and the remedy; empty if it can. What
    /// its traits say is not looked at.
    virtual std::string problem(const Judging& /*judging*/) const { return {}; }
    /// Comes first, once.
    virtual void prepare(const Judging& /*judging*/) {}
    virtual void reset() = 0;
    /// output, target: outputs × samples; numbers in their original units.
    virtual void add(ConstView<double> output, ConstView<double> target) = 0;
    /// Of all samples since reset(), of which there must be one at least. NaN where these samples
    /// do not define it, as in scikit-learn (roc_auc of a single class).
    virtual double value() const = 0;
};

/// All metrics by name; the names are scikit-learn's.
const Catalogue<Metric>& metrics();
const CatalogueInfo& metric_names();

/// Why a metric does not fit what is judged, and the remedy on a line of its own; empty if it fits.
/// Throws InputError at an unknown metric.
std::string problem_with_metric(const Choice& metric, const Judging& judging);

/// The metrics that are shown where none are asked for.
std::vector<Choice> default_metrics(bool classification);

/// Named values, in order; "loss" comes first.
using Scores = std::vector<std::pair<std::string, double>>;

/// The names of what is measured after an epoch: train_loss, train_accuracy, ..., validation_loss,
/// ...
std::vector<std::string> measured_names(const std::vector<Choice>& chosen, bool has_validation);

/// Whether a measured value is the better the larger it is ("validation_accuracy") or the smaller
/// ("train_loss", and every name that is no metric's).
bool larger_is_better(std::string_view measured_name);

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
    /// Throws InputError at a metric that is unknown or does not fit.
    ScoreBoard(const std::vector<Choice>& chosen, Judging judging);

    const Judging& judging() const { return judging_; }
    bool has_metrics() const { return !metrics_.empty(); }
    void reset();
    /// loss: the mean over this batch, in which it counts with `weight`. Metrics see numbers in
    /// their original units; the loss is that of the scaled ones.
    void add(T loss, T weight, ConstView<T> output, ConstView<T> target) {
        add_loss(loss, weight);
        add_outputs(output, target);
    }
    /// The two by themselves, for a batch whose outputs come in shares.
    void add_loss(T loss, T weight);
    void add_outputs(ConstView<T> output, ConstView<T> target);
    double loss() const { return weight_sum_ > 0 ? loss_sum_ / weight_sum_ : 0.0; }
    Scores scores() const;
    /// The same into scores of this board, or empty ones, without new memory for the former.
    void write(Scores& scores) const;

  private:
    /// A batch in double and original units, in the buffer if it is not so already.
    ConstView<double> original(ConstView<T> batch, Matrix<double>& buffer) const;

    Judging judging_;
    std::vector<std::pair<std::string, std::unique_ptr<Metric>>> metrics_;
    Matrix<double> output_;  ///< outputs × the largest batch so far
    Matrix<double> target_;
    double loss_sum_ = 0;
    double weight_sum_ = 0;
};

}  // namespace mlp
