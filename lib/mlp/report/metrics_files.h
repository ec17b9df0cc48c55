#pragma once

#include "mlp/train/observer.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace mlp {

/// A text file that lines are added to. What was added is on the way to disk a moment later, so
/// that others can watch it grow.
class GrowingFile {
  public:
    /// Throws RunError naming the file if it cannot be made.
    explicit GrowingFile(const std::filesystem::path& path);
    /// Throws RunError if the disk does not take it.
    void add_line(const std::string& line);
    /// Writes what is still held back. Throws RunError if the disk does not take it.
    void flush();

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::string name_;
    std::unique_ptr<std::FILE, Close> file_;
    double last_flush_ = 0;
};

/// Writes metrics.csv (one row an epoch, no clock values, so that equal runs give equal bytes) and
/// metrics.jsonl (the same and more, with times; and, if asked for, one row a step).
class MetricsFiles final : public TrainingObserver {
  public:
    MetricsFiles(const std::filesystem::path& directory, Index every_epochs,
                 std::optional<Index> every_steps);

    void on_step(Index step, double loss) override;
    bool on_epoch(const EpochReport& report) override;
    void on_end(const EpochReport& last) override;
    void flush();

  private:
    void write_rows(const EpochReport& report);

    GrowingFile csv_;
    GrowingFile jsonl_;
    Index every_epochs_;
    std::optional<Index> every_steps_;
    bool header_written_ = false;
    Index last_written_ = 0;
};

}  // namespace mlp
