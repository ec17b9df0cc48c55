#include "guard.h"

#include "mlp/core/denormals.h"
#include "mlp/core/error.h"

#include "naive_network.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace mlp::bench {
namespace {

/// Enough to see a step; plain loops take long.
constexpr Index batches = 4;

template <class T>
struct Batch {
    Matrix<T> x, target;
};

/// A few batches of a task, as data and one by one in that order.
template <class T>
struct FewBatches {
    explicit FewBatches(const TrainingTask& task)
        : data(samples_as<T>(task.make_samples(task.network, batches * task.batch))) {
        const auto all = Subset<T>::all(data);
        for (Index first = 0; first < data.samples(); first += task.batch) {
            Batch<T> batch{Matrix<T>(task.network.inputs, task.batch),
                           Matrix<T>(task.network.outputs(), task.batch)};
            Vector<T> weight(task.batch);
            gather(data,
                   std::span(all.rows).subspan(static_cast<std::size_t>(first),
                                               static_cast<std::size_t>(task.batch)),
                   view(batch.x), view(batch.target), VectorView<T>(weight.data(), weight.size()));
            list.push_back(std::move(batch));
        }
    }

    Dataset<T> data;
    std::vector<Batch<T>> list;
};

/// Returns loss_difference(), which is no more than rounding can make it.
template <class T>
double checked_difference(const NamedTraining& training, const RunOptions& run) {
    const double difference = loss_difference<T>(*training.task, run);
    if (difference <= most_loss_difference<T>()) return difference;
    throw RunError(fmt::format(
        "{}: the library and plain loops do not train alike: their losses differ by {:.2g} of them",
        training.name, difference));
}

}  // namespace

template <class T>
double loss_difference(const TrainingTask& task, const RunOptions& run) {
    const FewBatches<T> samples(task);
    Training<T> training(task, run, false);
    NaiveNetwork<T> naive(task, std::as_const(training.network).parameters().values());
    training.trainer.begin(Subset<T>::all(samples.data));
    double naive_loss = 0;
    for (int epoch = 0; epoch < 2; ++epoch) {
        training.trainer.run_epoch();
        naive_loss = 0;
        for (const auto& [x, target] : samples.list) {
            naive_loss += static_cast<double>(naive.step(x, target));
        }
    }
    naive_loss /= static_cast<double>(samples.list.size());
    return std::abs(training.trainer.last_report().train.front().second / naive_loss - 1);
}

template <class T>
double most_loss_difference() {
    return std::sqrt(static_cast<double>(std::numeric_limits<T>::epsilon()));
}

GuardResult guard(const NamedTraining& named, const Settings& settings) {
    const TrainingTask& task = *named.task;
    checked_difference<double>(named, settings.run);
    const double difference = checked_difference<float>(named, settings.run);

    const FlushDenormals flush;
    const FewBatches<float> samples(task);
    Training<float> training(task, settings.run);
    NaiveNetwork<float> naive(task, std::as_const(training.network).parameters().values());
    training.trainer.begin(Subset<float>::all(samples.data));
    const auto epoch = [&] { training.trainer.run_epoch(); };
    const auto naive_epoch = [&] {
        for (const auto& [x, target] : samples.list) naive.step(x, target);
    };
    const auto repetitions = repetitions_in(settings.rounds.seconds, epoch);
    const auto naive_repetitions = repetitions_in(settings.rounds.seconds, naive_epoch);
    const auto steps = static_cast<double>(samples.list.size());
    std::vector<double> seconds;
    std::vector<double> naive_seconds;
    for (int round = 0; round < settings.rounds.count; ++round) {
        seconds.push_back(seconds_per(repetitions, epoch) / steps);
        naive_seconds.push_back(seconds_per(naive_repetitions, naive_epoch) / steps);
    }
    check_goes_on(training.trainer.reason());
    GuardResult result{named.name, summary_of(std::move(seconds)),
                       summary_of(std::move(naive_seconds))};
    result.ratio = result.naive_step.median / result.step.median;
    result.least_ratio = task.least_ratio;
    result.loss_difference = difference;
    return result;
}

template double loss_difference<float>(const TrainingTask&, const RunOptions&);
template double loss_difference<double>(const TrainingTask&, const RunOptions&);
template double most_loss_difference<float>();
template double most_loss_difference<double>();

}  // namespace mlp::bench
