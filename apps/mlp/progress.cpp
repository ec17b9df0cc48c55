#include "progress.h"

#include "mlp/core/text.h"
#include "mlp/report/progress_line.h"
#include "mlp/report/short_name.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include <fmt/format.h>

namespace mlp::app {
namespace {

constexpr Index rows_wanted = 20;
constexpr double seconds_between_updates = 0.1;
constexpr double most_seconds_between_looks = 0.05;
/// Of rows, where there is no live line.
constexpr double most_seconds_between_rows = 10;
constexpr std::size_t epoch_width = 7;

/// Of a score's column: names of metrics can be long.
std::size_t width(const std::string& name) { return std::max<std::size_t>(12, name.size() + 2); }

/// The first scores of a report, so many in all: of train and validation in turn, as there is
/// rarely a use for the one without the other.
struct Row {
    Scores train, validation;

    Row(const EpochReport& report, std::size_t columns)
        : train(report.train), validation(report.validation) {
        const std::size_t of_validation = std::min(validation.size(), columns / 2);
        train.resize(std::min(train.size(), columns - of_validation));
        validation.resize(of_validation);
    }
    std::size_t size() const { return train.size() + validation.size(); }
};

/// How many scores of a report fit into a row.
std::size_t columns_that_fit(const EpochReport& report) {
    const std::size_t room = widest_line(stderr);
    const auto width_of = [&](std::size_t columns) {
        const Row row(report, columns);
        return epoch_width + score_heading(row.train).size() + score_heading(row.validation).size();
    };
    const std::size_t step = report.validation.empty() ? 1 : 2;
    std::size_t columns = report.train.size() + report.validation.size();
    while (columns > 1 && width_of(columns) > room) columns -= std::min(step, columns - 1);
    return columns;
}

std::string hidden_columns(const EpochReport& report, const Row& row) {
    std::vector<std::string> names;
    const auto add = [&](const char* part, const Scores& all, std::size_t shown) {
        for (std::size_t i = shown; i < all.size(); ++i) names.push_back(part + all[i].first);
    };
    add("train_", report.train, row.train.size());
    add("validation_", report.validation, row.validation.size());
    return names.empty() ? ""
                         : fmt::format("... and {} more in metrics.csv: {}",
                                       counted(names.size(), "column"), join(names));
}

void print_header(const EpochReport& report, std::size_t columns) {
    const Row row(report, columns);
    const auto group = [](const char* name, const Scores& scores) {
        return scores.empty() ? std::string()
                              : fmt::format("{:>{}}", name, score_heading(scores).size());
    };
    const auto line = [](const std::string& first, const std::string& train,
                         const std::string& validation) {
        say("{}\n", bold(stderr, fmt::format("{:>{}}{}{}", first, epoch_width, train, validation)));
    };
    line("", group("train", row.train), group("validation", row.validation));
    line("epoch", score_heading(row.train), score_heading(row.validation));
    const std::string hidden = hidden_columns(report, row);
    if (!hidden.empty()) say("{}\n", short_name(hidden, widest_line(stderr)));
}

}  // namespace

Index epochs_per_row(Index epochs, Index every_epochs) {
    // The smallest of 1, 2, 5, 10, 20, 50, ... that gives no more rows than wanted.
    Index step = 1;
    for (int i = 0; epochs / step > rows_wanted; ++i) step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    return std::max(step, every_epochs);
}

bool has_row(const EpochReport& report, Index epochs_per_row) {
    return report.epoch == 1 || report.epoch == report.epochs || report.epoch % epochs_per_row == 0;
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

double Progress::seconds() const {
    return std::chrono::duration<double>(Clock::now() - start_).count();
}

void Progress::on_step(Index step, double loss) {
    if (--steps_to_look_ > 0 || !line_.possible()) return;
    if (epochs_done_ == 0) {
        loss_ = loss;
        course_.add(loss);
    }
    look_at_the_clock(step);
}

bool Progress::on_epoch(const EpochReport& report) {
    if (epochs_done_ == 0) course_.clear();
    epochs_done_ = report.epoch;
    loss_name_ = report.validation.empty() ? "loss" : "val loss";
    loss_ = (report.validation.empty() ? report.train : report.validation).front().second;
    course_.add(loss_);
    if (row_is_due(report)) {
        print_row(report);
        print_live_line(report.steps);
    }
    return true;
}

void Progress::on_end(const EpochReport& last) {
    if (last.epoch != last_shown_) print_row(last);
    line_.take_away();
}

bool Progress::row_is_due(const EpochReport& report) const {
    return has_row(report, plan_.epochs_per_row) ||
           (!line_.possible() && seconds() - last_row_ >= most_seconds_between_rows);
}

void Progress::print_row(const EpochReport& report) {
    line_.take_away();
    last_shown_ = report.epoch;
    last_row_ = seconds();
    // The terminal may have become wider or narrower.
    const std::size_t columns = columns_that_fit(report);
    if (columns != columns_) print_header(report, columns);
    columns_ = columns;
    const Row row(report, columns);
    say("{:>{}}{}{}\n", report.epoch, epoch_width, score_cells(row.train),
        score_cells(row.validation));
}

/// Looks so often that no update is late by much, and no more, as looking takes as long as a small
/// step.
void Progress::look_at_the_clock(Index steps) {
    const double now = seconds();
    const double interval = now - last_look_;
    if (interval > most_seconds_between_looks) {
        steps_between_looks_ = std::max<Index>(steps_between_looks_ / 2, 1);
    } else if (interval < most_seconds_between_looks / 4) {
        steps_between_looks_ *= 2;
    }
    steps_to_look_ = steps_between_looks_;
    last_look_ = now;
    const bool never_shown = last_update_ == 0;
    if (never_shown || now - last_update_ >= seconds_between_updates) print_live_line(steps);
}

void Progress::print_live_line(Index steps) {
    if (!line_.possible()) return;
    const double now = seconds();
    last_update_ = now;
    const double all = static_cast<double>(plan_.epochs);
    const double done =
        std::min(static_cast<double>(steps) / static_cast<double>(plan_.steps), all);
    pace_.note(now, done);
    ProgressState state{.epoch = std::min((steps - 1) / plan_.steps + 1, plan_.epochs),
                        .epochs = plan_.epochs,
                        .done = done / all,
                        .loss_name = loss_name_,
                        .loss = loss_,
                        .course = course_.means(),
                        .seconds = now};
    if (const auto speed = pace_.epochs_per_second()) {
        state.samples_per_second = *speed * static_cast<double>(plan_.samples);
        state.seconds_left = (all - done) / *speed;
    }
    line_.show(progress_line(state, LiveLine::width(), characters_));
}

}  // namespace mlp::app
