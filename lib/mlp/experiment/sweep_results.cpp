#include "mlp/experiment/sweep_results.h"

#include "mlp/core/file.h"
#include "mlp/core/text.h"
#include "mlp/report/shown_value.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace mlp {
namespace {

struct Part {
    const char* name;
    Scores SweepRun::*scores;
};
constexpr std::array<Part, 3> parts = {{{"train", &SweepRun::train},
                                        {"validation", &SweepRun::validation},
                                        {"test", &SweepRun::test}}};

/// The names of all scores that any run has.
std::vector<std::string> score_names(const std::vector<SweepRun>& runs, const Part& part) {
    std::vector<std::string> names;
    for (const auto& run : runs) {
        for (const auto& [name, value] : run.*part.scores) {
            if (std::ranges::find(names, name) == names.end()) names.push_back(name);
        }
    }
    return names;
}

std::string number(double value) { return std::isnan(value) ? std::string() : to_text(value); }

std::string score(const Scores& scores, const std::string& name) {
    for (const auto& [candidate, value] : scores) {
        if (candidate == name) return number(value);
    }
    return {};
}

void add_row(std::string& csv, const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) csv += ',';
        add_csv_cell(csv, cells[i]);
    }
    csv += '\n';
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

std::string sweep_csv(const Sweep& sweep) {
    const auto& runs = sweep.runs();
    std::vector<std::string> heading{"run"};
    for (const auto& key : sweep.plan().keys) heading.push_back(key);
    heading.insert(heading.end(), {"seed", "status", "epochs", "best_epoch"});
    std::vector<std::vector<std::string>> names;
    for (const auto& part : parts) {
        names.push_back(score_names(runs, part));
        for (const auto& name : names.back())
            heading.push_back(fmt::format("{}_{}", part.name, name));
    }
    heading.emplace_back("message");
    std::string csv;
    add_row(csv, heading);
    for (const auto& run : runs) {
        std::vector<std::string> row{std::to_string(run.number)};
        for (const auto& value : sweep.plan().combinations[run.combination]) {
            row.push_back(plain_value(value));
        }
        row.push_back(run.seed ? std::to_string(*run.seed) : "");
        row.push_back(run.status);
        row.push_back(std::to_string(run.epochs));
        row.push_back(std::to_string(run.best_epoch));
        for (std::size_t i = 0; i < parts.size(); ++i) {
            for (const auto& name : names[i]) row.push_back(score(run.*parts[i].scores, name));
        }
        row.push_back(first_line(run.message));
        add_row(csv, row);
    }
    return csv;
}

std::string leaderboard_csv(const Sweep& sweep) {
    std::vector<std::string> heading{"rank"};
    for (const auto& key : sweep.plan().keys) heading.push_back(key);
    heading.insert(heading.end(),
                   {sweep.metric() + "_mean", sweep.metric() + "_sd", "runs", "failed"});
    std::string csv;
    add_row(csv, heading);
    const auto ranking = sweep.ranking();
    for (std::size_t i = 0; i < ranking.size(); ++i) {
        const SweepRank& rank = ranking[i];
        std::vector<std::string> row{std::to_string(i + 1)};
        for (const auto& value : sweep.plan().combinations[rank.combination]) {
            row.push_back(plain_value(value));
        }
        row.push_back(number(rank.mean));
        row.push_back(rank.runs.empty() ? "" : number(rank.sd));
        row.push_back(std::to_string(rank.runs.size()));
        row.push_back(std::to_string(rank.failed));
        add_row(csv, row);
    }
    return csv;
}

const SweepRun* best_run(const Sweep& sweep) {
    const auto ranking = sweep.ranking();
    if (ranking.empty() || ranking.front().runs.empty()) return nullptr;
    const auto& runs = ranking.front().runs;
    return *std::ranges::min_element(runs, {}, [&](const SweepRun* run) {
        return sweep.larger_is_better() ? -run->value(sweep.metric()) : run->value(sweep.metric());
    });
}

void write_results(const Sweep& sweep, const std::filesystem::path& directory) {
    write_file(directory / "sweep.csv", sweep_csv(sweep));
    write_file(directory / "leaderboard.csv", leaderboard_csv(sweep));
    const SweepRun* best = best_run(sweep);
    if (best == nullptr) return;
    const auto config = directory / "runs" / fmt::format("{:04}", best->number) / "config.json";
    std::error_code error;
    if (std::filesystem::exists(config, error)) {
        write_file(directory / "best.json", read_file(config));
    }
}

}  // namespace mlp
