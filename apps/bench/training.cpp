#include "training.h"

#include "mlp/core/denormals.h"
#include "mlp/core/error.h"

#include "allocation_counter.h"

namespace mlp::bench {
namespace {

template <class T>
Measurement measure_as(const TrainingTask& task, const Settings& settings) {
    const auto data = samples_as<T>(task.make_samples(task.network, task.samples));
    const Index batch = std::min(task.batch, data.samples());
    const Index steps = (data.samples() + batch - 1) / batch;
    const auto samples = static_cast<double>(data.samples()) / static_cast<double>(steps);
    // What the library makes once, such as its tables of names, is none of this training's.
    Training<T>(task, settings.run);

    const auto before = heap_use();
    Training<T> training(task, settings.run);
    Trainer<T>& trainer = training.trainer;
    const FlushDenormals flush;  // once for all epochs, as Trainer::fit() does
    trainer.begin(Subset<T>::all(data));
    trainer.run_epoch();
    const auto first = heap_use();
    trainer.run_epoch();
    const auto second = heap_use();
    const auto workspace = training.network.make_workspace(batch);
    const auto with_workspace = heap_use();

    Measurement result;
    result.step = time_rounds(settings.rounds, [&] { trainer.run_epoch(); });
    check_goes_on(trainer.reason());
    result.step.median /= static_cast<double>(steps);
    result.step.min /= static_cast<double>(steps);
    result.batch = static_cast<double>(batch);
    result.samples = samples;
    result.flops = samples * task.network.training_flops();
    result.parameters = static_cast<double>(task.network.parameters());
    if (before) {
        const auto order = static_cast<std::int64_t>(sizeof(Index)) * data.samples();
        const std::int64_t activations = with_workspace->live_bytes - second->live_bytes;
        const std::int64_t kept = second->live_bytes - before->live_bytes - activations - order;
        result.activation_bytes = static_cast<double>(activations);
        result.bytes_per_parameter = static_cast<double>(kept) / *result.parameters;
        result.allocations_per_step =
            static_cast<double>(second->allocations - first->allocations) /
            static_cast<double>(steps);
    }
    return result;
}

}  // namespace

void check_goes_on(StopReason reason) {
    if (reason != StopReason::epochs_done) throw RunError("the training that is measured diverged");
}

Measurement measure(const TrainingTask& task, const Settings& settings) {
    return with_type(settings.run, [&]<class T>() { return measure_as<T>(task, settings); });
}

}  // namespace mlp::bench
