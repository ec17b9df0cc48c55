#include "sweep_session.h"

#include "mlp/core/shell_word.h"
#include "mlp/core/text.h"
#include "mlp/experiment/sweep_results.h"
#include "mlp/report/shown_value.h"
#include "mlp/report/text_table.h"

#include "interrupt.h"
#include "terminal.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

namespace mlp::app {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

/// On a terminal a line that is kept up to date, otherwise one now and then.
class SweepScreen {
  public:
    SweepScreen(const Sweep& sweep, bool shown) : sweep_(sweep), shown_(shown) {}

    void show(const SweepProgress& progress) {
        if (progress.last != nullptr) note(*progress.last);
        const auto now = Clock::now();
        const bool over = progress.ended == progress.runs;
        const auto interval = std::chrono::milliseconds(line_.possible() ? 100 : 5000);
        if (!shown_ || progress.last == nullptr ||
            (now - last_ < interval && !(over && line_.possible())))
            return;
        last_ = now;
        const double seconds = std::chrono::duration<double>(now - start_).count();
        const std::string text = fmt::format(
            "{}/{} runs{}, {:.1f} s{}{}", progress.ended, progress.runs,
            progress.rungs > 1 ? fmt::format(" of rung {}/{}", progress.rung, progress.rungs) : "",
            seconds, failed_ > 0 ? fmt::format(", {} without a result", failed_) : "",
            best_ > 0
                ? fmt::format(", best {} {:.5g} (run {})", sweep_.metric(), best_value_, best_)
                : "");
        if (line_.possible()) {
            line_.show(text);
        } else {
            say("{}\n", text);
        }
    }
    void end_line() { line_.keep(); }

  private:
    void note(const SweepRun& run) {
        const double value = run.value(sweep_.metric());
        const bool judged = run.status == "completed" || run.status == "paused";
        if (run.status == "failed" || run.status == "diverged") ++failed_;
        if (!judged || std::isnan(value)) return;
        const bool better = sweep_.larger_is_better() ? value > best_value_ : value < best_value_;
        if (best_ > 0 && !better) return;
        best_ = run.number;
        best_value_ = value;
    }

    const Sweep& sweep_;
    bool shown_;
    LiveLine line_;
    Clock::time_point start_ = Clock::now();
    Clock::time_point last_ = start_;
    Index best_ = 0;
    double best_value_ = 0;
    std::size_t failed_ = 0;
};

std::string mean_and_sd(const SweepRank& rank) {
    if (rank.runs.empty()) return "-";
    if (rank.runs.size() == 1) return fmt::format("{:.5g}", rank.mean);
    return fmt::format("{:.5g} ± {:.2g}", rank.mean, rank.sd);
}

void print_leaderboard(const Sweep& sweep, Index top) {
    const auto ranking = sweep.ranking();
    std::vector<std::string> headings{"rank"};
    for (const auto& key : sweep.plan().keys) headings.push_back(key);
    headings.push_back(sweep.metric());
    headings.emplace_back("runs");
    const bool any_failed =
        std::ranges::any_of(ranking, [](const SweepRank& rank) { return rank.failed > 0; });
    if (any_failed) headings.emplace_back("failed");
    std::vector<std::vector<std::string>> rows;
    for (const auto& rank : ranking) {
        if (static_cast<Index>(rows.size()) == top) break;
        std::vector<std::string> row{std::to_string(rows.size() + 1)};
        for (const auto& value : sweep.plan().combinations[rank.combination]) {
            row.push_back(shown_value(value));
        }
        row.push_back(mean_and_sd(rank));
        row.push_back(std::to_string(rank.runs.size()));
        if (any_failed) row.push_back(std::to_string(rank.failed));
        rows.push_back(std::move(row));
    }
    const std::string table = text_table(headings, rows);
    const auto end_of_heading = table.find('\n');
    fmt::print("{}{}", bold(stdout, table.substr(0, end_of_heading)), table.substr(end_of_heading));
    if (rows.size() < ranking.size()) {
        fmt::print("... and {} more in leaderboard.csv\n", ranking.size() - rows.size());
    }
}

/// The first of the runs that came to nothing, as an example of why.
void tell_failures(const Sweep& sweep) {
    for (const char* status : {"failed", "diverged"}) {
        const auto of_status = [&](const SweepRun& run) { return run.status == status; };
        const auto count = std::ranges::count_if(sweep.runs(), of_status);
        if (count == 0) continue;
        const auto& first = *std::ranges::find_if(sweep.runs(), of_status);
        say("warning: {} {}; run {}: {}\n", counted(static_cast<std::size_t>(count), "run"), status,
            first.number, first.message);
    }
}

Json leaderboard_json(const Sweep& sweep, const std::string& directory) {
    Json ranks = Json::array();
    for (const auto& rank : sweep.ranking()) {
        Json values = Json::object();
        const auto& combination = sweep.plan().combinations[rank.combination];
        for (std::size_t i = 0; i < combination.size(); ++i) {
            values[sweep.plan().keys[i]] = Json::parse(combination[i]);
        }
        ranks.push_back({{"values", values},
                         {"mean", rank.mean},
                         {"sd", rank.sd},
                         {"runs", rank.runs.size()},
                         {"failed", rank.failed}});
    }
    return {{"metric", sweep.metric()}, {"leaderboard", ranks}, {"directory", directory}};
}

}  // namespace

