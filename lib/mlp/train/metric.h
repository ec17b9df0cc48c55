#pragma once

#include "mlp/core/catalogue.h"
#include "mlp/core/matrix.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mlp {

struct MetricTraits {
    bool classification;  ///< for classes; otherwise for numbers
};

/// A number that says how good outputs are, gathered batch by batch. One thread.
template <class T>
class Metric {
  public:
    using Traits = MetricTraits;
    virtual ~Metric() = default;

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

/// Gathers the mean loss and some metrics over batches.
template <class T>
class ScoreBoard {
  public:
    /// Throws InputError at an unknown name.
    explicit ScoreBoard(const std::vector<std::string>& metric_names);

    void reset();
    /// loss: the mean over this batch.
    void add(T loss, ConstView<T> output, ConstView<T> target);
    Scores scores() const;

  private:
    std::vector<std::pair<std::string, std::unique_ptr<Metric<T>>>> metrics_;
    double loss_sum_ = 0;
    double samples_ = 0;
};

}  // namespace mlp
