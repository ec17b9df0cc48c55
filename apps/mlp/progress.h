#pragma once

#include "mlp/report/characters.h"
#include "mlp/report/pace.h"
#include "mlp/report/sparkline.h"
#include "mlp/train/observer.h"

#include "terminal.h"

#include <chrono>
#include <cstddef>
#include <string>

namespace mlp::app {

/// What is known of a training before it starts.
struct TrainingPlan {
    Index epochs = 1;
    Index epochs_per_row = 1;
    Index samples = 1;  ///< in each epoch
    Index steps = 1;    ///< in each epoch
};

/// Shows training on standard error: a table row for some twenty epochs and, on a terminal, a line
/// below that is kept up to date. Without that line, epochs that take long have a row each.
class Progress final : public TrainingObserver {
  public:
    explicit Progress(const TrainingPlan& plan) : plan_(plan) {}
    void on_step(Index step, double loss) override;
    bool on_epoch(const EpochReport& report) override;
    void on_end(const EpochReport& last) override;
    /// Takes the live line away, so that something else can be written; it comes back by itself.
    void make_room() { line_.take_away(); }

  private:
    using Clock = std::chrono::steady_clock;

    double seconds() const;  ///< since the start
    bool row_is_due(const EpochReport& report) const;
    void print_row(const EpochReport& report);
    void look_at_the_clock(Index steps);
    void print_live_line(Index steps);

    TrainingPlan plan_;
    LiveLine line_;
    Characters characters_ = locale_characters();
    Clock::time_point start_ = Clock::now();

    Index steps_to_look_ = 1;        ///< that are left until the next look at the clock
    Index steps_between_looks_ = 1;  ///< as many as take less than the time between two updates
    double last_look_ = 0;           ///< these three in seconds since the start
    double last_update_ = 0;
    double last_row_ = 0;
    Pace pace_;

    Index epochs_done_ = 0;  ///< the last epoch that was finished before our eyes
    const char* loss_name_ = "loss";
    double loss_ = 0;
    CourseOfValues course_;  ///< of the losses of epochs; before the first of them, of batches

    Index last_shown_ = 0;
    std::size_t columns_ = 0;  ///< scores in a row, as the heading has them
};

/// From one row to the next: so many that there are some twenty rows, at least `every_epochs`.
Index epochs_per_row(Index epochs, Index every_epochs);

/// Whether an epoch is the first, the last, or one of those between that have a row.
bool has_row(const EpochReport& report, Index epochs_per_row);

/// Columns of numbers under a two-line heading, for scores of train, validation and test.
std::string score_heading(const Scores& scores);
std::string score_cells(const Scores& scores);

}  // namespace mlp::app