void add_sweep_options(CLI::App& app, SweepSessionOptions& options) {
    app.add_option("-j,--jobs", options.jobs, "runs of a sweep at once (default: one a core)")
        ->check(CLI::Range(1, 1024));
    app.add_option("--top", options.top, "rows of a sweep's leaderboard to show (default: 50)")
        ->check(CLI::Range(1, 1000000));
    app.add_flag("-q,--quiet", options.quiet, "print nothing but the directory");
    app.add_flag("--json", options.json, "print the result as JSON");
}

int run_sweep(Sweep& sweep, const RunDirectory& directory, const SweepSessionOptions& options) {
    const bool show = !options.quiet && !options.json;
    const auto cores = static_cast<Index>(std::max(std::thread::hardware_concurrency(), 1U));
    const auto jobs = static_cast<std::size_t>(options.jobs.value_or(cores));
    if (show) {
        say("{}: {} of {}, {} at once, judged by {}\n\n", bold(stderr, sweep.config().name),
            counted(sweep.runs().size(), "run"),
            counted(sweep.plan().combinations.size(), "combination"), jobs, sweep.metric());
    }
    SweepScreen screen(sweep, show);
    StopOnInterrupt interrupt;
    const auto start = Clock::now();
    const bool complete = sweep.run(
        directory, {.jobs = jobs,
                    .command = options.command_line,
                    .on_progress = [&](const SweepProgress& progress) { screen.show(progress); },
                    .stop_wanted = [&] { return interrupt.wanted(); }});
    screen.end_line();
    if (!options.quiet) tell_failures(sweep);
    const SweepRun* best = best_run(sweep);
    const std::string path = directory.path().string();
    if (options.json) {
        fmt::print("{}\n", leaderboard_json(sweep, path).dump(2));
    } else {
        if (show) {
            print_leaderboard(sweep, options.top);
            fmt::print("\n{} in {:.3g} s", complete ? "all runs done" : "interrupted",
                       std::chrono::duration<double>(Clock::now() - start).count());
            if (best != nullptr) {
                fmt::print("; the best is run {}; to train it again:\n  mlp train {}", best->number,
                           for_shell((directory.path() / "best.json").string()));
            }
            fmt::print("\nThe sweep is in\n");
        }
        fmt::print("{}\n", path);
    }
    if (!complete) {
        say("to go on with it: mlp resume {}\n", for_shell(path));
        return interrupted;
    }
    return best != nullptr ? done : failed;
}

}  // namespace mlp::app
