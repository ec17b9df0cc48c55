#pragma once

#include "inference.h"
#include "training.h"

#include <string>
#include <variant>
#include <vector>

namespace mlp::bench {

/// What is measured otherwise than by a table of numbers.
using OwnMeasurement = Measurement (*)(const Settings& settings);

struct Workload {
    std::string name;
    std::string help;
    std::variant<TrainingTask, InferenceTask, OwnMeasurement> task;
};

/// All workloads, in the order in which they are run.
const std::vector<Workload>& workloads();

/// Those with these names, in that order; all, if there are none. Throws InputError at an unknown
/// one.
std::vector<Workload> workloads_named(const std::vector<std::string>& names);

Measurement measure(const Workload& workload, const Settings& settings);

}  // namespace mlp::bench
