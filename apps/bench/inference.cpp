#include "inference.h"

#include "mlp/nn/network.h"

#include "allocation_counter.h"
#include "samples.h"

namespace mlp::bench {
namespace {

template <class T>
Measurement measure_as(const InferenceTask& task, const Settings& settings) {
    Network<T> made(task.network.inputs, task.network.choices());
    Random random(1, RandomStream::weights);
    made.initialize(random);
    made.use(backend_of<T>(settings.run));
    const Network<T>& network = made;
    const Matrix<T> inputs =
        samples_as<T>(normal_samples(task.network, task.batch * task.batches)).inputs;
    Workspace<T> workspace = network.make_workspace(task.batch);
    Index next = 0;
    const auto run_batch = [&] {
        network.forward({inputs.col(next * task.batch).data(), inputs.rows(), task.batch},
                        workspace);
        next = next + 1 < task.batches ? next + 1 : 0;
    };

    run_batch();
    const auto before = heap_use();
    run_batch();
    const auto after = heap_use();

    Measurement result;
    result.step = time_rounds(settings.rounds, run_batch);
    result.batch = result.samples = static_cast<double>(task.batch);
    result.flops = *result.samples * task.network.forward_flops();
    result.parameters = static_cast<double>(task.network.parameters());
    if (before) {
        result.allocations_per_step = static_cast<double>(after->allocations - before->allocations);
    }
    return result;
}

}  // namespace

Measurement measure(const InferenceTask& task, const Settings& settings) {
    return with_type(settings.run, [&]<class T>() { return measure_as<T>(task, settings); });
}

}  // namespace mlp::bench
