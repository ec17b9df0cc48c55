#pragma once

#include "mlp/experiment/experiment.h"
#include "mlp/report/summary.h"

#include <functional>
#include <memory>
#include <vector>

namespace mlp {

/// What became of one fold.
struct FoldResult {
    Index fold = 0;   ///< from 1 on
    Index folds = 0;  ///< of how many
    TrainingResult training;
    Scores scores;  ///< on the samples of the fold, which training did not see
};

/// Told after each fold; false stops.
using FoldObserver = std::function<bool(const FoldResult&)>;

/// Judges what a config trains, not one network: each of the `folds` parts of the samples is judged
/// once by a network that learnt from the other parts (Stone, "Cross-validatory choice and
/// assessment of statistical predictions", 1974). Everything is learnt anew for every fold:
/// scaling, categories, fills, the network. The validation part of the config is taken from the
/// training samples of a fold; its test part is not used. Throws InputError where the samples are
/// too few, and RunError if a fold diverges. An empty result: stopped by an observer.
template <class T>
CrossValidation cross_validate(const ExperimentConfig& config,
                               const std::shared_ptr<const ExperimentData>& data, Index folds,
                               const std::vector<TrainingObserver*>& observers,
                               const FoldObserver& on_fold);

}  // namespace mlp
