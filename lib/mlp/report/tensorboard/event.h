#pragma once

#include "mlp/core/matrix.h"
#include "mlp/report/tensorboard/bucket_histogram.h"

#include <string>
#include <string_view>

namespace mlp {

/// What TensorBoard is told in one record of an event file: values, each under a tag, of one step
/// of the training. It is encoded as TensorFlow's event.proto, summary.proto and tensor.proto say.
class Event {
  public:
    /// The record that an event file starts with, encoded. `time`: as below.
    static std::string file_version(double time);

    /// `time`: in seconds since 1970.
    Event(Index step, double time) : step_(step), time_(time) {}

    void add_scalar(std::string_view tag, double value);
    /// Nothing is added where nothing was counted.
    void add_histogram(std::string_view tag, const BucketHistogram& histogram);
    /// `text`: Markdown.
    void add_text(std::string_view tag, std::string_view text);
    /// `content`: one of those of hyperparameters.h.
    void add_hyperparameters(std::string_view tag, std::string_view content);

    bool empty() const { return values_.empty(); }
    std::string encoded() const;

  private:
    Index step_;
    double time_;
    std::string values_;  ///< a message Summary
};

}  // namespace mlp
