// What every peer in C++ is measured on and how; workloads.py is the same for those in Python.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <iostream>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace peers {

constexpr std::size_t samples = 8192;
constexpr unsigned classes = 10;

/// Units from input to output, samples a step. All hidden layers are relu, the last is softmax.
struct Workload {
    std::string name;
    std::vector<unsigned> units;
    std::size_t batch;
};

/// `layers` hidden layers of 64.
inline std::vector<unsigned> deep_units(std::size_t layers) {
    std::vector<unsigned> units(layers + 1, 64);
    units.push_back(classes);
    return units;
}

inline const Workload tabular{"tabular", {64, 128, 64, classes}, 32};
inline const Workload mnist{"mnist", {784, 512, 512, classes}, 128};
inline const Workload deep{"deep", deep_units(20), 32};
inline const Workload infer1{"infer1", {64, 128, 64, classes}, 1};
inline const Workload inferN{"inferN", {64, 128, 64, classes}, 1024};

/// Rows of `features` numbers and their classes: normal ones around each class's centre, or in
/// [0, 1] for mnist. One label in ten is wrong, so that the loss never vanishes.
struct Samples {
    std::size_t features;
    std::vector<float> x;  // samples × features, a sample beside another
    std::vector<unsigned> y;

    explicit Samples(const Workload& workload) : features(workload.units.front()) {
        std::mt19937 random(1);
        std::normal_distribution<float> normal;
        std::uniform_int_distribution<unsigned> some_class(0, classes - 1);
        std::vector<float> centres(classes * features);
        for (auto& value : centres) value = normal(random);
        for (std::size_t row = 0; row < samples; ++row) {
            const unsigned label = some_class(random);
            for (std::size_t i = 0; i < features; ++i) {
                const float value = 0.5F * centres[label * features + i] + normal(random);
                x.push_back(workload.name == "mnist" ? std::clamp(0.5F + 0.25F * value, 0.0F, 1.0F)
                                                     : value);
            }
            y.push_back(some_class(random) == 0 ? some_class(random) : label);
        }
    }
};

/// Endless shuffled batches of rows.
class Batches {
  public:
    explicit Batches(std::size_t size) : size_(size), order_(samples), next_(samples) {
        std::iota(order_.begin(), order_.end(), std::size_t{0});
    }

    /// The first of `size` row numbers, valid until the next call.
    const std::size_t* next() {
        if (next_ + size_ > samples) {
            std::shuffle(order_.begin(), order_.end(), random_);
            next_ = 0;
        }
        next_ += size_;
        return order_.data() + (next_ - size_);
    }

  private:
    std::size_t size_;
    std::vector<std::size_t> order_;
    std::size_t next_;
    std::mt19937 random_{1};
};

/// Measures and collects the records that are printed as JSON.
class Report {
  public:
    Report(std::string program, std::string version)
        : program_(std::move(program)), version_(std::move(version)) {}

    /// Parses the command line; ends the program where it is not understood.
    void parse(int argc, char** argv) {
        CLI::App app("Measures " + program_ + " on the workloads of mlp-bench.");
        app.add_flag("--quick", quick_, "fewer and shorter rounds");
        app.add_option("--only", only_, "workloads (default: all)")->delimiter(',');
        app.add_option("--threads", threads_, "where the library has any");
        try {
            app.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            std::exit(app.exit(error));
        }
    }

    int threads() const { return threads_; }

    bool wants(const std::string& workload) const {
        return only_.empty() || std::ranges::find(only_, workload) != only_.end();
    }

    /// Median over rounds after a warm-up of at least one step. step returns its loss; the first
    /// and the last go into the record.
    void measure_training(const std::string& workload, const std::string& variant,
                          std::size_t batch, const auto& step) {
        const double first = step();
        double last = 0;
        const double seconds = step_seconds([&] { last = step(); });
        add(workload, variant, batch, seconds);
        records_.back()["first_loss"] = first;
        records_.back()["loss"] = last;
    }

    void measure_inference(const std::string& workload, const std::string& variant,
                           std::size_t batch, const auto& predict) {
        add(workload, variant, batch, step_seconds(predict));
    }

    void print() const { std::cout << records_.dump(2) << '\n'; }

  private:
    using Clock = std::chrono::steady_clock;

    static double seconds_since(Clock::time_point start) {
        return std::chrono::duration<double>(Clock::now() - start).count();
    }

    double step_seconds(const auto& step) const {
        const double warm_up = quick_ ? 0.05 : 0.3;
        const double seconds = quick_ ? 0.05 : 0.2;
        const std::size_t rounds = quick_ ? 3 : 5;
        auto start = Clock::now();
        double steps = 0;
        do {
            step();
            ++steps;
        } while (seconds_since(start) < warm_up);
        steps = std::max(1.0, std::round(steps * seconds / seconds_since(start)));
        std::vector<double> times;
        while (times.size() < rounds) {
            start = Clock::now();
            for (double i = 0; i < steps; ++i) step();
            times.push_back(seconds_since(start) / steps);
        }
        std::ranges::sort(times);
        return times[rounds / 2];
    }

    void add(const std::string& workload, const std::string& variant, std::size_t batch,
             double step_seconds) {
        records_.push_back({{"program", program_},
                            {"version", version_},
                            {"workload", workload},
                            {"threads", threads_},
                            {"variant", variant},
                            {"step_seconds", step_seconds},
                            {"samples_per_second", static_cast<double>(batch) / step_seconds}});
    }

    std::string program_;
    std::string version_;
    bool quick_ = false;
    int threads_ = 1;
    std::vector<std::string> only_;
    nlohmann::ordered_json records_ = nlohmann::ordered_json::array();
};

}  // namespace peers
