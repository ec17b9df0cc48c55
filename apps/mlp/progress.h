#pragma once

#include "mlp/train/observer.h"

#include <chrono>
#include <string>

namespace mlp::app {

/// Shows training on standard error: a table row for some twenty epochs and, on a terminal, a line
/// below that is kept up to date.
class Progress final : public TrainingObserver {
  public:
    explicit Progress(Index every_epochs);
    void on_step(Index step, double loss) override;
    bool on_epoch(const EpochReport& report) override;
    void on_end(const EpochReport& last) override;

  private:
    using Clock = std::chrono::steady_clock;

    void print_header(const EpochReport& report);
    void print_row(const EpochReport& report);
    void print_live_line(double loss);
    void take_live_line_away();

    Index every_epochs_;
    bool live_;
    bool live_line_shown_ = false;
    Clock::time_point start_ = Clock::now();
    Clock::time_point last_update_ = Clock::now();
    EpochReport last_;
    Index last_shown_ = 0;
};

/// Whether an epoch is one of the first, the last and some twenty between, at most every
/// `every_epochs`.
bool is_shown(const EpochReport& report, Index every_epochs);

/// Columns of numbers under a two-line heading, for scores of train, validation and test.
std::string score_heading(const Scores& scores);
std::string score_cells(const Scores& scores);

}  // namespace mlp::app
