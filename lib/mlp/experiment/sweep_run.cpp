#include "mlp/experiment/sweep_run.h"

#include "mlp/core/error.h"
#include "mlp/core/file.h"
#include "mlp/report/spread.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include <nlohmann/json.hpp>

namespace mlp {
namespace {

using Json = nlohmann::ordered_json;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

Scores read_scores(const Json& metrics, const char* part) {
    Scores scores;
    if (!metrics.contains(part)) return scores;
    for (const auto& [name, value] : metrics.at(part).items()) {
        scores.emplace_back(name, value.is_number() ? value.get<double>() : not_a_number);
    }
    return scores;
}

double find(const Scores& scores, std::string_view name) {
    const auto found =
        std::ranges::find_if(scores, [&](const auto& score) { return score.first == name; });
    return found == scores.end() ? not_a_number : found->second;
}

void judge(SweepRank& rank, const std::string& metric) {
    if (rank.runs.empty()) return;
    std::vector<double> values;
    for (const auto* run : rank.runs) values.push_back(run->value(metric));
    const Spread spread(values);
    rank.mean = spread.mean;
    rank.sd = spread.sd;
}

}  // namespace

double SweepRun::value(const std::string& measured_name) const {
    const std::string_view name = measured_name;
    if (name.starts_with("train_")) return find(train, name.substr(6));
    if (name.starts_with("validation_")) return find(validation, name.substr(11));
    return not_a_number;
}

void take(SweepRun& run, const Summary& summary) {
    run.status = summary.status;
    run.message = summary.stop_reason;
    run.epochs = summary.training.epochs;
    run.best_epoch = summary.training.best_epoch;
    run.train = summary.train;
    run.validation = summary.validation;
    run.test = summary.test;
}

bool read_summary(SweepRun& run, const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return false;
    const Json json = Json::parse(read_file(path), nullptr, false);
    // A file that was not flushed before the machine lost its power can be anything.
    if (!json.is_object()) return false;
    try {
        run.status = json.at("status").get<std::string>();
        run.message = json.at("stop_reason").get<std::string>();
        run.epochs = json.at("epochs").get<Index>();
        run.best_epoch = json.at("best_epoch").get<Index>();
        run.train = read_scores(json.at("metrics"), "train");
        run.validation = read_scores(json.at("metrics"), "validation");
        run.test = read_scores(json.at("metrics"), "test");
    } catch (const Json::exception&) {
        return false;
    }
    return true;
}

std::vector<SweepRank> rank_runs(const std::vector<SweepRun>& runs, const std::string& metric,
                                 bool larger_is_better) {
    std::map<std::size_t, SweepRank> ranks;
    for (const auto& run : runs) {
        if (run.status.empty()) continue;
        SweepRank& rank = ranks[run.combination];
        rank.combination = run.combination;
        const bool waits = run.status == "stopped" || run.status == "paused";
        const bool judged = run.status == "completed" || waits;
        if (judged && !std::isnan(run.value(metric))) {
            rank.runs.push_back(&run);
            if (waits) rank.epochs = std::max(rank.epochs, run.epochs);
        } else {
            ++rank.failed;
        }
        // What ended by itself, be it early, came further than all that was stopped.
        if (run.status == "completed") rank.epochs = std::numeric_limits<Index>::max();
    }
    std::vector<SweepRank> result;
    for (auto& [combination, rank] : ranks) {
        judge(rank, metric);
        result.push_back(std::move(rank));
    }
    const auto key = [&](const SweepRank& rank) {
        const double cost = larger_is_better ? -rank.mean : rank.mean;
        return std::tuple(rank.runs.empty(), -rank.epochs, rank.failed,
                          std::isnan(cost) ? std::numeric_limits<double>::infinity() : cost);
    };
    std::ranges::stable_sort(result, [&](const auto& a, const auto& b) { return key(a) < key(b); });
    return result;
}

}  // namespace mlp
