#include "workloads.h"

#include "model_loading.h"
#include "table_reading.h"
#include "whole_process.h"

#include <algorithm>

namespace mlp::bench {
namespace {

const Choice adam("adam");

TrainingTask xor_task() {
    return {.network = {2, {{4, "tanh"}, {1, "sigmoid"}}},
            .loss = "mse",
            .optimizer = {"sgd", {{"learning_rate", 0.5}}},
            .batch = 4,
            .samples = 4,
            .make_samples = xor_samples,
            .least_ratio = 0.6};
}

TrainingTask classes_task(NetworkShape network, Index batch, SampleMaker make_samples,
                          double least_ratio) {
    return {std::move(network), "cross_entropy", adam, batch, 8192, make_samples, least_ratio};
}

NetworkShape tabular() { return {64, {{128, "relu"}, {64, "relu"}, {10, "softmax"}}}; }

}  // namespace

const std::vector<Workload>& workloads() {
    static const std::vector<Workload> table{
        {"xor", "2-4-1 tanh, sigmoid; mse, sgd, all 4 samples a step", xor_task()},
        {"tabular", "64-128-64-10 relu; cross_entropy, adam, batches of 32",
         classes_task(tabular(), 32, normal_samples, 4)},
        {"mnist", "784-512-512-10 relu; cross_entropy, adam, batches of 128",
         classes_task(relu_classifier(784, 512, 2, 10), 128, pixel_samples, 4.4)},
        {"deep", "20 layers of 64 relu, 64 inputs, 10 classes; as tabular",
         classes_task(relu_classifier(64, 64, 20, 10), 32, normal_samples, 5)},
        {"infer1", "forward pass of one sample through 64-128-64-10",
         InferenceTask{tabular(), 1, 64}},
        {"inferN", "the same of 1024 samples", InferenceTask{tabular(), 1024, 8}},
        {"xor_run", "the process mlp train configs/xor.json, from start to exit", measure_xor_run},
        {"load", "load_model() of the file of a 4-16-3 network, self-tests and all", measure_load},
        {"csv", "read a table of --rows rows and 20 columns", measure_csv},
        {"predict", "mlp predict for each row of that table", measure_predict}};
    return table;
}

std::vector<Workload> workloads_named(const std::vector<std::string>& names) {
    if (names.empty()) return workloads();
    std::vector<std::string> known;
    for (const auto& workload : workloads()) known.push_back(workload.name);
    std::vector<Workload> chosen;
    for (const auto& name : names) {
        check_name("workload", name, known);
        chosen.push_back(*std::ranges::find(workloads(), name, &Workload::name));
    }
    return chosen;
}

Measurement measure(const Workload& workload, const Settings& settings) {
    struct Measure {
        const Settings& settings;
        Measurement operator()(const TrainingTask& task) const { return measure(task, settings); }
        Measurement operator()(const InferenceTask& task) const { return measure(task, settings); }
        Measurement operator()(OwnMeasurement own) const { return own(settings); }
    };
    return std::visit(Measure{settings}, workload.task);
}

}  // namespace mlp::bench
