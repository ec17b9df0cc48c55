#include "mlp/core/error.h"
#include "mlp/report/comparison_order.h"
#include "mlp/report/comparison_text.h"

#include "commands.h"
#include "terminal.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace mlp::app {
namespace {

struct Arguments {
    std::vector<std::string> directories;
    std::string sort;
    bool each = false;
    bool json = false;
    bool csv = false;
};

/// The rows that come from a sweep.
struct SweepRows {
    std::filesystem::path directory;
    std::size_t first;
    std::size_t last;
};

/// What is compared.
struct Runs {
    std::vector<RunGroup> groups;
    std::vector<SweepRows> sweeps;
    std::size_t count = 0;

    void add_run(const std::filesystem::path& directory) {
        groups.push_back({read_run(directory)});
        ++count;
    }
    void add_sweep(const std::filesystem::path& directory, bool each) {
        std::vector<RunRecord> runs;
        for (const auto& path : runs_of_sweep(directory)) runs.push_back(read_run(path));
        if (runs.empty()) throw InputError(directory.string() + ": this sweep has no runs so far");
        count += runs.size();
        const std::size_t first = groups.size();
        if (each) {
            for (auto& run : runs) groups.push_back({std::move(run)});
        } else {
            for (auto& group : group_by_seed(std::move(runs))) groups.push_back(std::move(group));
        }
        sweeps.push_back({directory, first, groups.size()});
    }
};

Runs read_runs(const Arguments& arguments) {
    Runs runs;
    for (const std::filesystem::path directory : arguments.directories) {
        if (is_sweep_directory(directory)) {
            runs.add_sweep(directory, arguments.each);
        } else {
            runs.add_run(directory);
        }
    }
    if (runs.count >= 2) return runs;
    throw InputError(
        fmt::format("{}: this is one run, and there is nothing to compare it with\n"
                    "  help: name two runs or more, or a sweep: mlp compare "
                    "RUN_DIR RUN_DIR",
                    arguments.directories.front()));
}

/// The table, its headings in bold, and the notes below.
void print(const Comparison& comparison) {
    const std::string text = comparison_text(comparison);
    const auto end = text.find('\n');
    fmt::print("{}{}", bold(stdout, text.substr(0, end)), text.substr(end));
    for (const auto& note : comparison.notes) {
        fmt::print("{}{}\n", &note == &comparison.notes.front() ? "\n" : "", note);
    }
}

int run(const Arguments& arguments) {
    const Runs runs = read_runs(arguments);
    Comparison comparison = compare(runs.groups);
    if (arguments.sort.empty()) {
        for (const auto& sweep : runs.sweeps) {
            sort_rows(comparison, sweep.first, sweep.last, goal_of_sweep(sweep.directory));
        }
    } else {
        sort_rows(comparison, 0, comparison.rows(), arguments.sort, best_first(arguments.sort));
    }
    if (arguments.json) {
        // Paths may hold bytes that are no UTF-8; they are replaced.
        fmt::print("{}\n",
                   comparison_json(comparison).dump(2, ' ', false, Json::error_handler_t::replace));
    } else if (arguments.csv) {
        fmt::print("{}", comparison_csv(comparison));
    } else {
        print(comparison);
    }
    return done;
}

}  // namespace

Command compare_command(CLI::App& program, const Context& /*context*/) {
    auto arguments = std::make_shared<Arguments>();
    auto* app = program.add_subcommand(
        "compare", "Show what differs in the configs of runs, beside their metrics");
    app->add_option("DIR", arguments->directories,
                    "directories of runs, or of sweeps: of a sweep, the runs that differ in "
                    "nothing but their seed make one row")
        ->required();
    app->add_option("--sort", arguments->sort,
                    "sort by a column, the best first (default: as given; sweeps by their metric)")
        ->type_name("KEY");
    app->add_flag("--each", arguments->each, "show every run of a sweep");
    auto* json = app->add_flag("--json", arguments->json, "print JSON");
    app->add_flag("--csv", arguments->csv, "print CSV")->excludes(json);
    return {app, [arguments] { return run(*arguments); }};
}

}  // namespace mlp::app
