#include "mlp/report/run_group.h"

#include "mlp/report/run_causes.h"
#include "mlp/report/spread.h"

#include <algorithm>
#include <limits>
#include <map>

#include <fmt/format.h>

namespace mlp {
namespace {

namespace fs = std::filesystem;

std::string number_text(const Json& number) {
    return number.is_number_integer() ? number.dump() : fmt::format("{:.5g}", number.get<double>());
}

}  // namespace

std::vector<RunGroup> group_by_seed(std::vector<RunRecord> runs) {
    std::vector<std::string> texts;
    for (const auto& run : runs) {
        Json experiment = experiment_of(run);
        experiment.erase("seed");
        texts.push_back(fingerprint(experiment));
    }
    std::vector<RunGroup> groups;
    for (const auto& places : places_of_equal(texts)) {
        auto& group = groups.emplace_back();
        for (const std::size_t i : places) group.push_back(std::move(runs[i]));
    }
    return groups;
}

std::vector<std::string> short_names(const std::vector<RunGroup>& groups) {
    std::vector<fs::path> names;
    std::vector<fs::path> folders;
    for (const auto& group : groups) {
        // With "." behind it, a path has the same parent whether or not it ended with "/".
        const auto whole = (fs::absolute(group.front().directory) / ".").lexically_normal();
        names.push_back(whole.parent_path().filename());
        folders.push_back(whole.parent_path().parent_path());
    }
    for (bool changed = true; changed;) {
        changed = false;
        std::map<fs::path, int> count;
        for (const auto& name : names) ++count[name];
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (count[names[i]] == 1 || !folders[i].has_filename()) continue;
            names[i] = folders[i].filename() / names[i];
            folders[i] = folders[i].parent_path();
            changed = true;
        }
    }
    return {names.begin(), names.end()};
}

RunCell status_of(const RunGroup& group) {
    std::vector<std::string> all;
    for (const auto& run : group) {
        const bool has = run.summary.contains("status") && run.summary["status"].is_string();
        all.push_back(has ? run.summary["status"].get<std::string>() : "unfinished");
    }
    const auto places = places_of_equal(all);
    if (places.size() == 1) return {all.front(), all.front(), {}};
    std::string text;
    for (const auto& same : places) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", same.size(), all[same.front()]);
    }
    return {text, text, {}};
}

RunCell number_of(const RunGroup& group, const std::string& pointer) {
    const Json::json_pointer place(pointer);
    std::vector<Json> found;
    for (const auto& run : group) {
        if (!run.summary.contains(place)) continue;
        const Json& value = run.summary[place];
        if (value.is_number()) found.push_back(value);
        if (value.is_null()) found.emplace_back(std::numeric_limits<double>::quiet_NaN());
    }
    if (found.empty()) return {};
    // Counts that agree are no measurements, and have no deviation.
    const bool count = found.front().is_number_integer() &&
                       std::count(found.begin(), found.end(), found.front()) == std::ssize(found);
    if (found.size() == 1 || count) return {found.front(), number_text(found.front()), {}};
    std::vector<double> numbers;
    for (const auto& value : found) numbers.push_back(value.get<double>());
    const Spread spread(numbers);
    return {spread.mean, fmt::format("{:.5g} ± {:.2g}", spread.mean, spread.sd), spread.sd};
}

}  // namespace mlp
