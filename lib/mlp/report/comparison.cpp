#include "mlp/report/comparison.h"

#include "mlp/core/text.h"
#include "mlp/report/differences.h"
#include "mlp/report/run_causes.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace mlp {
namespace {

using Columns = std::vector<ComparedColumn>;

void append(Columns& columns, Columns more) {
    std::move(more.begin(), more.end(), std::back_inserter(columns));
}

bool any_joined(const std::vector<RunGroup>& groups) {
    return std::any_of(groups.begin(), groups.end(),
                       [](const RunGroup& group) { return group.size() > 1; });
}

Columns run_columns(const std::vector<RunGroup>& groups, const std::vector<std::string>& names) {
    ComparedColumn runs{"run", ColumnKind::fact, {}};
    ComparedColumn seeds{"seeds", ColumnKind::fact, {}};
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const std::size_t n = groups[i].size();
        runs.cells.push_back({groups[i].front().directory.string(), names[i], {}});
        seeds.cells.push_back({n, std::to_string(n), {}});
    }
    return any_joined(groups) ? Columns{runs, seeds} : Columns{runs};
}

/// One object a row; null where it is not known, which is no difference.
Columns difference_columns(const std::string& prefix, ColumnKind kind,
                           const std::vector<Json>& objects) {
    std::vector<const Json*> known;
    for (const auto& object : objects) {
        if (!object.is_null()) known.push_back(&object);
    }
    Columns columns;
    for (const auto& difference : differences(known)) {
        ComparedColumn column{prefix + difference.key, kind, {}};
        std::size_t next = 0;
        for (const auto& object : objects) {
            auto& cell = column.cells.emplace_back();
            if (object.is_null()) continue;
            cell.value = difference.values[next];
            cell.text = difference.texts[next++];
        }
        columns.push_back(std::move(column));
    }
    return columns;
}

Columns config_columns(const std::vector<RunGroup>& groups) {
    std::vector<Json> configs;
    for (const auto& group : groups) {
        Json& config = configs.emplace_back(group.front().config);
        for (const char* key : {"$schema", "logging", "description"}) config.erase(key);
        if (any_joined(groups)) config.erase("seed");
    }
    Columns columns = difference_columns("", ColumnKind::config, configs);
    const bool only_name = columns.size() == 1 && columns.front().name == "name";
    return only_name ? Columns{} : columns;
}

Columns environment_columns(const std::vector<RunGroup>& groups) {
    std::vector<Json> environments;
    environments.reserve(groups.size());
    for (const auto& group : groups) environments.push_back(environment_of(group.front()));
    return difference_columns("environment.", ColumnKind::environment, environments);
}

/// The metrics that any run has of a part of the samples, in order.
std::vector<std::string> metrics_of(const std::vector<RunGroup>& groups, const std::string& part) {
    const Json::json_pointer place("/metrics/" + part);
    std::vector<std::string> names;
    for (const auto& group : groups) {
        for (const auto& run : group) {
            if (!run.summary.contains(place)) continue;
            for (const auto& [name, value] : run.summary[place].items()) {
                if (std::find(names.begin(), names.end(), name) == names.end()) {
                    names.push_back(name);
                }
            }
        }
    }
    return names;
}

Columns result_columns(const std::vector<RunGroup>& groups) {
    Columns columns{{"status", ColumnKind::fact, {}}};
    for (const auto& group : groups) columns.front().cells.push_back(status_of(group));
    const auto add = [&](const std::string& name, ColumnKind kind, const std::string& pointer) {
        auto& column = columns.emplace_back(ComparedColumn{name, kind, {}});
        for (const auto& group : groups) column.cells.push_back(number_of(group, pointer));
    };
    add("epochs", ColumnKind::fact, "/epochs");
    for (const std::string part : {"train", "validation", "test"}) {
        for (const auto& metric : metrics_of(groups, part)) {
            add(fmt::format("{}_{}", part, metric), ColumnKind::metric,
                child("/metrics/" + part, metric));
        }
    }
    return columns;
}

/// Single runs that should have given the same numbers, and did not.
std::vector<std::string> unexplained(const std::vector<RunGroup>& groups,
                                     const std::vector<std::string>& names,
                                     const Columns& environment) {
    std::vector<std::size_t> rows;
    std::vector<std::string> causes;
    std::vector<std::string> effects;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const RunRecord& run = groups[i].front();
        if (groups[i].size() > 1 || run.environment.is_null()) continue;
        if (status_of(groups[i]).text != "completed") continue;
        rows.push_back(i);
        Json cause = Json::array({experiment_of(run)});
        for (const auto& column : environment) cause.push_back(column.cells[i].value);
        causes.push_back(fingerprint(cause));
        effects.push_back(fingerprint(run.summary.value("metrics", Json())));
    }
    std::vector<std::string> notes;
    for (const auto& equal : places_of_equal(causes)) {
        std::vector<std::string> who;
        who.reserve(equal.size());
        for (const std::size_t i : equal) who.push_back(names[rows[i]]);
        if (std::all_of(equal.begin(), equal.end(),
                        [&](std::size_t i) { return effects[i] == effects[equal.front()]; })) {
            continue;
        }
        notes.push_back(join(who) + ": equal configs and environments gave different metrics");
    }
    return notes;
}

}  // namespace

const ComparedColumn* Comparison::find(const std::string& column) const {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const ComparedColumn& c) { return c.name == column; });
    return found == columns.end() ? nullptr : &*found;
}

Comparison compare(const std::vector<RunGroup>& groups) {
    const auto names = short_names(groups);
    Comparison comparison{run_columns(groups, names), {}};
    auto configs = config_columns(groups);
    if (configs.empty()) {
        comparison.notes.emplace_back(any_joined(groups)
                                          ? "the configs are equal but for their seeds"
                                          : "the configs are equal");
    }
    append(comparison.columns, std::move(configs));
    auto environment = environment_columns(groups);
    for (auto& note : unexplained(groups, names, environment)) {
        comparison.notes.push_back(std::move(note));
    }
    append(comparison.columns, std::move(environment));
    append(comparison.columns, result_columns(groups));
    return comparison;
}

}  // namespace mlp
