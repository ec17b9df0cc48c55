#include "mlp/report/sweep_figures.h"

#include "mlp/core/error.h"
#include "mlp/core/text.h"
#include "mlp/data/csv_reader.h"
#include "mlp/report/comparison_order.h"
#include "mlp/report/curves.h"
#include "mlp/report/run_record.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

#include <fmt/format.h>

namespace mlp {
namespace {

namespace fs = std::filesystem;

/// All of sweep.csv as texts.
struct SweepTable {
    fs::path path;
    std::vector<std::string> names;
    std::vector<Column> columns;

    Index rows() const { return columns.front().size(); }
    /// Where a column stands; as many as there are, if there is none.
    std::size_t find(const std::string& name) const {
        return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
    }
    bool has(const std::string& name) const { return find(name) < names.size(); }
    /// A cell of a column that is there.
    std::string text(const std::string& name, Index row) const {
        return columns[find(name)].spelling(row);
    }
    std::optional<double> number(const std::string& name, Index row) const {
        return to_number(text(name, row));
    }
    bool has_number(const std::string& name) const {
        if (!has(name)) return false;
        for (Index row = 0; row < rows(); ++row) {
            if (number(name, row)) return true;
        }
        return false;
    }
};

SweepTable read_table(const fs::path& path) {
    std::error_code ignored;
    if (!fs::exists(path, ignored)) {
        throw InputError(
            fmt::format("{}: does not exist, so the sweep has not ended\n"
                        "  help: mlp resume goes on with it",
                        path.string()));
    }
    CsvReader reader(path);
    std::vector<std::size_t> all(reader.names().size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    reader.select({}, all);
    CsvBlock block = reader.make_block();
    if (reader.read(block, std::numeric_limits<Index>::max()) == 0) {
        throw InputError(path.string() + ": has no runs");
    }
    SweepTable table{path, reader.names(), std::move(block.verbatim)};
    for (const auto* name : {"run", "status"}) {
        if (!table.has(name)) {
            throw InputError(fmt::format("{}: has no column '{}'", path.string(), name));
        }
    }
    return table;
}

/// What the sweep is judged by, as it is itself.
std::string metric_of(const SweepTable& table, const SweepGoal& goal) {
    if (!goal.metric.empty()) return goal.metric;
    return table.has_number("validation_loss") ? "validation_loss" : "train_loss";
}

bool prefers_large(const std::string& metric, const SweepGoal& goal) {
    if (goal.goal == "auto") return best_first(metric) == SortOrder::descending;
    return goal.goal == "maximize";
}

/// The rows that have a value. Puts them into the figures.
std::vector<Index> take_values(const SweepTable& table, SweepFigures& figures) {
    std::vector<Index> rows;
    bool any_ended = false;
    for (Index row = 0; row < table.rows(); ++row) {
        const auto value =
            table.has(figures.metric) ? table.number(figures.metric, row) : std::optional<double>();
        const auto run = table.number("run", row);
        if (!value || !run) {
            ++figures.left_out;
            continue;
        }
        // A run that was stopped on the way, as others were better then, is no best one.
        const bool ended = table.text("status", row) == "completed";
        const bool better = figures.values.empty() ||
                            (figures.larger_is_better ? *value > figures.values[figures.best]
                                                      : *value < figures.values[figures.best]);
        if (ended == any_ended ? better : ended) figures.best = rows.size();
        any_ended = any_ended || ended;
        rows.push_back(row);
        figures.runs.push_back(fmt::format("{:04.0f}", *run));
        figures.values.push_back(*value);
    }
    if (rows.empty()) {
        throw InputError(fmt::format("{}: no run has a value of '{}', by which the sweep judges",
                                     table.path.string(), figures.metric));
    }
    return rows;
}

/// The keys that are varied stand between "run" and the seed and status.
std::vector<SweepFigures::Parameter> parameters_of(const SweepTable& table,
                                                   const std::vector<Index>& rows) {
    std::vector<SweepFigures::Parameter> parameters;
    const std::size_t status = table.find("status");
    for (std::size_t i = table.find("run") + 1; i + 1 < status; ++i) {
        SweepFigures::Parameter parameter{table.names[i], {}};
        for (const Index row : rows) parameter.values.push_back(table.columns[i].spelling(row));
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

/// The best run, and others at even distances.
std::vector<std::size_t> runs_to_draw(std::size_t runs, std::size_t best, std::size_t max_curves) {
    std::vector<std::size_t> chosen{best};
    const std::size_t others = std::min(runs, max_curves) - 1;
    for (std::size_t i = 0; i < others; ++i) {
        const std::size_t place = i * (runs - 1) / others;
        chosen.push_back(place < best ? place : place + 1);
    }
    return chosen;
}

}  // namespace

std::vector<double> SweepFigures::Parameter::numbers() const {
    std::vector<double> result;
    for (const auto& value : values) {
        const auto number = to_number(value);
        if (!number) return {};
        result.push_back(*number);
    }
    return result;
}

SweepFigures read_sweep_figures(const fs::path& sweep_directory, std::size_t max_curves) {
    const SweepGoal goal = goal_of_sweep(sweep_directory);
    const SweepTable table = read_table(sweep_directory / "sweep.csv");
    SweepFigures figures;
    figures.metric = metric_of(table, goal);
    figures.larger_is_better = prefers_large(figures.metric, goal);
    const auto rows = take_values(table, figures);
    figures.parameters = parameters_of(table, rows);
    figures.loss = table.has_number("validation_loss") ? "validation_loss" : "train_loss";
    for (const std::size_t run : runs_to_draw(rows.size(), figures.best, max_curves)) {
        try {
            Curves curves = read_curves(sweep_directory / "runs" / figures.runs[run]);
            if (const auto* loss = curves.find(figures.loss)) {
                figures.curves.push_back({run, std::move(curves.epochs), *loss});
            }
        } catch (const InputError&) {
            continue;  // what the sweep came to is known without it
        }
    }
    return figures;
}

}  // namespace mlp
