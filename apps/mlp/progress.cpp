#include "progress.h"

#include "terminal.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

namespace mlp::app {
namespace {

constexpr Index rows_wanted = 20;
constexpr std::chrono::milliseconds update_interval{100};
constexpr Index steps_between_looks_at_the_clock = 64;

/// The smallest of 1, 2, 5, 10, 20, 50, ... that gives no more rows than wanted.
Index epochs_per_row(Index epochs) {
    Index step = 1;
    for (int i = 0; epochs / step > rows_wanted; ++i) step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    return step;
}

std::string duration(double seconds) {
    if (seconds < 60) return fmt::format("{:.1f} s", seconds);
    const auto minutes = static_cast<long>(seconds / 60);
    if (minutes < 60)
        return fmt::format("{} min {:.0f} s", minutes,
                           seconds - 60.0 * static_cast<double>(minutes));
    return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

/// Of a score's column: names of metrics can be long.
std::size_t width(const std::string& name) { return std::max<std::size_t>(12, name.size() + 2); }

}  // namespace

bool is_shown(const EpochReport& report, Index every_epochs) {
    const Index step = std::max(epochs_per_row(report.epochs), every_epochs);
    return report.epoch == 1 || report.epoch == report.epochs || report.epoch % step == 0;
}

std::string score_heading(const Scores& scores) {
    std::string text;
    for (const auto& [name, value] : scores) text += fmt::format("{:>{}}", name, width(name));
    return text;
}

std::string score_cells(const Scores& scores) {
    std::string text;
    for (const auto& [name, value] : scores) text += fmt::format("{:>{}.5g}", value, width(name));
    return text;
}

Progress::Progress(Index every_epochs) : every_epochs_(every_epochs), live_(is_terminal(stderr)) {}

void Progress::on_step(Index step, double loss) {
    if (live_ && step % steps_between_looks_at_the_clock == 0 && last_.epoch > 0)
        print_live_line(loss);
}

bool Progress::on_epoch(const EpochReport& report) {
    last_ = report;
    if (is_shown(report, every_epochs_)) print_row(report);
    if (live_) print_live_line(report.train.front().second);
    return true;
}

void Progress::on_end(const EpochReport& last) {
    if (last.epoch != last_shown_) print_row(last);
    take_live_line_away();
}

void Progress::print_row(const EpochReport& report) {
    take_live_line_away();
    if (last_shown_ == 0) print_header(report);
    last_shown_ = report.epoch;
    say("{:>7}{}{}\n", report.epoch, score_cells(report.train), score_cells(report.validation));
}

void Progress::print_header(const EpochReport& report) {
    const auto group = [](const char* name, const Scores& scores) {
        return scores.empty() ? std::string()
                              : fmt::format("{:>{}}", name, score_heading(scores).size());
    };
    say("{}\n", bold(stderr, fmt::format("{:>7}{}{}", "", group("train", report.train),
                                         group("validation", report.validation))));
    say("{}\n", bold(stderr, fmt::format("{:>7}{}{}", "epoch", score_heading(report.train),
                                         score_heading(report.validation))));
}

void Progress::print_live_line(double loss) {
    const auto now = Clock::now();
    if (now - last_update_ < update_interval) return;
    last_update_ = now;
    live_line_shown_ = true;
    const double elapsed = std::chrono::duration<double>(now - start_).count();
    const auto left = static_cast<double>(last_.epochs - last_.epoch) /
                      static_cast<double>(last_.epoch) * last_.seconds;
    say("\r\x1b[2Kepoch {}/{}  loss {:.5g}  {} so far, {} left", last_.epoch, last_.epochs, loss,
        duration(elapsed), duration(left));
    std::fflush(stderr);
}

void Progress::take_live_line_away() {
    if (!live_line_shown_) return;
    say("\r\x1b[2K");
    std::fflush(stderr);
    live_line_shown_ = false;
}

}  // namespace mlp::app
