#pragma once

#include "mlp/core/random.h"
#include "mlp/train/trainer.h"

#include "measurement.h"
#include "run_options.h"
#include "samples.h"

#include <memory>

namespace mlp::bench {

/// A training to be measured, step by step.
struct TrainingTask {
    NetworkShape network;
    std::string loss;
    Choice optimizer;
    Index batch;
    Index samples;
    SampleMaker make_samples;
    /// Of the guard: how many times faster than plain loops (naive_network.h) a step must be.
    double least_ratio = 0;
};

/// The same trainer that users run, with all that it needs. Its losses are reported, and no
/// metrics besides.
template <class T>
struct Training {
    Training(const TrainingTask& task, const RunOptions& run, bool shuffle = true)
        : network(task.network.inputs, task.network.choices()),
          objective(task.loss, network),
          optimizer(optimizers<T>().make(task.optimizer)),
          trainer(network, objective, *optimizer, training_options(task, shuffle)) {
        network.use(backend_of<T>(run));
        trainer.set_threads(run.threads);
        Random random(1, RandomStream::weights);
        network.initialize(random);
    }

    static TrainingOptions training_options(const TrainingTask& task, bool shuffle) {
        TrainingOptions options;
        options.epochs = 1'000'000'000;  // as many as are asked for
        options.batch_size = task.batch;
        options.shuffle = shuffle;
        return options;
    }

    Network<T> network;
    Objective<T> objective;
    std::unique_ptr<Optimizer<T>> optimizer;
    Trainer<T> trainer;
};

/// Throws RunError if a training came to an end, after which its epochs would take no time.
void check_goes_on(StopReason reason);

Measurement measure(const TrainingTask& task, const Settings& settings);

}  // namespace mlp::bench
