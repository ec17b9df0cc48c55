#include "mlp/io/training_record_json.h"

#include "mlp/io/self_test.h"

#include <array>
#include <utility>

namespace mlp {
namespace {

constexpr std::array<std::pair<const char*, Scores TrainingRecord::*>, 3> parts{
    {{"train", &TrainingRecord::train},
     {"validation", &TrainingRecord::validation},
     {"test", &TrainingRecord::test}}};

}  // namespace

Json write_training_record(const TrainingRecord& record) {
    Json metrics = Json::object();
    for (const auto& [part, scores] : parts) {
        for (const auto& [name, value] : record.*scores) metrics[part][name] = value;
    }
    return {{"program", record.program},
            {"name", record.name},
            {"seed", record.seed},
            {"status", record.status},
            {"stop_reason", record.stop_reason},
            {"epochs", record.epochs},
            {"best_epoch", record.best_epoch},
            {"metrics", std::move(metrics)}};
}

TrainingRecord read_training_record(const Json& json) {
    TrainingRecord record;
    record.program = json.at("program").get<std::string>();
    record.name = json.at("name").get<std::string>();
    record.seed = json.at("seed").get<Index>();
    record.status = json.at("status").get<std::string>();
    record.stop_reason = json.at("stop_reason").get<std::string>();
    record.epochs = json.at("epochs").get<Index>();
    record.best_epoch = json.at("best_epoch").get<Index>();
    const Json& metrics = json.at("metrics");
    for (const auto& [part, scores] : parts) {
        if (!metrics.contains(part)) continue;
        for (const auto& [name, value] : metrics.at(part).items()) {
            (record.*scores).emplace_back(name, read_number(value));
        }
    }
    return record;
}

}  // namespace mlp
