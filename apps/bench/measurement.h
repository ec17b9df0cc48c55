#pragma once

#include "timing.h"

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace mlp::bench {

/// What was measured of a workload. What does not apply to it, or cannot be measured, is empty.
struct Measurement {
    Timing step;  ///< a pass through what the workload repeats
    std::optional<double> batch;
    std::optional<double> samples;  ///< in a step
    std::optional<double> flops;    ///< in a step; the products only
    std::optional<double> parameters;
    std::optional<double> allocations_per_step;
    std::optional<double> bytes_per_parameter;
    std::optional<double> activation_bytes;
    /// What only this workload has, by name.
    nlohmann::ordered_json more = nlohmann::ordered_json::object();

    std::optional<double> samples_per_second() const {
        return samples ? std::optional(*samples / step.median) : std::nullopt;
    }
    std::optional<double> gflops() const {
        return flops ? std::optional(*flops / step.median / 1e9) : std::nullopt;
    }
};

}  // namespace mlp::bench
