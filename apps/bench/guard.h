#pragma once

#include "training.h"

#include <string>
#include <vector>

namespace mlp::bench {

struct NamedTraining {
    std::string name;
    const TrainingTask* task;
};

/// A training of the library beside the same one in plain loops, round by round in turn, so that
/// what else the machine does slows down both.
struct GuardResult {
    std::string name;
    Timing step;        ///< of the library
    Timing naive_step;  ///< of the plain loops
    double ratio = 0;   ///< of their medians
    double least_ratio = 0;
    double loss_difference = 0;  ///< see below, in float32

    bool fast() const { return ratio >= least_ratio; }
};

GuardResult guard(const NamedTraining& training, const Settings& settings);

/// Trains both for two epochs and returns by how much their losses in the second one differ, as a
/// share of the loss: rounding, if they are the same training.
template <class T>
double loss_difference(const TrainingTask& task, const RunOptions& run);

/// The difference that rounding can make in this type.
template <class T>
double most_loss_difference();

}  // namespace mlp::bench
