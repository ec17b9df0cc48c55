#pragma once

#include "mlp/io/model.h"
#include "mlp/train/metric.h"

namespace mlp::app {

/// The output from which a single output says yes; for class_of().
template <class T>
T decision_of(const Model<T>& model);

/// Whether the outputs of a network are probabilities of the classes.
template <class T>
bool gives_probabilities(const Model<T>& model);

}  // namespace mlp::app
