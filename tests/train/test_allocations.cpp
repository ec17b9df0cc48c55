#include "mlp/nn/layers/dense.h"
#include "mlp/train/trainer.h"

#include "allocation_counter.h"

#include <vector>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

Dataset<float> random_samples(Index features, Index samples) {
    Random random(5, RandomStream::data);
    Dataset<float> data;
    data.inputs.resize(features, samples);
    for (float& x : data.inputs.reshaped()) x = static_cast<float>(random.normal());
    for (Index i = 0; i < samples; ++i) {
        data.labels.push_back(static_cast<std::uint32_t>(random.below(3)));
    }
    return data;
}

/// How often an epoch of training asks the heap, once all memory is there.
std::int64_t allocations_of_an_epoch(const std::vector<Choice>& layers, const Choice& optimizer,
                                     int threads, bool with_validation) {
    const Dataset<float> data = random_samples(40, 300);
    Network<float> network(40, layers);
    Random random(1, RandomStream::weights);
    network.initialize(random);
    const Objective<float> objective("cross_entropy", network);
    const auto method = optimizers<float>().make(optimizer);
    TrainingOptions options;
    options.batch_size = 128;
    Trainer<float> trainer(network, objective, *method, options, {"accuracy"});
    trainer.set_threads(threads);
    const auto all = Subset<float>::all(data);
    trainer.begin(all, with_validation ? all : Subset<float>{});
    trainer.run_epoch();
    trainer.run_epoch();
    const auto before = bench::heap_use();
    trainer.run_epoch();
    trainer.run_epoch();
    return bench::heap_use()->allocations - before->allocations;
}

}  // namespace

TEST_CASE("allocations: the counter counts") {
    if (!bench::heap_use()) return;
    const auto before = bench::heap_use();
    const std::vector<int> numbers(1000);
    const auto with = bench::heap_use();
    CHECK(with->allocations - before->allocations == 1);
    CHECK(with->live_bytes - before->live_bytes >= 4000);
    Matrix<float> matrix(50, 50);
    CHECK(bench::heap_use()->allocations - with->allocations == 1);
    CHECK(matrix.size() + static_cast<Index>(numbers.size()) == 3500);
}

TEST_CASE("allocations: none while training, once the first epochs are over") {
    if (!bench::heap_use()) return;
    const std::vector<Choice> small{dense(9, "tanh"), dense(3, "softmax")};
    // Products as large as these would have Eigen ask for memory to pack them in.
    const std::vector<Choice> large{dense(700, "relu"), dense(300, "relu"), dense(3, "softmax")};
    for (const auto& layers : {small, large}) {
        for (const char* optimizer : {"sgd", "adam"}) {
            for (const int threads : {1, 2}) {
                CAPTURE(layers.size());
                CAPTURE(optimizer);
                CAPTURE(threads);
                CHECK(allocations_of_an_epoch(layers, optimizer, threads, false) == 0);
                CHECK(allocations_of_an_epoch(layers, optimizer, threads, true) == 0);
            }
        }
    }
}

TEST_CASE("allocations: none when a single sample is predicted") {
    if (!bench::heap_use()) return;
    Network<float> network(64, {dense(128, "relu"), dense(64, "relu"), dense(10, "softmax")});
    Workspace<float> workspace = network.make_workspace(1);
    const Matrix<float> x = Matrix<float>::Ones(64, 1);
    const auto before = bench::heap_use();
    network.forward(view(x), workspace);
    CHECK(bench::heap_use()->allocations == before->allocations);
}
