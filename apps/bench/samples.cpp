#include "samples.h"

#include "mlp/core/random.h"

namespace mlp::bench {
namespace {

/// The class of a sample is that of its first features, one for each class, which is the largest:
/// easily learnt, so that a long measurement sees what a long training does.
Dataset<float> classes_of(Matrix<float> inputs, Index classes) {
    Dataset<float> data{std::move(inputs), {}, {}};
    for (Index i = 0; i < data.samples(); ++i) {
        Index label = 0;
        data.inputs.col(i).head(classes).maxCoeff(&label);
        data.labels.push_back(static_cast<std::uint32_t>(label));
    }
    return data;
}

Dataset<float> drawn(const NetworkShape& network, Index samples, const auto& draw) {
    Random random(1, RandomStream::data);
    Matrix<float> inputs(network.inputs, samples);
    for (float& x : inputs.reshaped()) x = static_cast<float>(draw(random));
    return classes_of(std::move(inputs), network.outputs());
}

}  // namespace

Dataset<float> xor_samples(const NetworkShape&, Index) {
    Dataset<float> data{Matrix<float>(2, 4), Matrix<float>(1, 4), {}};
    data.inputs << 0, 0, 1, 1, 0, 1, 0, 1;
    data.targets << 0, 1, 1, 0;
    return data;
}

Dataset<float> normal_samples(const NetworkShape& network, Index samples) {
    return drawn(network, samples, [](Random& random) { return random.normal(); });
}

Dataset<float> pixel_samples(const NetworkShape& network, Index samples) {
    return drawn(network, samples, [](Random& random) { return random.uniform(); });
}

}  // namespace mlp::bench
