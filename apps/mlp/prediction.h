#pragma once

#include "mlp/core/matrix.h"
#include "mlp/data/dataset.h"
#include "mlp/io/model.h"

#include <string>

namespace mlp::app {

/// The index of the class that outputs (one sample's column) speak for: the largest or, of a single
/// output for two classes, which side of one half it is on.
template <class T>
std::size_t predicted_class(ConstView<T> output);

/// Whether the outputs of a network are probabilities of the classes.
template <class T>
bool gives_probabilities(const Model<T>& model);

}  // namespace mlp::app
