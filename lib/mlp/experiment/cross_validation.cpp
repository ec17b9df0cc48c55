#include "mlp/experiment/cross_validation.h"

#include <fmt/format.h>

namespace mlp {

template <class T>
CrossValidation cross_validate(const ExperimentConfig& config,
                               const std::shared_ptr<const ExperimentData>& data, Index folds,
                               const std::vector<TrainingObserver*>& observers,
                               const FoldObserver& on_fold) {
    ExperimentConfig fold_config = config;
    fold_config.data.options.erase("test");
    const DataConfig options = config.data_config();
    auto splits =
        cross_validation_splits(data->samples, folds, options.validation.value_or(HoldOut{}),
                                options.sequential(), static_cast<std::uint64_t>(config.seed));
    CrossValidation result;
    for (auto& split : splits) {
        Experiment<T> experiment(fold_config, data, std::move(split));
        FoldResult fold;
        fold.fold = static_cast<Index>(result.folds.size()) + 1;
        fold.folds = folds;
        fold.training = experiment.train(observers);
        if (fold.training.reason == StopReason::stopped_by_observer) return {};
        if (fold.training.reason == StopReason::diverged) {
            throw RunError(
                fmt::format("fold {} of {}: {}", fold.fold, folds, fold.training.message));
        }
        fold.scores = experiment.score(experiment.test_samples());
        result.folds.push_back(fold.scores);
        if (!on_fold(fold)) return {};
    }
    return result;
}

template CrossValidation cross_validate<float>(const ExperimentConfig&,
                                               const std::shared_ptr<const ExperimentData>&, Index,
                                               const std::vector<TrainingObserver*>&,
                                               const FoldObserver&);
template CrossValidation cross_validate<double>(const ExperimentConfig&,
                                                const std::shared_ptr<const ExperimentData>&, Index,
                                                const std::vector<TrainingObserver*>&,
                                                const FoldObserver&);

}  // namespace mlp
