#include "mlp/mlp.h"

#include <cstring>
#include <future>
#include <latch>
#include <string>
#include <vector>

#include <doctest/doctest.h>

// The same config and seed give the same bits, whatever else the process does.

using namespace mlp;

namespace {

/// Everything that is random at once: a split, noise in data and layers, dropout, shuffled batches.
const std::string noisy = R"({
  "data": {"type": "generator", "make": {"type": "moons", "samples": 300, "noise": 0.3},
           "preprocessing": "standardize", "validation": {"fraction": 0.3, "stratify": true}},
  "network": {"layers": [
    {"units": 12, "activation": "relu", "dropout": 0.1},
    "batch_norm",
    {"type": "gaussian_noise", "stddev": 0.2},
    {"type": "residual", "layers": [{"units": 12, "activation": "rrelu"},
                                    {"type": "alpha_dropout", "rate": 0.1}]},
    {"type": "dropout", "rate": 0.2},
    {"units": 8, "activation": "noisy_relu"},
    {"activation": "sigmoid"}]},
  "loss": "binary_cross_entropy",
  "optimizer": {"type": "adam", "learning_rate": 0.02},
  "schedule": {"type": "reduce_on_plateau", "patience": 3},
  "training": {"epochs": 400, "batch_size": 16, "shuffle": true},
  "early_stopping": {"patience": 8}
})";

const std::string full_batches = R"({
  "data": {"type": "generator", "make": {"type": "sine", "samples": 60}},
  "network": {"layers": [{"units": 6, "activation": "tanh"}, {"activation": "linear"}]},
  "loss": "mse",
  "optimizer": "lbfgs",
  "training": {"epochs": 40, "batch_size": 60}
})";

/// What a training leaves, to the bit.
template <class T>
struct Trained {
    StopReason reason = StopReason::epochs_done;
    std::vector<double> measured;  ///< losses of the steps, scores and rates of the epochs
    Vector<T> parameters;          ///< statistics of batch_norm among them
};

template <class T>
bool same_bits(const T* a, const T* b, std::size_t count) {
    return std::memcmp(a, b, count * sizeof(T)) == 0;
}
template <class T>
bool same_parameters(const Trained<T>& a, const Trained<T>& b) {
    return a.parameters.size() == b.parameters.size() &&
           same_bits(a.parameters.data(), b.parameters.data(),
                     static_cast<std::size_t>(a.parameters.size()));
}
template <class T>
bool same_measures(const Trained<T>& a, const Trained<T>& b) {
    return a.measured.size() == b.measured.size() &&
           same_bits(a.measured.data(), b.measured.data(), a.measured.size());
}

/// Writes down what is measured. With a latch, it waits for the others after the first epoch.
class Recorder final : public TrainingObserver {
  public:
    explicit Recorder(std::vector<double>& measured, std::latch* others)
        : measured_(measured), others_(others) {}

    void on_step(Index, double loss) override { measured_.push_back(loss); }
    bool on_epoch(const EpochReport& report) override {
        if (others_ != nullptr && report.epoch == 1) others_->arrive_and_wait();
        for (const auto* scores : {&report.train, &report.validation}) {
            for (const auto& score : *scores) measured_.push_back(score.second);
        }
        measured_.push_back(report.learning_rate);
        return true;
    }

  private:
    std::vector<double>& measured_;
    std::latch* others_;
};

template <class T>
Trained<T> train(const std::string& json, const std::vector<std::string>& overrides = {},
                 std::latch* others = nullptr) {
    Experiment<T> experiment(parse_experiment(json, overrides));
    Trained<T> trained;
    Recorder recorder(trained.measured, others);
    trained.reason = experiment.train({&recorder}).reason;
    trained.parameters = experiment.model().network.parameters().values();
    return trained;
}

}  // namespace

TEST_CASE_TEMPLATE("reproducible: equal configs and seeds give equal bits", T, float, double) {
    for (const auto& json : {noisy, full_batches}) {
        CAPTURE(json);
        const auto first = train<T>(json);
        REQUIRE(first.measured.size() > 40);
        REQUIRE(first.parameters.size() > 10);
        const auto again = train<T>(json);
        CHECK(same_measures(first, again));
        CHECK(same_parameters(first, again));
    }
    // Early stopping was part of it.
    CHECK(train<T>(noisy).reason == StopReason::stopped_early);
}

TEST_CASE_TEMPLATE("reproducible: another seed gives other bits", T, float, double) {
    for (const auto& json : {noisy, full_batches}) {
        CAPTURE(json);
        const auto first = train<T>(json, {"seed=1"});
        const auto other = train<T>(json, {"seed=2"});
        CHECK_FALSE(same_measures(first, other));
        CHECK_FALSE(same_parameters(first, other));
    }
}

TEST_CASE("reproducible: what another thread trains at the same time changes no bit") {
    const auto noisy_alone = train<float>(noisy);
    const auto full_alone = train<double>(full_batches);
    std::latch both(2);  // neither ends before the other is in its midst
    auto other = std::async(std::launch::async, [&] { return train<float>(noisy, {}, &both); });
    const auto full = train<double>(full_batches, {}, &both);
    const auto noise = other.get();
    CHECK(same_measures(noise, noisy_alone));
    CHECK(same_parameters(noise, noisy_alone));
    CHECK(same_measures(full, full_alone));
    CHECK(same_parameters(full, full_alone));
}
