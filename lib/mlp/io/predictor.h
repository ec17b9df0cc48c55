#pragma once

#include "mlp/io/model.h"
#include "mlp/train/judging.h"

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mlp {

/// What a model says of one sample.
struct Prediction {
    /// The outputs of the network, numbers in the units of the targets. Of classes, each is that
    /// of one class, or a single one that of the second of two.
    std::vector<double> outputs;
    /// The place of the class in Predictor::classes(); none where numbers are predicted.
    std::optional<std::size_t> class_index;
    std::string label;  ///< the name of the class; empty where numbers are predicted
};

/// A trained model, ready to use, whatever numbers it computes with:
///
///     const mlp::Predictor iris("model.safetensors");
///     const mlp::Prediction p = iris.predict({5.1, 3.5, 1.4, 0.2});
///     std::cout << p.label << '\n';
///
/// Threads: all members are const and keep nothing between calls, so any number of threads may use
/// one object at once. A call takes memory for one pass; where microseconds matter, keep a
/// workspace and call Network::forward() (apps/examples/predict_loop.cpp).
class Predictor {
  public:
    /// Throws InputError as load_model() does.
    explicit Predictor(const std::filesystem::path& path, const Extensions& extensions = {});
    explicit Predictor(AnyModel model);

    /// The columns of a row, in order.
    const std::vector<std::string>& columns() const { return columns_; }
    /// The classes; empty where numbers are predicted.
    const std::vector<std::string>& classes() const;
    /// What is predicted: the names of the target columns.
    const std::vector<std::string>& targets() const;
    const AnyModel& model() const { return model_; }

    /// row: a raw number for each of columns(), NaN where it is missing. Throws InputError where
    /// there are more or fewer, or one cannot be used.
    Prediction predict(std::span<const double> row) const;
    Prediction predict(std::initializer_list<double> row) const {
        return predict(std::span(row.begin(), row.size()));
    }
    /// The same where columns hold texts: predict({38.0, "Paris"}).
    Prediction predict(const std::vector<Cell>& row) const;

  private:
    Prediction predict(RawData raw, std::size_t cells) const;

    AnyModel model_;
    std::vector<std::string> columns_;
    Judging judging_;
};

}  // namespace mlp
