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
    const Index epoch = kept.weights().epoch;
    if (kept.has_best()) return fmt::format("; the weights are the best, of epoch {}", epoch);
    if (epoch > 0) return fmt::format("; the weights are those after epoch {}", epoch);
    return "; the weights are the initial ones";
}

/// The names are known, so the values say it all. No values: nothing was measured.
void visit_scores(StateVisitor& state, const std::string& name, const std::vector<Choice>& metrics,
                  Scores& scores) {
    Vector<double> values(static_cast<Index>(scores.size()));
    for (Index i = 0; i < values.size(); ++i)
        values[i] = scores[static_cast<std::size_t>(i)].second;
    state.visit(name, values);
    scores.clear();
    for (Index i = 0; i < values.size(); ++i) {
        scores.emplace_back(i == 0 ? "loss" : metrics.at(static_cast<std::size_t>(i) - 1).type,
                            values[i]);
    }
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
    if (schedule_ != nullptr) {
        optimizer_.set_learning_rate(schedule_->rate(base_rate_, epoch_ - 1, steps_, length_));
    }
    const T weight = total_weight(data, rows);
    // Whoever looks on wants to see all samples in one place.
    const bool spread = team_ != nullptr && looking_ == nullptr;
    const T loss = begin_batch(data, rows, weight, spread);
    if (!std::isfinite(loss)) return loss;
    kept_->confirm(update_.judged());
    train_board_.add_loss(loss, weight);
    if (spread) {
        spread_->backward();
        batch_.add_penalties();
    } else {
        batch_.backward();
    }
    step_loss_.add(static_cast<double>(loss), static_cast<double>(weight));
    if (update_.take(batch_, weight, last, looking_, spread ? team_.get() : nullptr)) {
        ++steps_;
        for (auto* observer : observers_) observer->on_step(steps_, step_loss_.mean());
        step_loss_ = {};
    }
    return loss;
}

template <class T>
T Trainer<T>::begin_batch(const Dataset<T>& data, std::span<const Index> rows, T weight,
                          bool spread) {
    if (!spread) return begin_alone(data, rows);
    const T loss = spread_->begin(data, rows, weight);
    if (!std::isfinite(loss)) return begin_alone(data, rows);  // so that the layer can be named
    if (train_board_.has_metrics()) {
        const auto n = static_cast<Index>(rows.size());
        spread_->collect(workspace_);
        train_board_.add_outputs(constant(first_columns(workspace_.layers.back().a, n)),
                                 constant(first_columns(workspace_.target, n)));
    }
    return loss;
}

template <class T>
T Trainer<T>::begin_alone(const Dataset<T>& data, std::span<const Index> rows) {
    const auto n = static_cast<Index>(rows.size());
    const View<T> target = first_columns(workspace_.target, n);
    gather(data, rows, first_columns(workspace_.x, n), target,
           VectorView<T>(workspace_.weight.data(), n));
    const T loss = batch_.begin(n);
    if (!std::isfinite(loss)) return loss;
    train_board_.add_outputs(batch_.outputs(), constant(target));
    network_.update_statistics(workspace_, n);
    if (looking_ != nullptr) looking_->see_batch(workspace_, n);
    return loss;
}

template <class T>
TrainingResult Trainer<T>::fit(const Subset<T>& train, const Subset<T>& validation) {
    begin(train, validation);
    const FlushDenormals flush;  // once for all epochs
    while (run_epoch()) {
    }
    return finish();
}

