#include "mlp/train/trainer.h"

#include "mlp/core/denormals.h"
#include "mlp/train/evaluate.h"

#include <algorithm>
#include <chrono>
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
      options_(options),
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
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    const auto seconds = [&] {
        return std::chrono::duration<double>(Clock::now() - start).count();
    };
    const FlushDenormals flush;

    const auto batch_size =
        static_cast<std::size_t>(std::min(options_.batch_size, train.samples()));
    // Validation goes through the same buffers in the same portions.
    workspace_ = network_.make_workspace(static_cast<Index>(batch_size));
    std::vector<Index> order = train.rows;
    const std::span<const Index> rows(order);
    auto& parameters = network_.parameters();
    // Weights count as good once a finite loss was computed from them: the weights after an epoch
    // wait here for the validation, or for the first batch of the next epoch.
    Vector<T> good = parameters.values();
    Vector<T> waiting = good;
    Index good_epoch = 0;
    TrainingResult result;
    const auto confirm = [&] {
        std::swap(good, waiting);
        good_epoch = result.epochs;
    };
    const auto diverged = [&](Index epoch, double loss, Index samples) {
        result.reason = StopReason::diverged;
        result.message = fmt::format(
            "{}; the weights are {}", describe_divergence(epoch, loss, samples),
            good_epoch == 0 ? "the initial ones" : fmt::format("those after epoch {}", good_epoch));
        result.seconds = seconds();
        parameters.values() = good;
        return result;
    };

    double best_loss = infinity;
    Index steps = 0;
    for (Index epoch = 1; epoch <= options_.epochs; ++epoch) {
        if (options_.shuffle) shuffle_.shuffle(order);
        train_board_.reset();
        for (std::size_t first = 0; first < rows.size(); first += batch_size) {
            const auto batch = rows.subspan(first, std::min(batch_size, rows.size() - first));
            const auto loss = static_cast<double>(step(*train.data, batch));
            if (!std::isfinite(loss)) {
                return diverged(epoch, loss, static_cast<Index>(batch.size()));
            }
            if (first == 0 && good_epoch < result.epochs) confirm();
            ++steps;
            for (auto* observer : observers_) observer->on_step(steps, loss);
        }

        EpochReport report{
            epoch, options_.epochs, steps, optimizer_.learning_rate(), train_board_.scores(), {},
            0};
        if (!validation.empty()) {
            report.validation =
                evaluate(network_, objective_, validation, validation_board_, workspace_);
        }
        const double loss = (validation.empty() ? report.train : report.validation).front().second;
        if (!std::isfinite(loss)) return diverged(epoch, loss, 0);
        waiting = parameters.values();
        result.epochs = epoch;
        if (!validation.empty()) confirm();
        if (loss < best_loss) {
            best_loss = loss;
            result.best_epoch = epoch;
        }
        report.seconds = seconds();
        if (!tell_observers(report)) {
            result.reason = StopReason::stopped_by_observer;
            break;
        }
    }
    if (good_epoch < result.epochs) {  // nothing was computed from the last weights yet
        const double loss =
            evaluate(network_, objective_, train, train_board_, workspace_).front().second;
        if (!std::isfinite(loss)) return diverged(result.epochs, loss, 0);
    }
    result.seconds = seconds();
    return result;
}

template <class T>
bool Trainer<T>::tell_observers(const EpochReport& report) {
    bool go_on = true;
    for (auto* observer : observers_) go_on = observer->on_epoch(report) && go_on;
    return go_on;
}

template <class T>
std::string Trainer<T>::describe_divergence(Index epoch, double loss, Index samples) const {
    const auto layer = network_.first_broken_layer(workspace_, samples);
    return fmt::format("training diverged in epoch {}, step {}: {}{}", epoch,
                       optimizer_.steps() + 1, fmt::format("the loss is {}", loss),
                       layer ? fmt::format("; the first layer that is not finite is {}", *layer)
                             : fmt::format("; the outputs of {} are too large",
                                           network_.layer_name(network_.layers().size() - 1)));
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace mlp
