// Measures FANN on the workloads of mlp-bench. It has no relu, softmax or adam, and no threads.

#include "workloads.h"

#include <memory>

#include <floatfann.h>
#include <pmmintrin.h>
#include <xmmintrin.h>

namespace {

using namespace peers;

using Net = std::unique_ptr<fann, decltype(&fann_destroy)>;
using Data = std::unique_ptr<fann_train_data, decltype(&fann_destroy_train)>;

/// tanh in the hidden layers, sigmoid at the output, errors as they are.
Net network(const std::vector<unsigned>& units, fann_train_enum algorithm, float learning_rate) {
    Net net(fann_create_standard_array(static_cast<unsigned>(units.size()), units.data()),
            &fann_destroy);
    fann_set_activation_function_hidden(net.get(), FANN_SIGMOID_SYMMETRIC);
    fann_set_activation_function_output(net.get(), FANN_SIGMOID);
    fann_set_train_error_function(net.get(), FANN_ERRORFUNC_LINEAR);
    fann_set_training_algorithm(net.get(), algorithm);
    fann_set_learning_rate(net.get(), learning_rate);
    return net;
}

void measure_xor(Report& report) {
    const Net net = network({2, 4, 1}, FANN_TRAIN_BATCH, 1);
    fann_randomize_weights(net.get(), -1, 1);
    const Data data(fann_create_train(4, 2, 1), &fann_destroy_train);
    for (unsigned i = 0; i < 4; ++i) {
        data->input[i][0] = static_cast<float>(i / 2);
        data->input[i][1] = static_cast<float>(i % 2);
        data->output[i][0] = static_cast<float>(i / 2 != i % 2);
    }
    report.measure_training("xor", "train_epoch, batch, MSE", 4, [&] {
        return static_cast<double>(fann_train_epoch(net.get(), data.get()));
    });
}

/// An update a sample; an update a batch takes as long and learns less.
void measure_training(Report& report, const Workload& workload) {
    const Net net = network(workload.units, FANN_TRAIN_INCREMENTAL, 0.01F);
    const Samples table(workload);
    auto x = table.x;  // fann_train wants what it may write to
    std::vector<float> targets(classes * classes, 0);
    for (unsigned i = 0; i < classes; ++i) targets[i * (classes + 1)] = 1;
    Batches batches(workload.batch);
    report.measure_training(workload.name, "tanh, sigmoid, incremental sgd, MSE", workload.batch,
                            [&] {
                                const std::size_t* rows = batches.next();
                                fann_reset_MSE(net.get());
                                for (std::size_t i = 0; i < workload.batch; ++i)
                                    fann_train(net.get(), &x[rows[i] * table.features],
                                               &targets[table.y[rows[i]] * classes]);
                                return static_cast<double>(fann_get_MSE(net.get()));
                            });
}

void measure_inference(Report& report, const Workload& workload) {
    const Net net = network(workload.units, FANN_TRAIN_BATCH, 1);
    auto x = Samples(workload).x;
    report.measure_inference(workload.name, "tanh, sigmoid, run", workload.batch, [&] {
        for (std::size_t i = 0; i < workload.batch; ++i)
            fann_run(net.get(), &x[i * workload.units.front()]);
    });
}

}  // namespace

int main(int argc, char** argv) {
    Report report("FANN", "2.2.0");
    report.parse(argc, argv);
    _MM_SET_FLUSH_ZERO_MODE(_MM_FLUSH_ZERO_ON);
    _MM_SET_DENORMALS_ZERO_MODE(_MM_DENORMALS_ZERO_ON);
    if (report.wants("xor")) measure_xor(report);
    for (const Workload& workload : {tabular, mnist, deep})
        if (report.wants(workload.name)) measure_training(report, workload);
    for (const Workload& workload : {infer1, inferN})
        if (report.wants(workload.name)) measure_inference(report, workload);
    report.print();
}