template <class T>
void Trainer<T>::begin(const Subset<T>& train, const Subset<T>& validation) {
    check_fit(network_, train);
    if (!validation.empty()) check_fit(network_, validation);
    const auto measured = measured_names(metrics_, !validation.empty());
    if (schedule_ != nullptr) check_monitor(*schedule_, measured);
    watch_.emplace(early_stopping_.value_or(without_stopping(!validation.empty())));
    check_monitor(watch_->options(), measured);
    const auto place = [&measured](std::string_view name) {
        return static_cast<std::size_t>(std::ranges::find(measured, name) - measured.begin());
    };
    watched_ = place(watch_->options().monitor);
    if (schedule_ != nullptr) scheduled_ = place(schedule_->monitor());
    start_ = Clock::now();
    epoch_ = 0;
    steps_ = 0;
    step_loss_ = {};
    last_report_ = {};
    result_ = {};
    train_ = train;
    validation_ = validation;
    batch_size_ = std::min(options_.batch_size, train.samples());
    const Index batches = (train.samples() + batch_size_ - 1) / batch_size_;
    const Index together = options_.accumulate_batches;
    length_ = {options_.epochs, (batches + together - 1) / together};
    // Validation goes through the same buffers, in portions that are large enough to be fast.
    const Random noise = workspace_.random;
    workspace_ =
        network_.make_workspace(std::max(batch_size_, std::min<Index>(validation.samples(), 256)));
    workspace_.random = noise;
    if (diagnostics_) diagnostics_->prepare(workspace_, batch_size_);
    kept_.emplace(std::as_const(network_).parameters().values(), watch_->options().restore_best);
    choose_threads();
}

template <class T>
void Trainer<T>::choose_threads() {
    spread_.reset();
    team_.reset();
    if (!SpreadBatch<T>::possible(network_) || optimizer_.traits().needs_batch_loss) return;
    // Each thread must have a few samples, so that its products are fast, and enough to do to make
    // up for waiting for the others, some microseconds a step: measured, two threads begin to pay
    // for sure where one takes some 50 microseconds.
    constexpr Index samples_each = Objective<T>::block;
    constexpr double work_each = 1e6;
    const auto multiplications =
        3 * static_cast<double>(network_.parameters().size()) * static_cast<double>(batch_size_);
    const Index useful = threads_ > 0 ? threads_ : static_cast<Index>(multiplications / work_each);
    const Index most = threads_ > 0 ? threads_ : available_threads();
    const Index members = std::min({useful, most, batch_size_ / samples_each});
    if (members < 2) return;
    team_ = std::make_unique<Team>(static_cast<int>(members));
    if (team_->members() < 2) return team_.reset();
    spread_.emplace(network_, objective_, batch_size_, *team_);
}

template <class T>
bool Trainer<T>::run_epoch() {
    if (!goes_on()) return false;
    const FlushDenormals flush;
    ++epoch_;
    update_.swap_average();
    if (!run_steps()) return false;
    update_.swap_average();
    if (!judge()) return false;
    const bool wanted = tell_observers();
    const bool more = goes_on();
    if (!wanted && result_.reason == StopReason::epochs_done) {
        result_.reason = StopReason::stopped_by_observer;
    }
    return more && wanted;
}

template <class T>
bool Trainer<T>::run_steps() {
    const auto portion = static_cast<std::size_t>(batch_size_);
    if (options_.shuffle) shuffle_.shuffle(train_.rows);
    train_board_.reset();
    const bool looked_at =
        diagnostics_ && diagnostics_->begin_epoch(epoch_, length_.steps_per_epoch);
    looking_ = looked_at ? &*diagnostics_ : nullptr;
    const std::span<const Index> rows(train_.rows);
    for (std::size_t first = 0; first < rows.size(); first += portion) {
        const auto batch = rows.subspan(first, std::min(portion, rows.size() - first));
        const Index step_number = steps_ + 1;
        const auto loss =
            static_cast<double>(step(*train_.data, batch, first + portion >= rows.size()));
        if (!std::isfinite(loss)) {
            diverge(fmt::format("in epoch {}, step {}", epoch_, step_number), loss,
                    static_cast<Index>(batch.size()));
            return false;
        }
    }
    return true;
}

/// Writes last_report_ anew, in the memory that it has.
template <class T>
bool Trainer<T>::judge() {
    EpochReport& report = last_report_;
    const bool has_validation = !validation_.empty();
    if (has_validation) {
        evaluate_to_board(network_, objective_, validation_, validation_board_, workspace_);
    }
    const double loss = (has_validation ? validation_board_ : train_board_).loss();
    if (!std::isfinite(loss)) {
        diverge(fmt::format("after epoch {}, step {}", epoch_, steps_), loss, 0);
        return false;
    }
    report.epoch = result_.epochs = epoch_;
    report.epochs = options_.epochs;
    report.steps = steps_;
    report.learning_rate = optimizer_.learning_rate();
    train_board_.write(report.train);
    if (has_validation) validation_board_.write(report.validation);
    if (looking_ != nullptr) {
        report.layers = looking_->report();
    } else {
        report.layers.clear();
    }
    kept_->propose(epoch_, watch_->observe(report.measured(watched_), epoch_));
    if (has_validation) kept_->confirm(std::as_const(network_).parameters().values());
    if (schedule_ != nullptr && !schedule_->monitor().empty()) {
        schedule_->observe(report.measured(scheduled_));
    }
    if (!observers_.empty()) report.seconds = seconds();
    return true;
}

