#include "mlp/report/tensorboard/network_histograms.h"

#include "mlp/core/denormals.h"

#include <span>

#include <fmt/format.h>

namespace mlp {
namespace {

template <class T>
BucketHistogram histogram_of(ConstView<T> numbers) {
    return bucket_histogram(std::span(numbers.data(), static_cast<std::size_t>(numbers.size())));
}

}  // namespace

template <class T>
void add_network_histograms(Event& event, const Network<T>& network, const Objective<T>& objective,
                            const Subset<T>& samples, std::uint64_t seed) {
    const FlushDenormals flush;
    const Index n = samples.samples();
    Workspace<T> workspace = network.make_workspace(n);
    workspace.random = Random(seed, RandomStream::noise);
    gather(*samples.data, samples.rows, view(workspace.x), view(workspace.target),
           VectorView<T>(workspace.weight.data(), n));
    const ConstView<T> x = constant(view(workspace.x));

    network.forward(x, workspace);
    for (std::size_t i = 0; i < workspace.layers.size(); ++i) {
        const ConstView<T> a = constant(first_columns(workspace.layers[i].a, n));
        event.add_histogram(fmt::format("activations/layers.{}", i), histogram_of(a));
    }

    network.forward_training(x, workspace);
    objective.evaluate(workspace, n);
    const Parameters<T>& parameters = network.parameters();
    Vector<T> gradients = Vector<T>::Zero(parameters.size());
    network.backward(x, workspace, objective.gradient_at(), {gradients.data(), gradients.size()});
    for (const auto& block : parameters.blocks()) {
        event.add_histogram("weights/" + block.name, histogram_of(parameters.value(block)));
        if (block.role == Role::statistic) continue;
        const ConstView<T> gradient =
            block.in(ConstVectorView<T>(gradients.data(), gradients.size()));
        event.add_histogram("gradients/" + block.name, histogram_of(gradient));
    }
}

#define MLP_INSTANTIATE(T)                                                               \
    template void add_network_histograms(Event&, const Network<T>&, const Objective<T>&, \
                                         const Subset<T>&, std::uint64_t);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
