#pragma once

#include "mlp/io/model.h"
#include "mlp/train/evaluate.h"

#include "table_input.h"

#include <optional>
#include <string>
#include <vector>

namespace mlp::app {

/// What a model is judged on: a table, or a block of numbers with its targets in a file of their
/// own.
struct EvaluationArguments : TableArguments {
    std::optional<std::string> targets;
    std::vector<std::string> metrics;  ///< none: accuracy, or rmse and r2
};

/// Judges a model on data with known targets. Says on standard error which categories it did not
/// know. Throws InputError where the data does not fit the model.
template <class T>
Evaluation evaluate_model(const EvaluationArguments& arguments, const Model<T>& model);

}  // namespace mlp::app
