// Measures dlib on the workloads of mlp-bench: its layers and solvers in a loop of our own, which
// is faster than dnn_trainer, whose thread waits for a job each step.

#include "workloads.h"

#include <cstring>

#include <dlib/dnn.h>
#include <dlib/revision.h>
#include <pmmintrin.h>
#include <xmmintrin.h>

#ifdef PEER_OPENBLAS
extern "C" {
void openblas_set_num_threads(int threads);
const char* openblas_get_config();
}
#endif

namespace {

using namespace peers;
using dlib::fc;
using dlib::relu;

using Input = dlib::input<dlib::matrix<float, 0, 1>>;
using Xor = dlib::loss_binary_log<fc<1, dlib::htan<fc<4, Input>>>>;
using Tabular = fc<10, relu<fc<64, relu<fc<128, Input>>>>>;
using Mnist = fc<10, relu<fc<512, relu<fc<512, Input>>>>>;
template <typename Below>
using Hidden = relu<fc<64, Below>>;
using Deep = fc<10, dlib::repeat<19, Hidden, Hidden<Input>>>;

/// The net's input of `rows` samples. dlib runs no net that has not converted samples before.
dlib::resizable_tensor input(auto& net, std::size_t rows, std::size_t features) {
    const dlib::matrix<float, 0, 1> sample =
        dlib::zeros_matrix<float>(static_cast<long>(features), 1);
    const std::vector<dlib::matrix<float, 0, 1>> zeros(rows, sample);
    dlib::resizable_tensor x;
    net.to_tensor(zeros.begin(), zeros.end(), x);
    return x;
}

template <typename Net, typename Solver>
double train_step(Net& net, std::vector<Solver>& solvers, double learning_rate,
                  const dlib::tensor& x, auto labels) {
    const double loss = net.compute_parameter_gradients(x, labels);
    net.update_parameters(solvers, learning_rate);
    return loss;
}

void measure_xor(Report& report) {
    Xor net;
    std::vector<dlib::sgd> solvers(Xor::num_computational_layers, dlib::sgd(0, 0));
    auto x = input(net, 4, 2);
    const float rows[] = {0, 0, 0, 1, 1, 0, 1, 1};
    std::memcpy(x.host(), rows, sizeof rows);
    const std::vector<float> labels{-1, 1, 1, -1};
    report.measure_training("xor", "sgd, log loss", 4,
                            [&] { return train_step(net, solvers, 1, x, labels.begin()); });
}

template <typename Layers>
void measure_training(Report& report, const Workload& workload) {
    dlib::loss_multiclass_log<Layers> net;
    std::vector<dlib::adam> solvers(decltype(net)::num_computational_layers,
                                    dlib::adam(0, 0.9F, 0.999F));
    const Samples table(workload);
    Batches batches(workload.batch);
    auto x = input(net, workload.batch, table.features);
    std::vector<unsigned long> labels(workload.batch);
    report.measure_training(workload.name, "adam", workload.batch, [&] {
        const std::size_t* rows = batches.next();
        float* to = x.host();
        for (std::size_t i = 0; i < workload.batch; ++i, to += table.features) {
            std::memcpy(to, &table.x[rows[i] * table.features], table.features * sizeof(float));
            labels[i] = table.y[rows[i]];
        }
        return train_step(net, solvers, 0.001, x, labels.begin());
    });
}

void measure_inference(Report& report, const Workload& workload) {
    dlib::softmax<Tabular> net;
    const Samples table(workload);
    auto x = input(net, workload.batch, table.features);
    std::memcpy(x.host(), table.x.data(), x.size() * sizeof(float));
    report.measure_inference(workload.name, "forward", workload.batch,
                             [&] { return net.forward(x).host()[0]; });
}

}  // namespace

int main(int argc, char** argv) {
    std::string version = std::to_string(DLIB_MAJOR_VERSION) + "." +
                          std::to_string(DLIB_MINOR_VERSION) + "." +
                          std::to_string(DLIB_PATCH_VERSION);
#ifdef PEER_OPENBLAS
    const std::string blas = openblas_get_config();  // "OpenBLAS 0.3.21 NO_LAPACKE ..."
    version += ", " + blas.substr(0, blas.find(' ', blas.find(' ') + 1));
#endif
    Report report("dlib", version);
    report.parse(argc, argv);
#ifdef PEER_OPENBLAS
    openblas_set_num_threads(report.threads());
#endif
    _MM_SET_FLUSH_ZERO_MODE(_MM_FLUSH_ZERO_ON);
    _MM_SET_DENORMALS_ZERO_MODE(_MM_DENORMALS_ZERO_ON);
    if (report.wants("xor")) measure_xor(report);
    if (report.wants("tabular")) measure_training<Tabular>(report, tabular);
    if (report.wants("mnist")) measure_training<Mnist>(report, mnist);
    if (report.wants("deep")) measure_training<Deep>(report, deep);
    for (const Workload& workload : {infer1, inferN})
        if (report.wants(workload.name)) measure_inference(report, workload);
    report.print();
}
