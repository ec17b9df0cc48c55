// Looking on while a network learns, and stopping it when it has learnt enough.
#include <cstdlib>
#include <iostream>

#include <mlp/mlp.h>

/// Is called by the training, on its thread. A training may have any number of such observers.
class Watch final : public mlp::TrainingObserver {
  public:
    /// After every optimizer step, with the loss of its batch.
    void on_step(mlp::Index step, double /*loss*/) override { steps = step; }

    /// After every epoch. Training goes on where this returns true.
    bool on_epoch(const mlp::EpochReport& report) override {
        // What is measured has the names of the columns of metrics.csv.
        const double loss = report.find("validation_loss").value();
        const double accuracy = report.find("validation_accuracy").value();
        if (report.epoch % 10 == 0) {
            std::cout << "epoch " << report.epoch << " of " << report.epochs << ": loss " << loss
                      << ", accuracy " << accuracy << '\n';
        }
        return !(accuracy >= 0.99 && loss < 0.1);
    }

    /// At the end, whether it was stopped, had done all its epochs, or diverged.
    void on_end(const mlp::EpochReport& last) override { end = last; }

    mlp::Index steps = 0;
    mlp::EpochReport end;
};

int main() {
    const char* json = R"({
      "name": "moons",
      "data": {"type": "generator", "make": {"type": "moons", "samples": 400},
               "validation": {"fraction": 0.25, "stratify": true}},
      "network": {"layers": [{"units": 16, "activation": "tanh"}, {"activation": "sigmoid"}]},
      "loss": "binary_cross_entropy",
      "optimizer": {"type": "adam", "learning_rate": 0.01},
      "training": {"epochs": 1000, "batch_size": 32}
    })";
    mlp::Experiment<float> experiment(mlp::parse_experiment(json));
    Watch watch;
    const mlp::TrainingResult result = experiment.train({&watch});

    const bool stopped = result.reason == mlp::StopReason::stopped_by_observer;
    std::cout << (stopped ? "stopped by the observer" : "not stopped") << " after epoch "
              << watch.end.epoch << ", " << watch.steps << " steps\n";

    // The network has the weights that on_epoch() saw last.
    bool good = false;
    for (const auto& [name, value] : experiment.score(experiment.validation_samples())) {
        if (name == "accuracy") good = value >= 0.99;
    }
    const bool told = watch.end.epoch == result.epochs && watch.end.steps == watch.steps;
    return stopped && good && told ? EXIT_SUCCESS : EXIT_FAILURE;
}
