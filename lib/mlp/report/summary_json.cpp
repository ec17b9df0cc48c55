#include "mlp/report/summary_json.h"

namespace mlp {

nlohmann::ordered_json scores_json(const Scores& scores) {
    auto json = nlohmann::ordered_json::object();
    for (const auto& [name, value] : scores) json[name] = value;
    return json;
}

nlohmann::ordered_json summary_json(const Summary& summary) {
    auto metrics = nlohmann::ordered_json::object();
    const auto add = [&](const char* part, const Scores& scores) {
        if (!scores.empty()) metrics[part] = scores_json(scores);
    };
    add("train", summary.train);
    add("validation", summary.validation);
    add("test", summary.test);
    return {{"status", summary.status},
            {"stop_reason", summary.stop_reason},
            {"epochs", summary.training.epochs},
            {"best_epoch", summary.training.best_epoch},
            {"seconds", summary.training.seconds},
            {"metrics", metrics}};
}

}  // namespace mlp
