#pragma once

#include "mlp/experiment/experiment.h"

#include <string>
#include <vector>

namespace mlp {

/// What in an experiment is allowed but likely to disappoint, with what to do about it: inputs that
/// are not scaled, a column that never changes or gives the target away, classes of very different
/// size, more parameters than samples, a batch larger than the data, a learning rate far off. Each
/// is one message with its place in the config.
template <class T>
std::vector<std::string> advice(const Experiment<T>& experiment, const ExperimentData& data);

}  // namespace mlp