template <class T>
bool Trainer<T>::goes_on() {
    if (result_.reason != StopReason::epochs_done) return false;
    const auto limit = options_.time_limit_seconds;
    if (watch_->target_reached()) {
        result_.reason = StopReason::target_reached;
        result_.message = watch_->reason();
    } else if (watch_->out_of_patience()) {
        result_.reason = StopReason::stopped_early;
        result_.message = watch_->reason();
    } else if (epoch_ < options_.epochs && epoch_ > 0 && limit && seconds() >= *limit) {
        result_.reason = StopReason::out_of_time;
        result_.message = fmt::format("the time limit of {:g} s was reached", *limit);
    }
    return result_.reason == StopReason::epochs_done && epoch_ < options_.epochs;
}

template <class T>
TrainingResult Trainer<T>::finish() {
    const FlushDenormals flush;
    if (result_.reason != StopReason::diverged && !kept_->confirmed()) {
        // Nothing was computed from the last weights yet, so see whether they are any good.
        const double loss =
            evaluate(network_, objective_, train_, train_board_, workspace_).front().second;
        if (std::isfinite(loss)) {
            kept_->confirm(std::as_const(network_).parameters().values());
        } else {
            diverge(fmt::format("after epoch {}, step {}", epoch_, steps_), loss, 0);
        }
    }
    update_.finish();
    const bool diverged = result_.reason == StopReason::diverged;
    result_.best_epoch = watch_->best_epoch();
    if (kept_->has_best() || diverged) network_.parameters().values() = kept_->weights().weights;
    if (kept_->has_best()) result_.restored_epoch = kept_->weights().epoch;
    if (diverged) result_.message += describe_kept(*kept_);
    result_.seconds = seconds();
    if (last_report_.epoch > 0) {
        for (auto* observer : observers_) observer->on_end(last_report_);
    }
    return result_;
}

template <class T>
void Trainer<T>::visit_state(StateVisitor& state) {
    double elapsed = seconds();
    state.visit("seconds", elapsed);
    start_ = Clock::now() -
             std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(elapsed));
    state.visit("epoch", epoch_);
    state.visit("steps", steps_);
    state.visit("finished_epochs", result_.epochs);
    state.visit("order", train_.rows);
    shuffle_.visit_state(state, "shuffle");
    workspace_.random.visit_state(state, "noise");
    optimizer_.visit_state(state);
    if (schedule_ != nullptr) schedule_->visit_state(state);
    watch_->visit_state(state);
    update_.visit_state(state);
    kept_->visit_state(state);

    EpochReport& last = last_report_;
    state.visit("last.epoch", last.epoch);
    state.visit("last.learning_rate", last.learning_rate);
    state.visit("last.seconds", last.seconds);
    visit_scores(state, "last.train", metrics_, last.train);
    visit_scores(state, "last.validation", metrics_, last.validation);
    last.epochs = options_.epochs;
    last.steps = steps_;
}

template <class T>
double Trainer<T>::seconds() const {
    return std::chrono::duration<double>(Clock::now() - start_).count();
}

template <class T>
bool Trainer<T>::tell_observers() {
    bool go_on = true;
    for (auto* observer : observers_) go_on = observer->on_epoch(last_report_) && go_on;
    return go_on;
}

template <class T>
void Trainer<T>::diverge(const std::string& when, double loss, Index samples) {
    const auto layer = network_.first_broken_layer(workspace_, samples);
    result_.reason = StopReason::diverged;
    result_.message = fmt::format(
        "training diverged {}: the loss is {}; {}", when, std::isnan(loss) ? "nan" : "infinite",
        layer ? "the first layer that is not finite is " + *layer
              : fmt::format("the outputs of {} are too large",
                            network_.layer_name(network_.layers().size() - 1)));
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace mlp
