#include "json_results.h"

namespace mlp::bench {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

/// For numbers that are whole.
Json count_of(const std::optional<double>& value) {
    return value ? Json(static_cast<std::int64_t>(*value)) : Json(nullptr);
}

}  // namespace

Json json_of(const std::vector<NamedMeasurement>& measurements, const RunOptions& run,
             double sgemm_peak) {
    Json results = Json::array();
    for (const auto& [name, m] : measurements) {
        const auto gflops = m.gflops();
        Json result = {{"workload", name},
                       {"threads", run.threads},
                       {"precision", run.precision},
                       {"backend", run.backend},
                       {"step_seconds", m.step.median},
                       {"min_seconds", m.step.min},
                       {"spread", m.step.spread},
                       {"samples_per_second", json_of(m.samples_per_second())},
                       {"gflops", json_of(gflops)},
                       {"sgemm_share", gflops ? Json(*gflops / sgemm_peak) : Json(nullptr)},
                       {"sgemm_gflops", sgemm_peak},
                       {"allocations_per_step", json_of(m.allocations_per_step)},
                       {"batch", count_of(m.batch)},
                       {"parameters", count_of(m.parameters)},
                       {"bytes_per_parameter", json_of(m.bytes_per_parameter)},
                       {"activation_bytes", count_of(m.activation_bytes)}};
        result.update(m.more);
        results.push_back(std::move(result));
    }
    return results;
}

}  // namespace mlp::bench
