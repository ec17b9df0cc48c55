#include "mlp/train/trainer.h"

#include "mlp/core/denormals.h"
#include "mlp/train/evaluate.h"

#include <algorithm>
#include <cmath>
#include <span>

#include <fmt/format.h>

namespace mlp {

Options<TrainingOptions> TrainingOptions::options() {
    return {
        {"epochs", &TrainingOptions::epochs, between(1, 1e9), "passes over the training samples"},
        {"batch_size", &TrainingOptions::batch_size, between(1, 1e9),
         "samples an optimizer step; at most all"},
        {"shuffle", &TrainingOptions::shuffle, anything,
         "new random order every epoch; else the order of the data"}};
}

template <class T>
Trainer<T>::Trainer(Network<T>& network, const Objective<T>& objective, Optimizer<T>& optimizer,
                    const TrainingOptions& options, const std::vector<std::string>& metric_names,
                    std::uint64_t seed)
    : network_(network),
      objective_(objective),
      optimizer_(optimizer),
      options_(from_choice<TrainingOptions>(to_choice(options))),  // checks them
      shuffle_(seed, RandomStream::shuffle),
      train_board_(metric_names),
      validation_board_(metric_names) {}

template <class T>
T Trainer<T>::step(const Dataset<T>& data, std::span<const Index> rows) {
    const auto n = static_cast<Index>(rows.size());
    const View<T> x = first_columns(workspace_.x, n);
    const View<T> target = first_columns(workspace_.target, n);
    gather(data, rows, x, target);

    const ConstView<T> output = network_.forward(constant(x), workspace_);
    const T loss = objective_.evaluate(workspace_, n);
    if (!std::isfinite(loss)) return loss;
    train_board_.add(loss, output, constant(target));

    auto& parameters = network_.parameters();
    network_.backward(constant(x), workspace_, objective_.gradient_at(), parameters.gradients());
    optimizer_.step(parameters.values(), std::as_const(parameters).gradients());
    return loss;
}

template <class T>
TrainingResult Trainer<T>::fit(const Subset<T>& train, const Subset<T>& validation) {
    check_fit(network_, train);
    if (!validation.empty()) check_fit(network_, validation);
    const FlushDenormals flush;
    start_ = Clock::now();
    steps_ = 0;
    last_report_ = {};
    // Validation goes through the same buffers, in portions that are large enough to be fast.
    const Index batch_size = std::min(options_.batch_size, train.samples());
    workspace_ =
        network_.make_workspace(std::max(batch_size, std::min<Index>(validation.samples(), 256)));

    auto& parameters = network_.parameters();
    LastGood<T> last_good(std::as_const(parameters).values());
    TrainingResult result = run_epochs(train, validation, batch_size, last_good);
    if (result.reason == StopReason::diverged) {
        parameters.values() = last_good.weights();
        result.message +=
            last_good.epoch() == 0
                ? "; the weights are the initial ones"
                : fmt::format("; the weights are those after epoch {}", last_good.epoch());
    }
    result.seconds = seconds();
    if (last_report_.epoch > 0) {
        for (auto* observer : observers_) observer->on_end(last_report_);
    }
    return result;
}

template <class T>
TrainingResult Trainer<T>::run_epochs(const Subset<T>& train, const Subset<T>& validation,
                                      Index batch_size, LastGood<T>& last_good) {
    TrainingResult result;
    const auto diverged = [&](const std::string& when, double loss, Index samples) {
        result.reason = StopReason::diverged;
        result.message = describe_divergence(when, loss, samples);
        return result;
    };
    std::vector<Index> order = train.rows;
    const std::span<const Index> rows(order);
    const auto portion = static_cast<std::size_t>(batch_size);
    double best_loss = infinity;
    for (Index epoch = 1; epoch <= options_.epochs; ++epoch) {
        if (options_.shuffle) shuffle_.shuffle(order);
        train_board_.reset();
        for (std::size_t first = 0; first < rows.size(); first += portion) {
            const auto batch = rows.subspan(first, std::min(portion, rows.size() - first));
            const auto loss = static_cast<double>(step(*train.data, batch));
            if (!std::isfinite(loss)) {
                return diverged(fmt::format("in epoch {}, step {}", epoch, steps_ + 1), loss,
                                static_cast<Index>(batch.size()));
            }
            last_good.confirm();
            ++steps_;
            for (auto* observer : observers_) observer->on_step(steps_, loss);
        }
        const auto after_epoch = [&] {
            return fmt::format("after epoch {}, step {}", epoch, steps_);
        };

        EpochReport report{
            epoch, options_.epochs, steps_, optimizer_.learning_rate(), train_board_.scores(), {},
            0};
        if (!validation.empty()) {
            report.validation =
                evaluate(network_, objective_, validation, validation_board_, workspace_);
        }
        const double loss = (validation.empty() ? report.train : report.validation).front().second;
        if (!std::isfinite(loss)) return diverged(after_epoch(), loss, 0);
        result.epochs = epoch;
        last_good.propose(std::as_const(network_).parameters().values(), epoch);
        if (!validation.empty()) last_good.confirm();
        if (loss < best_loss) {
            best_loss = loss;
            result.best_epoch = epoch;
        }
        report.seconds = seconds();
        last_report_ = report;
        const bool stopped = !tell_observers(report);
        if (stopped) result.reason = StopReason::stopped_by_observer;

        if ((stopped || epoch == options_.epochs) && !last_good.confirmed()) {
            // Nothing was computed from the last weights yet, so see whether they are any good.
            const double last_loss =
                evaluate(network_, objective_, train, train_board_, workspace_).front().second;
            if (!std::isfinite(last_loss)) return diverged(after_epoch(), last_loss, 0);
        }
        if (stopped) break;
    }
    return result;
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
