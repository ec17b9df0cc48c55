#pragma once

#include "mlp/data/dataset.h"
#include "mlp/data/preprocessing.h"
#include "mlp/data/targets.h"

#include <memory>
#include <vector>

namespace mlp {

/// Where the inputs of a prepared data set are kept.
enum class Keep { in_memory, in_file };

/// Turns these raw samples into those of a network, by what was learnt before; sample i of the
/// result is samples[i] of the raw data. Without target columns in the data (for prediction) it has
/// inputs only. With Keep::in_file the raw data stays alive and inputs are made ready from it
/// whenever they are gathered. Throws InputError as Preprocessing::apply() and target_values() do.
template <class T>
Dataset<T> prepare(std::shared_ptr<const RawData> data, std::vector<Index> samples,
                   const Preprocessing& preprocessing, const Targets& targets,
                   const TargetRules& rules, UnknownTexts* unknown = nullptr,
                   Keep keep = Keep::in_memory);

}  // namespace mlp
