#include "mlp/experiment/rate_range_test.h"

#include "mlp/experiment/experiment.h"

#include <algorithm>
#include <cmath>
#include <span>

#include <fmt/format.h>

namespace mlp {
namespace {

constexpr double lowest_rate = 1e-6;
constexpr double highest_rate = 100;
constexpr Index steps = 240;  // 30 a decade
constexpr double smoothing = 0.9;
constexpr std::size_t half_window = 8;  // steps: a quarter of a decade
/// Until then the average is hardly one: a few batches.
constexpr std::size_t averaged_steps = 20;
/// Up to there the rates are so low that what changes is the batches.
constexpr std::size_t quiet_steps = 50;

/// Grows by the same factor at every step.
class GrowingRate final : public Schedule {
  public:
    double rate(double, Index, Index step, const TrainingLength&) const override {
        const double part = static_cast<double>(std::min(step, steps - 1)) / (steps - 1);
        return lowest_rate * std::pow(highest_rate / lowest_rate, part);
    }
};

class LossOfSteps final : public TrainingObserver {
  public:
    void on_step(Index, double loss) override { losses.push_back(loss); }
    std::vector<double> losses;
};

/// An exponential moving average that starts at the first value.
std::vector<double> smooth(const std::vector<double>& values) {
    std::vector<double> result;
    double sum = 0;
    double weight = 0;
    for (const double value : values) {
        sum = smoothing * sum + (1 - smoothing) * value;
        weight = smoothing * weight + (1 - smoothing);
        result.push_back(sum / weight);
    }
    return result;
}

/// Takes away what comes after the loss is as far above its start as it came below.
void cut_off(RateRange& range) {
    const double start = range.smoothed[std::min(averaged_steps, range.smoothed.size() - 1)];
    double lowest = start;
    for (std::size_t i = averaged_steps; i < range.smoothed.size(); ++i) {
        lowest = std::min(lowest, range.smoothed[i]);
        if (range.smoothed[i] - start <= std::max(start - lowest, 0.5 * std::abs(start))) continue;
        for (auto* column : {&range.rates, &range.losses, &range.smoothed}) column->resize(i + 1);
        return;
    }
}

/// Where the smoothed loss falls fastest over the logarithm of the rate, before it is lowest: taken
/// over half a decade, as from one step to the next it is mostly the batch that changes. 0 where it
/// falls no more than batches make it go up and down.
double steepest(const RateRange& range) {
    const auto& loss = range.smoothed;
    if (loss.size() <= quiet_steps) return 0;
    const auto quiet = std::span(loss).subspan(averaged_steps, quiet_steps - averaged_steps);
    const auto [low, high] = std::ranges::minmax(quiet);
    const auto lowest = static_cast<std::size_t>(std::ranges::min_element(loss) - loss.begin());
    double fastest = high - low;
    double rate = 0;
    for (std::size_t i = quiet_steps; i + half_window <= lowest; ++i) {
        const double fall = loss[i - half_window] - loss[i + half_window];
        if (fall <= fastest) continue;
        fastest = fall;
        rate = range.rates[i];
    }
    return rate;
}

template <class T>
RateRange test(ExperimentConfig config) {
    config.schedule.reset();
    config.early_stopping.reset();
    config.metrics = std::vector<Choice>{};
    config.training.epochs = steps;
    config.training.time_limit_seconds.reset();
    const bool has_rate =
        optimizer_names().meant_by(config.optimizer).find("learning_rate") != nullptr;
    if (!has_rate) {
        throw InputError(fmt::format("the optimizer {} has no learning rate to be tested",
                                     config.optimizer.type));
    }
    Experiment<T> experiment(std::move(config));
    LossOfSteps observer;
    const auto trainer = experiment.start({&observer});
    GrowingRate growing;
    trainer->set_schedule(growing);

    // An epoch goes on to its end, so there should not be more samples than the steps need.
    Subset<T> samples = experiment.train_samples();
    const TrainingOptions& options = experiment.config().training;
    const Index needed = steps * options.batch_size * options.accumulate_batches;
    if (samples.samples() > needed) {
        Random(0, RandomStream::shuffle).shuffle(samples.rows);
        samples.rows.resize(static_cast<std::size_t>(needed));
    }
    trainer->begin(samples);
    while (observer.losses.size() < static_cast<std::size_t>(steps) && trainer->run_epoch()) {
    }

    RateRange range;
    range.losses = std::move(observer.losses);
    range.losses.resize(std::min<std::size_t>(range.losses.size(), steps));
    for (std::size_t i = 0; i < range.losses.size(); ++i) {
        range.rates.push_back(growing.rate(0, 0, static_cast<Index>(i), {}));
    }
    range.smoothed = smooth(range.losses);
    if (range.losses.empty()) throw InputError("the loss is not finite at the very first step");
    cut_off(range);
    range.suggested = steepest(range);
    range.configured = optimizers<T>().make(experiment.config().optimizer)->learning_rate();
    return range;
}

}  // namespace

RateRange test_rate_range(const ExperimentConfig& config) {
    return with_precision(config, [&](auto zero) { return test<decltype(zero)>(config); });
}

}  // namespace mlp
