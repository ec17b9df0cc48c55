#include "model_loading.h"

#include "mlp/io/model.h"
#include "mlp/nn/layers/dense.h"

#include "allocation_counter.h"
#include "scratch_folder.h"

#include <filesystem>
#include <vector>

namespace mlp::bench {
namespace {

Model<float> flowers() {
    std::vector<ColumnInput> columns;
    for (const char* name : {"sepal_length", "sepal_width", "petal_length", "petal_width"}) {
        columns.emplace_back(NumberInput{name, {Curve::none, 1, 3.5, 0.6}});
    }
    Model<float> model{Network<float>(4, {dense(16, "relu"), dense(3, "softmax")}),
                       {std::move(columns), {}},
                       {{"species"}, {"setosa", "versicolor", "virginica"}, {}},
                       "cross_entropy"};
    Random random(1, RandomStream::weights);
    model.network.initialize(random);
    return model;
}

}  // namespace

Measurement measure_load(const Settings& settings) {
    const ScratchFolder folder;
    const std::filesystem::path path = folder.path() / "model.safetensors";
    save_model(path, flowers());
    const auto load = [&] { load_model(path); };
    load();
    const auto before = heap_use();
    load();
    const auto after = heap_use();

    Measurement result;
    result.step = time_rounds(settings.rounds, load);
    if (before) {
        result.allocations_per_step = static_cast<double>(after->allocations - before->allocations);
    }
    return result;
}

}  // namespace mlp::bench
