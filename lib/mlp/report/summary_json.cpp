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
    nlohmann::ordered_json json = {{"status", summary.status},
                                   {"stop_reason", summary.stop_reason},
                                   {"epochs", summary.training.epochs},
                                   {"best_epoch", summary.training.best_epoch},
                                   {"seconds", summary.training.seconds},
                                   {"metrics", metrics}};
    const auto& folds = summary.cross_validation.folds;
    if (folds.empty()) return json;
    const Scores mean = summary.cross_validation.mean();
    const Scores sd = summary.cross_validation.sd();
    auto& by_metric = json["cross_validation"];
    for (std::size_t i = 0; i < mean.size(); ++i) {
        auto values = nlohmann::ordered_json::array();
        for (const auto& fold : folds) values.push_back(fold[i].second);
        by_metric[mean[i].first] = {
            {"mean", mean[i].second}, {"sd", sd[i].second}, {"folds", std::move(values)}};
    }
    return json;
}

}  // namespace mlp
