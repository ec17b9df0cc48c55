#include "mlp/train/trainer.h"

#include "mlp/core/denormals.h"
#include "mlp/train/check_optimizer.h"
#include "mlp/train/evaluate.h"

#include <algorithm>
#include <cmath>
#include <span>

#include <fmt/format.h>

namespace mlp {

namespace {

template <class T>
Judging default_judging(const Network<T>& network, const Objective<T>& objective) {
    const LossTraits& loss = objective.loss().traits();
    return make_judging(network, loss,
                        loss.classification ? std::max<Index>(network.outputs(), 2) : 0);
}

/// What notes the best epoch where nothing is to stop training early.
EarlyStoppingOptions without_stopping(bool has_validation) {
    EarlyStoppingOptions options;
    options.monitor = has_validation ? "validation_loss" : "train_loss";
    options.patience = 1'000'000'000;  // there cannot be more epochs
    options.restore_best = false;
    return options;
}

/// The end of the message of a divergence.
template <class T>
std::string describe_kept(const KeptWeights<T>& kept) {
    if (kept.best().epoch > 0) {
        return fmt::format("; the weights are the best, of epoch {}", kept.best().epoch);
    }
    if (kept.last_good().epoch > 0) {
        return fmt::format("; the weights are those after epoch {}", kept.last_good().epoch);
    }
    return "; the weights are the initial ones";
}

}  // namespace

template <class T>
Trainer<T>::Trainer(Network<T>& network, const Objective<T>& objective, Optimizer<T>& optimizer,
                    const TrainingOptions& options, const std::vector<Choice>& metrics,
                    std::uint64_t seed, const std::optional<Judging>& judging)
    : network_(network),
      objective_(objective),
      optimizer_(optimizer),
      options_(from_choice<TrainingOptions>(to_choice(options))),  // checks them
      base_rate_(optimizer.learning_rate()),
      metrics_(metrics),
      shuffle_(seed, RandomStream::shuffle),
      train_board_(metrics, judging.value_or(default_judging(network, objective))),
      validation_board_(metrics, train_board_.judging()),
      penalty_(network.parameters(), options_),
      batch_(network, objective, workspace_, penalty_),
      update_(network.parameters(), optimizer, options_) {
    workspace_.random = Random(seed, RandomStream::noise);
    network.check_trainable();
    check_optimizer(network, objective.loss(), optimizer.traits(), options_);
}

template <class T>
T Trainer<T>::step(const Dataset<T>& data, std::span<const Index> rows, bool last) {
    const auto n = static_cast<Index>(rows.size());
    const VectorView<T> weight(workspace_.weight.data(), n);
    const View<T> target = first_columns(workspace_.target, n);
    gather(data, rows, first_columns(workspace_.x, n), target, weight);
    if (schedule_ != nullptr) {
        optimizer_.set_learning_rate(schedule_->rate(base_rate_, epoch_ - 1, steps_, length_));
    }
    const T loss = batch_.begin(n);
    if (!std::isfinite(loss)) return loss;
    train_board_.add(loss, weight.sum(), batch_.outputs(), constant(target));
    network_.update_statistics(workspace_, n);
    batch_.backward();
    step_loss_.add(static_cast<double>(loss), static_cast<double>(weight.sum()));
    if (update_.take(batch_, weight.sum(), last)) {
        ++steps_;
        for (auto* observer : observers_) observer->on_step(steps_, step_loss_.mean());
        step_loss_ = {};
    }
    return loss;
}

template <class T>
TrainingResult Trainer<T>::fit(const Subset<T>& train, const Subset<T>& validation) {
    check_fit(network_, train);
    if (!validation.empty()) check_fit(network_, validation);
    const auto measured = measured_names(metrics_, !validation.empty());
    if (schedule_ != nullptr) check_monitor(*schedule_, measured);
    watch_.emplace(early_stopping_.value_or(without_stopping(!validation.empty())));
    check_monitor(watch_->options(), measured);
    const FlushDenormals flush;
    start_ = Clock::now();
    steps_ = 0;
    step_loss_ = {};
    last_report_ = {};
    order_ = train.rows;
    batch_size_ = std::min(options_.batch_size, train.samples());
    const Index batches = (train.samples() + batch_size_ - 1) / batch_size_;
    const Index together = options_.accumulate_batches;
    length_ = {options_.epochs, (batches + together - 1) / together};
    // Validation goes through the same buffers, in portions that are large enough to be fast.
    const Random noise = workspace_.random;
    workspace_ =
        network_.make_workspace(std::max(batch_size_, std::min<Index>(validation.samples(), 256)));
    workspace_.random = noise;

    auto& parameters = network_.parameters();
    KeptWeights<T> kept(std::as_const(parameters).values());
    TrainingResult result = run_epochs(train, validation, kept);
    result.best_epoch = watch_->best_epoch();
    update_.finish();
    const bool diverged = result.reason == StopReason::diverged;
    if (const auto& best = kept.best(); best.epoch > 0) {
        parameters.values() = best.weights;
        result.restored_epoch = best.epoch;
    } else if (diverged) {
        parameters.values() = kept.last_good().weights;
    }
    if (diverged) result.message += describe_kept(kept);
    result.seconds = seconds();
    if (last_report_.epoch > 0) {
        for (auto* observer : observers_) observer->on_end(last_report_);
    }
    return result;
}

template <class T>
bool Trainer<T>::run_steps(const Subset<T>& train, KeptWeights<T>& kept, TrainingResult& result) {
    const std::span<const Index> rows(order_);
    const auto portion = static_cast<std::size_t>(batch_size_);
    if (options_.shuffle) shuffle_.shuffle(order_);
    train_board_.reset();
    for (std::size_t first = 0; first < rows.size(); first += portion) {
        const auto batch = rows.subspan(first, std::min(portion, rows.size() - first));
        const Index step_number = steps_ + 1;
        const auto loss =
            static_cast<double>(step(*train.data, batch, first + portion >= rows.size()));
        if (!std::isfinite(loss)) {
            result.reason = StopReason::diverged;
            result.message =
                describe_divergence(fmt::format("in epoch {}, step {}", epoch_, step_number), loss,
                                    static_cast<Index>(batch.size()));
            return false;
        }
        kept.confirm();
    }
    return true;
}

template <class T>
Scores Trainer<T>::score(const Subset<T>& samples, ScoreBoard<T>& board) {
    return evaluate(network_, objective_, samples, board, workspace_);
}

template <class T>
TrainingResult Trainer<T>::run_epochs(const Subset<T>& train, const Subset<T>& validation,
                                      KeptWeights<T>& kept) {
    TrainingResult result;
    const auto diverged = [&](double loss) {
        result.reason = StopReason::diverged;
        result.message =
            describe_divergence(fmt::format("after epoch {}, step {}", epoch_, steps_), loss, 0);
        return result;
    };
    for (epoch_ = 1; epoch_ <= options_.epochs; ++epoch_) {
        if (!run_steps(train, kept, result)) return result;
        EpochReport report{
            epoch_, options_.epochs, steps_, optimizer_.learning_rate(), train_board_.scores(), {},
            0};
        // What is judged and kept is the average of the weights, if there is one.
        update_.swap_average();
        if (!validation.empty()) report.validation = score(validation, validation_board_);
        const double loss = (validation.empty() ? report.train : report.validation).front().second;
        if (!std::isfinite(loss)) return diverged(loss);
        result.epochs = epoch_;
        const EarlyStoppingOptions& watched = watch_->options();
        const bool better = watch_->observe(*report.find(watched.monitor), epoch_);
        kept.propose(std::as_const(network_).parameters().values(), epoch_,
                     better && watched.restore_best);
        if (!validation.empty()) kept.confirm();
        if (schedule_ != nullptr && !schedule_->monitor().empty()) {
            schedule_->observe(*report.find(schedule_->monitor()));
        }
        report.seconds = seconds();
        last_report_ = report;
        const bool stopped = !goes_on(report, result);

        if ((stopped || epoch_ == options_.epochs) && !kept.confirmed()) {
            // Nothing was computed from the last weights yet, so see whether they are any good.
            const double last_loss = score(train, train_board_).front().second;
            if (!std::isfinite(last_loss)) return diverged(last_loss);
            kept.confirm();
        }
        update_.swap_average();
        if (stopped) break;
    }
    return result;
}

template <class T>
bool Trainer<T>::goes_on(const EpochReport& report, TrainingResult& result) {
    const bool wanted = tell_observers(report);
    result.message = watch_->reason();
    if (watch_->target_reached()) {
        result.reason = StopReason::target_reached;
    } else if (watch_->out_of_patience()) {
        result.reason = StopReason::stopped_early;
    } else if (!wanted) {
        result.reason = StopReason::stopped_by_observer;
    }
    return result.reason == StopReason::epochs_done;
}

template <class T>
double Trainer<T>::seconds() const {
    return std::chrono::duration<double>(Clock::now() - start_).count();
}

template <class T>
bool Trainer<T>::tell_observers(const EpochReport& report) {
    bool go_on = true;
    for (auto* observer : observers_) go_on = observer->on_epoch(report) && go_on;
    return go_on;
}

template <class T>
std::string Trainer<T>::describe_divergence(const std::string& when, double loss,
                                            Index samples) const {
    const auto layer = network_.first_broken_layer(workspace_, samples);
    return fmt::format("training diverged {}: the loss is {}; {}", when,
                       std::isnan(loss) ? "nan" : "infinite",
                       layer ? "the first layer that is not finite is " + *layer
                             : fmt::format("the outputs of {} are too large",
                                           network_.layer_name(network_.layers().size() - 1)));
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace mlp
