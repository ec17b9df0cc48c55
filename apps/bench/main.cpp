#include "mlp/core/error.h"
#include "mlp/report/environment.h"

#include "allocation_counter.h"
#include "commands.h"
#include "json_results.h"
#include "sgemm.h"
#include "terminal.h"
#include "workloads.h"

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace mlp::bench {
namespace {

struct Arguments {
    Settings settings;
    std::vector<std::string> only;
    bool quick = false;
    bool json = false;
    bool markdown = false;
    bool check = false;
    bool grid = false;
};

std::string help_of_workloads() {
    std::string text = "Workloads:\n";
    for (const auto& workload : workloads()) {
        text += fmt::format("  {:<10}{}\n", workload.name, workload.help);
    }
    return text +
           "Trainings go through the trainer that `mlp train` uses, in shuffled batches, with the\n"
           "loss reported and no metrics. A step is one batch; of xor_run a process, of csv and\n"
           "predict a table. GFLOP/s count the matrix products only; the sgemm peak is measured\n"
           "in the same run: float32, one thread. allocs: heap allocations a step, after the\n"
           "first epoch. bytes each: of the heap for each parameter, without data and without\n"
           "activations; activations: their bytes.\n";
}

void add_options(CLI::App& program, Arguments& arguments) {
    RunOptions& run = arguments.settings.run;
    program.add_option("--only", arguments.only, "workloads to run (default: all)")->delimiter(',');
    program.add_option("--threads", run.threads, "of training (default: 1); 0: as many as pay")
        ->check(CLI::Range(0, 1024));
    program.add_option("--precision", run.precision, "float32 (default), float64 or bfloat16");
    program.add_option("--backend", run.backend,
                       "of the products: native (default), eigen or onednn");
    program
        .add_option("--rows", arguments.settings.rows,
                    "of the tables of csv and predict (default: 1000000)")
        ->check(CLI::Range(1, 1000000000));
    program.add_flag("--quick", arguments.quick, "fewer and shorter rounds");
    auto* json = program.add_flag("--json", arguments.json, "print JSON");
    auto* markdown =
        program.add_flag("--markdown", arguments.markdown, "print a table of Markdown");
    auto* check =
        program.add_flag("--check", arguments.check,
                         "instead: trainings beside plain loops; exit code 1 if too slow");
    auto* grid = program.add_flag("--grid", arguments.grid,
                                  "instead: how cost grows with width, depth, batch and rows");
    json->excludes(check)->excludes(grid)->excludes(markdown);
    check->excludes(grid);
    program.footer(help_of_workloads());
}

void print_machine(const Settings& settings, double sgemm_peak) {
    const auto machine = nlohmann::json::parse(environment_text({}));
    const auto text = [&](const char* name) { return machine.at(name).get<std::string>(); };
    const RunOptions& run = settings.run;
    fmt::print("{}; {} {}; Eigen {}\n", text("cpu"), text("compiler"), text("flags"),
               text("eigen"));
    fmt::print("sgemm peak {:.1f} GFLOP/s on one thread; measured: {}, {}, {}\n\n", sgemm_peak,
               run.precision, run.backend,
               run.threads == 1 ? "1 thread" : fmt::format("{} threads", run.threads));
}

void print(const Table& table, const Arguments& arguments) {
    fmt::print("{}", arguments.markdown ? table.markdown() : table.text());
    std::fflush(stdout);
}

int run_workloads(const Arguments& arguments) {
    const auto chosen = workloads_named(arguments.only);
    const double peak = sgemm_peak(arguments.settings.rounds);
    std::vector<NamedMeasurement> measurements;
    app::LiveLine progress;
    for (const auto& workload : chosen) {
        progress.show("measuring " + workload.name);
        measurements.emplace_back(workload.name, measure(workload, arguments.settings));
    }
    progress.take_away();
    if (arguments.json) {
        fmt::print("{}\n", json_of(measurements, arguments.settings.run, peak).dump(2));
        return app::done;
    }
    print_machine(arguments.settings, peak);
    print(table_of(measurements, peak), arguments);
    fmt::print("{}", more_of(measurements));
    return app::done;
}

int run_guard(const Arguments& arguments) {
    std::vector<GuardResult> results;
    app::LiveLine progress;
    const auto chosen = workloads_named(arguments.only);
    for (const auto& workload : chosen) {
        const auto* task = std::get_if<TrainingTask>(&workload.task);
        if (task == nullptr) continue;
        progress.show("measuring " + workload.name);
        results.push_back(guard({workload.name, task}, arguments.settings));
    }
    progress.take_away();
    if (results.empty()) throw InputError("--check: none of the workloads is a training");
    print(guard_table(results), arguments);
    int exit_code = app::done;
    for (const auto& result : results) {
        if (result.fast()) continue;
        app::say("error: {}: {:.2f} times as fast as plain loops, where it must be {:.2f} times\n",
                 result.name, result.ratio, result.least_ratio);
        exit_code = app::failed;
    }
    return exit_code;
}

int run_grid(const Arguments& arguments) {
    const double peak = sgemm_peak(arguments.settings.rounds);
    const auto points = grid();
    std::vector<Measurement> measurements;
    app::LiveLine progress;
    for (const auto& point : points) {
        progress.show(fmt::format("measuring {} {}", point.varied, point.value));
        measurements.push_back(measure(point.task, arguments.settings));
    }
    progress.take_away();
    print_machine(arguments.settings, peak);
    print(grid_table(points, measurements, peak), arguments);
    return app::done;
}

int run(int argc, char** argv) {
    CLI::App program("Measures how fast mlp is on this machine.", "mlp-bench");
    Arguments arguments;
    add_options(program, arguments);
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& success) {
        return program.exit(success);
    } catch (const CLI::ParseError& error) {
        throw InputError(fmt::format("{}\n  help: see: mlp-bench --help", error.what()));
    }
    check(arguments.settings.run);
    // The guard must not be misled by what else the machine does.
    if (arguments.quick)
        arguments.settings.rounds = arguments.check ? Rounds{15, 0.02} : Rounds{7, 0.01};
    if (arguments.check) return run_guard(arguments);
    if (arguments.grid) return run_grid(arguments);
    return run_workloads(arguments);
}

}  // namespace
}  // namespace mlp::bench

int main(int argc, char** argv) {
    try {
        const int exit_code = mlp::bench::run(argc, argv);
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
            throw mlp::RunError("standard output: cannot be written");
        }
        return exit_code;
    } catch (const mlp::InputError& error) {
        mlp::app::say("error: {}\n", error.what());
        return mlp::app::bad_input;
    } catch (const std::exception& error) {
        mlp::app::say("error: {}\n", error.what());
        return mlp::app::failed;
    }
}
