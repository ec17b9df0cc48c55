#include "mlp/report/run_causes.h"

#include <map>

namespace mlp {
namespace {

/// Leaves out what is of no effect, at every depth.
Json effective(const Json& json) {
    if (!json.is_structured()) return json;
    Json result = json;
    if (json.is_object()) {
        for (const char* key : {"command", "started", "seed", "precision", "path"}) {
            result.erase(key);
        }
    }
    for (auto& element : result) element = effective(element);
    if (json.is_object() && json.contains("sha256") && json["sha256"].is_string()) {
        constexpr std::size_t digits = 12;
        result["sha256"] = json["sha256"].get<std::string>().substr(0, digits);
    }
    return result;
}

}  // namespace

Json experiment_of(const RunRecord& run) {
    Json config = run.config;
    for (const char* key : {"$schema", "logging", "name", "description"}) config.erase(key);
    return config;
}

Json environment_of(const RunRecord& run) { return effective(run.environment); }

std::string fingerprint(const Json& json) { return nlohmann::json(json).dump(); }

std::vector<std::vector<std::size_t>> places_of_equal(const std::vector<std::string>& texts) {
    std::vector<std::vector<std::size_t>> places;
    std::map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto [found, is_new] = known.try_emplace(texts[i], places.size());
        if (is_new) places.emplace_back();
        places[found->second].push_back(i);
    }
    return places;
}

}  // namespace mlp
